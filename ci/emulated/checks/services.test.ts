import type { Service } from '@aws-sdk/client-ecs';
import { problemsIn } from './finding.fixture';
import { type ExpectedServices, serviceFindings } from './services';

const cluster = {
  status: 'ACTIVE',
  settings: [{ name: 'containerInsights' as const, value: 'enhanced' }],
};
const api: Service = {
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  deploymentConfiguration: {
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['a', 'b'], assignPublicIp: 'DISABLED' },
  },
  deployments: [
    {
      rolloutState: 'COMPLETED',
      serviceConnectConfiguration: {
        enabled: true,
        namespace: 'prod',
        services: [
          {
            portName: 'api',
            clientAliases: [{ port: 80, dnsName: 'api' }],
            timeout: { idleTimeoutSeconds: 70 },
          },
        ],
      },
    },
  ],
};
const [deployment] = api.deployments ?? [];
const declared = {
  tasks: { api: 2 },
  called: { api: { protocol: 'http' } },
  singleWriters: [],
} as const;
const problems = (change: Partial<Service> = {}, expected: ExpectedServices = declared) =>
  problemsIn(serviceFindings({ cluster, services: { api: { ...api, ...change } } }, expected));

describe('serviceFindings', () => {
  it('has no problem with what was declared', () => {
    expect(problems()).toEqual({});
  });

  it('fails when the cluster lacks insights or is going', () => {
    const services = { api };
    const going = { status: 'DEPROVISIONING', settings: [] };

    expect(
      Object.keys(problemsIn(serviceFindings({ cluster: going, services }, declared))),
    ).toEqual(['the cluster is active', 'Container Insights has enhanced observability']);
  });

  it('fails when a declared service is absent', () => {
    expect(problems({}, { ...declared, tasks: { api: 2, web: 2 } })).toEqual({
      'exactly the declared services exist': 'is ["api"], must be ["api","web"]',
    });
  });

  it('fails when a service has a name although nobody calls it', () => {
    expect(problems({}, { ...declared, called: {} })).toEqual({
      'only what is called has a Service Connect name': 'api has the name api, must have undefined',
    });
  });

  it('fails when an idle time cuts the sockets of a service', () => {
    expect(problems({}, { ...declared, called: { api: { protocol: 'websocket' } } })).toEqual({
      'only what is called has a Service Connect name': 'api cuts sockets after 70 s',
    });
  });

  it('fails when a service of requests has no idle time', () => {
    const clientAliases = [{ port: 80, dnsName: 'api' }];
    const services = [{ portName: 'api', clientAliases }];
    const serviceConnectConfiguration = { enabled: true, namespace: 'prod', services };
    const deployments = [{ ...deployment, serviceConnectConfiguration }];
    const name = 'only what is called has a Service Connect name';

    expect(problems({ deployments })[name]).toBe('api has no idle timeout');
    expect(
      problems({ deployments }, { ...declared, called: { api: { protocol: 'websocket' } } }),
    ).toEqual({});
  });

  it.each<[string, Partial<Service>]>([
    ['each service is active with its tasks running', { runningCount: 1 }],
    ['each service is active with its tasks running', { status: 'DRAINING' }],
    ['each service is active with its tasks running', { desiredCount: 3, runningCount: 3 }],
    [
      'each deployment came to its end',
      { deployments: [{ ...deployment, rolloutState: 'FAILED' }] },
    ],
    ['each deployment came to its end', { deployments: [{ ...deployment }, { ...deployment }] }],
    [
      'each bad deployment is rolled back',
      {
        deploymentConfiguration: {
          ...api.deploymentConfiguration,
          deploymentCircuitBreaker: { enable: true, rollback: false },
        },
      },
    ],
    [
      'only a single writer stops before its successor starts',
      { deploymentConfiguration: { ...api.deploymentConfiguration, minimumHealthyPercent: 50 } },
    ],
    [
      'only what is called has a Service Connect name',
      { deployments: [{ rolloutState: 'COMPLETED' }] },
    ],
    [
      'only what is called has a Service Connect name',
      {
        deployments: [
          { ...deployment, serviceConnectConfiguration: { enabled: true, namespace: 'prod' } },
        ],
      },
    ],
    [
      'each service stays in private subnets',
      {
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['a', 'b'], assignPublicIp: 'ENABLED' },
        },
      },
    ],
    [
      'each service is spread over two subnets or more',
      {
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['a'], assignPublicIp: 'DISABLED' },
        },
      },
    ],
  ])('fails when not: %s (%#)', (what, change) => {
    expect(Object.keys(problems(change))).toEqual([what]);
  });

  it('fails when a single writer may run twice', () => {
    const expected = { ...declared, singleWriters: ['api'] };
    const deploymentConfiguration = {
      ...api.deploymentConfiguration,
      minimumHealthyPercent: 0,
      maximumPercent: 100,
    };

    expect(problems({ deploymentConfiguration }, expected)).toEqual({});
    expect(Object.keys(problems({}, expected))).toEqual([
      'only a single writer stops before its successor starts',
    ]);
  });
});
