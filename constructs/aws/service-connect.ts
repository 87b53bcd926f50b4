import type {
  EcsServiceServiceConnectConfiguration,
  EcsServiceServiceConnectConfigurationServiceTimeout,
} from '@cdktf/provider-aws/lib/ecs-service';
import type { ResolvedWorkload } from '../core/workload';

/** Seconds that a WebSocket may be silent: pings come every 25 s, so this only ends what is dead. */
const webSocketIdleSeconds = 3600;

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

  /** Seconds within which one request must be answered; 0 means never ended. */
  readonly requestSeconds: number;
}

/**
 * Makes a service an endpoint of the namespace and a client of the others. Both timeouts are always written: by default
 * the proxy keeps idle connections for 5 minutes, longer than most servers, and ends every request after 15 s.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
 */
export function serviceConnect(
  workload: ResolvedWorkload,
  context: ServiceConnectContext,
): EcsServiceServiceConnectConfiguration {
  const { name, namespaceArn, logGroup, region } = context;
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
    service: [
      {
        portName: name,
        discoveryName: name,
        clientAlias: { dnsName: name, port: workload.port },
        timeout: timeouts(workload, context.requestSeconds),
      },
    ],
  };
}

/** The proxy closes an idle connection before the server does, or a request meets a closing one and fails with 502. */
function timeouts(
  { protocol, keepAliveSeconds }: ResolvedWorkload,
  requestSeconds: number,
): EcsServiceServiceConnectConfigurationServiceTimeout {
  // the time of a whole request exists in HTTP mode only
  if (protocol === 'websocket') return { idleTimeoutSeconds: webSocketIdleSeconds };
  return {
    idleTimeoutSeconds: Math.max(1, keepAliveSeconds - 5),
    perRequestTimeoutSeconds: requestSeconds,
  };
}
