import type { Service } from '@aws-sdk/client-ecs';
import type { Deployed } from '../deployed';
import { expectEach, expectEqual, type Finding } from '../report';

/** How many tasks each service must have. */
export type ExpectedTasks = Readonly<Record<string, number>>;

/** The cluster and its services run as declared, and a bad deployment would be rolled back. */
export function serviceFindings(
  { cluster, services }: Pick<Deployed, 'cluster' | 'services'>,
  expected: ExpectedTasks,
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
      Object.keys(expected).sort(),
    ),
    expectEach('each service is active with its tasks running', services, (service, name) =>
      taskProblem(service, expected[name]),
    ),
    expectEach('each deployment came to its end', services, ({ deployments = [] }) =>
      deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED'
        ? false
        : `is ${deployments.map(({ rolloutState }) => rolloutState).join()}`,
    ),
    expectEach('each bad deployment is rolled back', services, ({ deploymentConfiguration }) =>
      breakerProblem(deploymentConfiguration),
    ),
    expectEach('each service has a Service Connect name of its own', services, connectProblem),
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

function breakerProblem(configuration: Service['deploymentConfiguration']): string | false {
  const { deploymentCircuitBreaker: breaker, minimumHealthyPercent } = configuration ?? {};
  if (!breaker?.enable || !breaker.rollback) return 'has no circuit breaker with rollback';
  return minimumHealthyPercent !== 100 && `keeps only ${minimumHealthyPercent} % healthy`;
}

function connectProblem({ deployments = [] }: Service, name: string): string | undefined {
  const [deployment] = deployments;
  const settings = deployment?.serviceConnectConfiguration;
  const [endpoint] = settings?.services ?? [];
  if (!settings?.enabled || !settings.namespace) return 'is outside Service Connect';
  if (endpoint?.clientAliases?.[0]?.dnsName !== name) return 'has another name';
  return endpoint.timeout?.idleTimeoutSeconds ? undefined : 'has no idle timeout';
}
