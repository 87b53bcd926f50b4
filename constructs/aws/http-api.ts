import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import type { HttpApiTarget } from './http-api-target';
import { logRetentionProblems } from './log-retention';
import type { INetwork } from './network';
import { ServiceRegistry } from './service-registry';
import { VpcLink } from './vpc-link';

/** Props of HttpApi. */
export interface HttpApiProps {
  /** Network that the service runs in. */
  readonly network: INetwork;

  /** Name of the environment, for example `sandbox`; it starts every cloud name. */
  readonly environment: string;

  /** Service that every request goes to. */
  readonly service: HttpApiTarget;

  /**
   * Requests per second, of all clients together, that are let through over time. What is over is answered with 429,
   * and is billed all the same.
   *
   * @default 50
   */
  readonly requestsPerSecond?: number;

  /**
   * Requests that may come at once.
   *
   * @default - twice `requestsPerSecond`
   */
  readonly burst?: number;

  /**
   * Days that the access log is kept.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;

  /**
   * What the API is called beside others of the environment: `<environment>-<name>`.
   *
   * @default 'public'
   */
  readonly name?: string;
}

/**
 * HTTPS for one service, without a load balancer, a domain or a certificate of one's own: an API Gateway HTTP API, which
 * finds the tasks through Cloud Map and enters the network through a VPC link. It costs nothing while nobody calls, but
 * for the hosted zone of the registry.
 *
 * Creates: HTTP API with one route and one stage, VPC link with its security group, Cloud Map namespace and service, log
 * group, and the two rules that open the service's port to the link.
 *
 * Safe by default: HTTPS only, requests are limited, each is logged, and the service's port is open to the link alone.
 *
 * @example
 * const api = new HttpApi(this, 'HttpApi', { network, environment: 'sandbox', service: web });
 */
export class HttpApi extends Construct {
  /** URL that the public uses, without a slash at its end. */
  public readonly url: string;

  /** Security group of the VPC link. */
  public readonly securityGroupId: string;

  /** Name of the log group of the access log. */
  public readonly logGroupName: string;

  /** The raw API, to override what the props do not offer. */
  public readonly resource: Apigatewayv2Api;

  /** The raw stage, to override what the props do not offer. */
  public readonly stage: Apigatewayv2Stage;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const settings = resolve(props);
    throwProblems(this, httpApiProblems(settings));

    const { apiName, network, service } = settings;
    const registry = new ServiceRegistry(this, 'Registry', { network, name: apiName, service });
    const link = new VpcLink(this, 'VpcLink', { network, name: apiName, service });
    this.resource = new Apigatewayv2Api(this, 'Resource', {
      name: apiName,
      description: `HTTPS for ${service.name}`,
      protocolType: 'HTTP',
      // the only address that the API has
      disableExecuteApiEndpoint: false,
    });
    this.createRoute(settings, { connectionId: link.linkId, integrationUri: registry.registryArn });
    const logGroup = new CloudwatchLogGroup(this, 'Logs', {
      name: `/http-api/${apiName}`,
      retentionInDays: settings.logRetentionDays,
    });
    this.stage = this.createStage(settings, logGroup.arn);

    service.attachRegistry(registry.registryArn, [...link.rules]);
    this.url = this.resource.apiEndpoint;
    this.securityGroupId = link.securityGroupId;
    this.logGroupName = logGroup.name;
  }

  /** Every method and path goes to the service as it is. */
  private createRoute(
    { service }: Settings,
    way: { readonly connectionId: string; readonly integrationUri: string },
  ): void {
    const integration = new Apigatewayv2Integration(this, 'Integration', {
      ...way,
      apiId: this.resource.id,
      description: `Tasks of ${service.name}`,
      integrationType: 'HTTP_PROXY',
      integrationMethod: 'ANY',
      connectionType: 'VPC_LINK',
      payloadFormatVersion: '1.0',
      timeoutMilliseconds: Math.min(service.timeoutSeconds, mostSeconds) * 1000,
      // a private integration gets the name of a stage in front of the path otherwise
      requestParameters: { 'overwrite:path': '$request.path' },
    });
    new Apigatewayv2Route(this, 'Route', {
      apiId: this.resource.id,
      routeKey: '$default',
      apiKeyRequired: false,
      authorizationType: 'NONE',
      target: `integrations/${integration.id}`,
    });
  }

  private createStage(settings: Settings, logGroupArn: string): Apigatewayv2Stage {
    return new Apigatewayv2Stage(this, 'Stage', {
      apiId: this.resource.id,
      name: '$default',
      autoDeploy: true,
      // SECURITY(APIGateway.9): who asked for what, and what came of it
      accessLogSettings: { destinationArn: logGroupArn, format: JSON.stringify(logFields) },
      defaultRouteSettings: {
        detailedMetricsEnabled: false,
        throttlingRateLimit: settings.requestsPerSecond,
        throttlingBurstLimit: settings.burst,
      },
    });
  }
}

/** Longest time that an HTTP API waits for a service. */
const mostSeconds = 30;

/** What the access log says of a request, by the names that the services' own logs have. */
const logFields = {
  time: '$context.requestTime',
  request_id: '$context.requestId',
  client: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  duration_ms: '$context.responseLatency',
  upstream_error: '$context.integrationErrorMessage',
};

/** Props with every default written out, and the API's name in the cloud. */
type Settings = Required<HttpApiProps> & { readonly apiName: string };

function resolve(props: HttpApiProps): Settings {
  const { requestsPerSecond = 50, name = 'public' } = props;
  return {
    ...props,
    name,
    requestsPerSecond,
    burst: props.burst ?? requestsPerSecond * 2,
    logRetentionDays: props.logRetentionDays ?? 30,
    apiName: cloudName(props.environment, name),
  };
}

function httpApiProblems(settings: Settings): string[] {
  return [
    ...nameProblems('environment', settings.environment),
    ...nameProblems('name', settings.name),
    ...lengthProblems([settings.apiName], { thing: 'HTTP API', maxLength: 128 }),
    ...logRetentionProblems('logRetentionDays', settings.logRetentionDays),
    ...problemsOf(settings, rules),
  ];
}

const rules: readonly Rule<Settings>[] = [
  {
    broken: ({ requestsPerSecond }) =>
      known(requestsPerSecond) && !(requestsPerSecond >= 1 && requestsPerSecond <= 10000),
    message: ({ requestsPerSecond }) =>
      `'requestsPerSecond' must be from 1 to 10000, which is what an account has by itself, got ${shown(requestsPerSecond)}; choose what the service can answer`,
  },
  {
    broken: ({ burst }) =>
      known(burst) && !(Number.isInteger(burst) && burst >= 1 && burst <= 5000),
    message: ({ burst }) =>
      `'burst' must be a whole number from 1 to 5000, which is what an account has by itself, got ${shown(burst)}; choose what the service can take at once`,
  },
  {
    broken: ({ service }) => service.protocol === 'websocket',
    message: ({ service }) =>
      `'service' is '${service.name}', which speaks WebSockets, and an HTTP API passes on none; use a LoadBalancer`,
  },
];
