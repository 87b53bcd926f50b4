import type { EcsServiceServiceConnectConfiguration } from '@cdktf/provider-aws/lib/ecs-service';
import type { ResolvedWorkload } from '../core/workload';

/** How much earlier than the server itself the proxy in front of it closes an idle connection. */
const marginSeconds = 5;

/** What the Service Connect proxy of one service needs to know. */
export interface ServiceConnectContext {
  /** Discovery name: callers reach `http://<name>:<port>`. */
  readonly name: string;

  /** ARN of the namespace. */
  readonly namespaceArn: string;

  /** Log group of the proxy's own lines. */
  readonly logGroup: string;

  /** Region of the log group. */
  readonly region: string;

  /** Whether other services may call this one by its name. */
  readonly discoverable: boolean;

  /** Seconds within which one request must be answered. */
  readonly timeoutSeconds: number;
}

/**
 * Makes a service a client of the namespace, and an endpoint of it where others may call it. A service that nobody calls
 * by name stays a client only: the agent of an endpoint stands in front of the container's port, so that a balancer's
 * requests, too, would seem to come from the task itself.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export function serviceConnect(
  workload: ResolvedWorkload,
  context: ServiceConnectContext,
): EcsServiceServiceConnectConfiguration {
  const { namespaceArn, logGroup, region, discoverable } = context;
  return {
    enabled: true,
    namespace: namespaceArn,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroup,
        'awslogs-region': region,
        'awslogs-stream-prefix': 'service-connect',
        mode: 'non-blocking',
        'max-buffer-size': '25m',
      },
    },
    ...(discoverable ? { service: [endpoint(workload, context)] } : {}),
  };
}

/**
 * Seconds after which whoever connects to a service sees an idle connection closed. In HTTP mode that is its Service
 * Connect proxy, a little before the server itself would: a request must never meet a connection that is just closing.
 */
export function hopIdleSeconds({ protocol, keepAliveSeconds }: ResolvedWorkload): number {
  return protocol === 'websocket'
    ? keepAliveSeconds
    : Math.max(1, keepAliveSeconds - marginSeconds);
}

/**
 * Both timeouts of HTTP mode are always written: by default the proxy keeps idle connections for 5 minutes, longer than
 * most servers, and ends every request after 15 s. In TCP mode, which WebSockets need, the time of a request does not
 * exist, ECS refuses a block that the provider fills with a 0, and the idle time is an hour by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
 */
function endpoint(workload: ResolvedWorkload, { name, timeoutSeconds }: ServiceConnectContext) {
  const address = {
    portName: name,
    discoveryName: name,
    clientAlias: { dnsName: name, port: workload.port },
  };
  if (workload.protocol === 'websocket') return address;
  return {
    ...address,
    timeout: {
      idleTimeoutSeconds: hopIdleSeconds(workload),
      perRequestTimeoutSeconds: timeoutSeconds,
    },
  };
}
