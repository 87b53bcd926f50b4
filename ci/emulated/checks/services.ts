import type { Service } from '@aws-sdk/client-ecs';
import type { Workload } from '../../../constructs/core/workload';
import type { Deployed } from '../deployed';
import { expectEach, expectEqual, type Finding } from '../report';

/** How many tasks each service must have. */
export type ExpectedTasks = Readonly<Record<string, number>>;

/** What must run. */
export interface ExpectedServices {
  readonly tasks: ExpectedTasks;

  /** Services that others call by their names, and what they speak there. */
  readonly called: Readonly<Record<string, Pick<Workload, 'protocol'>>>;

  /** Services that never run twice, deployments included. */
  readonly singleWriters: readonly string[];
}

/** The cluster and its services run as declared, and a bad deployment would be rolled back. */
export function serviceFindings(
  { cluster, services }: Pick<Deployed, 'cluster' | 'services'>,
  expected: ExpectedServices,
): Finding[] {
  return [
    expectEqual('the cluster is active', cluster.status, 'ACTIVE'),
    expectEqual(
      'Container Insights has enhanced observability',
      cluster.settings?.find(({ name }) => name === 'containerInsights')?.value,
      'enhanced',
    ),
    expectEqual(
      'exactly the declared services exist',
      Object.keys(services).sort(),
      Object.keys(expected.tasks).sort(),
    ),
    expectEach('each service is active with its tasks running', services, (service, name) =>
      taskProblem(service, expected.tasks[name]),
    ),
    expectEach('each deployment came to its end', services, rolloutProblem),
    expectEach('each bad deployment is rolled back', services, ({ deploymentConfiguration }) =>
      breakerProblem(deploymentConfiguration),
    ),
    expectEach(
      'only a single writer stops before its successor starts',
      services,
      (service, name) => overlapProblem(service, expected.singleWriters.includes(name)),
    ),
    expectEach('only what is called has a Service Connect name', services, (service, name) =>
      connectProblem(service, name, expected.called[name]),
    ),
    ...placeFindings(services),
  ];
}

function placeFindings(services: Deployed['services']): Finding[] {
  return [
    expectEach('each service stays in private subnets', services, ({ networkConfiguration }) =>
      networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'DISABLED'
        ? false
        : 'may get a public address',
    ),
    expectEach('each service is spread over two subnets or more', services, (service) => {
      const { subnets = [] } = service.networkConfiguration?.awsvpcConfiguration ?? {};
      return subnets.length < 2 && `has ${subnets.length}`;
    }),
  ];
}

function taskProblem(service: Service, expected: number | undefined): string | undefined {
  const { status, desiredCount, runningCount } = service;
  const right = status === 'ACTIVE' && desiredCount === expected && runningCount === expected;
  return right
    ? undefined
    : `is ${status}, runs ${runningCount} of ${desiredCount}, must run ${expected}`;
}

function rolloutProblem({ deployments = [] }: Service): string | false {
  const states = deployments.map(({ rolloutState }) => rolloutState).join();
  return states !== 'COMPLETED' && `is ${states}`;
}

function breakerProblem(configuration: Service['deploymentConfiguration']): string | false {
  const { deploymentCircuitBreaker: breaker } = configuration ?? {};
  return !(breaker?.enable && breaker.rollback) && 'has no circuit breaker with rollback';
}

/** Two tasks of one writer would destroy its files; of any other service one task less is an outage. */
function overlapProblem(service: Service, writer: boolean): string | false {
  const { minimumHealthyPercent, maximumPercent } = service.deploymentConfiguration ?? {};
  const given = `${minimumHealthyPercent} to ${maximumPercent} %`;
  const must = writer ? '0 to 100 %' : '100 to 200 %';
  return given !== must && `keeps ${given} healthy, must keep ${must}`;
}

/**
 * A name of the service's own, or none: what only the balancer calls must not have an agent in between. The agent has an
 * idle time in HTTP mode, and in TCP mode, which WebSockets need, none that could cut a quiet connection.
 */
function connectProblem(
  { deployments = [] }: Service,
  name: string,
  declared: Pick<Workload, 'protocol'> | undefined,
): string | undefined {
  const [deployment] = deployments;
  const settings = deployment?.serviceConnectConfiguration;
  const [endpoint] = settings?.services ?? [];
  if (!settings?.enabled || !settings.namespace) return 'is outside Service Connect';
  const given = endpoint?.clientAliases?.[0]?.dnsName;
  const expected = declared && name;
  if (given !== expected) return `has the name ${given}, must have ${expected}`;
  const idle = endpoint?.timeout?.idleTimeoutSeconds;
  if (!declared) return undefined;
  if (declared.protocol === 'websocket') return idle ? `cuts sockets after ${idle} s` : undefined;
  return idle ? undefined : 'has no idle timeout';
}
