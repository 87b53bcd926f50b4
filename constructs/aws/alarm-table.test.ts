import { Notify } from '../core/notify';
import { Route } from '../core/route';
import { type Block, synth } from '../core/synth';
import { Alarms } from './alarms';
import { Cache } from './cache';
import { testCluster, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';
import { Files } from './files';
import { LoadBalancer } from './load-balancer';
import { networkIn, required } from './load-balancer.fixture';

/** One of everything that can be watched. */
const stack = synth((scope) => {
  const secrets = { arnOf: () => 'arn', entryOf: () => undefined } as never;
  const cluster = testCluster(scope, { network: networkIn(scope), secrets });
  const web = new FargateService(scope, 'Web', { cluster, workload });
  const { network } = cluster;
  const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
  balancer.addRoute(Route.path('/'), web);
  const cache = new Cache(scope, 'Cache', { cluster });
  const files = new Files(scope, 'Files', { cluster });
  const notify = [Notify.email('oncall@example.org')];
  new Alarms(scope, 'Alarms', { watch: [web, balancer, cache, files], notify });
});

const operators: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
};

interface Metric {
  readonly namespace: string;
  readonly metric_name: string;
  readonly stat: string;
  readonly period: number;
}

/** An alarm as Terraform reads it: of one metric, or of several. */
interface Alarm extends Block {
  readonly alarm_name: string;
  readonly comparison_operator: string;
  readonly threshold: number;
  readonly datapoints_to_alarm: number;
  readonly evaluation_periods: number;
  readonly treat_missing_data: string;
  readonly statistic: string;
  readonly metric_query?: readonly {
    readonly id: string;
    readonly metric?: Metric;
    readonly expression?: string;
  }[];
}

/** What is compared with what, how often it must hold, and what no value says. */
function lineOf(alarm: Alarm): string {
  const { threshold, treat_missing_data: missing } = alarm;
  const { datapoints_to_alarm: bad, evaluation_periods: of } = alarm;
  const { metric_query: queries = [{ id: '', metric: metricOf(alarm) }] } = alarm;
  const operator = operators[alarm.comparison_operator] ?? alarm.comparison_operator;
  const periods = new Set(queries.flatMap(({ metric }) => metric?.period ?? []));
  const value = queries.map(({ id, metric, expression = '' }) => {
    const what = metric
      ? `${metric.stat} of ${metric.namespace} ${metric.metric_name}`
      : expression;
    return id === '' ? what : `${id} = ${what}`;
  });
  return `${value.join('; ')} ${operator} ${threshold}, ${bad}/${of} x ${[...periods].join()} s, ${missing}`;
}

function metricOf(alarm: Alarm): Metric {
  return { ...(alarm as unknown as Metric), stat: alarm.statistic };
}

const counted = (minimum: number) =>
  [
    'r1 = Sum of AWS/ApplicationELB RequestCount',
    'e1 = Sum of AWS/ApplicationELB HTTPCode_Target_5XX_Count',
    'e2 = Sum of AWS/ApplicationELB HTTPCode_ELB_5XX_Count',
    'total = SUM([r1])',
    'none = 0 * total',
    'bad = SUM([e1, e2, none])',
    `share = IF(bad >= ${minimum}, bad / MAX([total, bad]), 0)`,
  ].join('; ');
const timed = (minimum: number) =>
  [
    'n1 = SampleCount of AWS/ApplicationELB TargetResponseTime',
    'p1 = PR(:1) of AWS/ApplicationELB TargetResponseTime',
    's1 = n1 * (100 - p1) / 100',
    'bad = SUM([s1])',
    'total = SUM([n1])',
    `share = IF(bad >= ${minimum}, bad / MAX([total, bad]), 0)`,
  ].join('; ');
const nodes = (stat: string, metric: string) =>
  `m1 = ${stat} of AWS/ElastiCache ${metric}; m2 = ${stat} of AWS/ElastiCache ${metric}`;

/** Every alarm of one of everything. A change here is a change of when somebody is woken: docs/constructs/alarms.md says why. */
const table: Readonly<Record<string, string>> = {
  'cache-store-failures': `${nodes('SampleCount', 'EngineCPUUtilization')}; worst = MIN([m1, m2]) < 1, 5/5 x 60 s, breaching`,
  'cache-store-saturated-cpu': `${nodes('Average', 'EngineCPUUtilization')}; worst = MAX([m1, m2]) > 90, 5/5 x 60 s, missing`,
  'cache-store-saturated-memory': `${nodes('Maximum', 'DatabaseMemoryUsagePercentage')}; worst = MAX([m1, m2]) > 80, 5/5 x 60 s, missing`,
  'files-store-saturated': 'Maximum of AWS/EFS PercentIOLimit > 95, 15/15 x 60 s, notBreaching',
  'public-certificate-expiry':
    'Minimum of AWS/CertificateManager DaysToExpiry < 21, 1/1 x 86400 s, ignore',
  'public-entrance-down': 'Minimum of AWS/Route53 HealthCheckStatus < 1, 3/3 x 60 s, breaching',
  'web-absent': 'SampleCount of AWS/ECS CPUUtilization < 1, 5/5 x 60 s, breaching',
  'web-at-capacity':
    'cpu = Average of AWS/ECS CPUUtilization; running = SampleCount of AWS/ECS CPUUtilization; stuck = IF(running >= 10 AND cpu > 75, 1, 0) > 0, 5/5 x 60 s, notBreaching',
  'web-availability-burn-14.4x-60m-long-part': `${counted(5)} > 0.0144, 1/1 x 3600 s, notBreaching`,
  'web-availability-burn-14.4x-60m-short-part': `${counted(1)} > 0.0144, 1/1 x 300 s, notBreaching`,
  'web-availability-burn-3x-1440m-long-part': `${counted(5)} > 0.003, 1/1 x 86400 s, notBreaching`,
  'web-availability-burn-3x-1440m-short-part': `${counted(1)} > 0.003, 1/1 x 7200 s, notBreaching`,
  'web-availability-burn-6x-360m-long-part': `${counted(5)} > 0.006, 1/1 x 21600 s, notBreaching`,
  'web-availability-burn-6x-360m-short-part': `${counted(1)} > 0.006, 1/1 x 1800 s, notBreaching`,
  'web-cpu-saturated': 'Average of AWS/ECS CPUUtilization > 90, 5/5 x 60 s, missing',
  'web-latency-burn-14.4x-60m-long-part': `${timed(5)} > 0.144, 1/1 x 3600 s, notBreaching`,
  'web-latency-burn-14.4x-60m-short-part': `${timed(1)} > 0.144, 1/1 x 300 s, notBreaching`,
  'web-latency-burn-3x-1440m-long-part': `${timed(5)} > 0.03, 1/1 x 86400 s, notBreaching`,
  'web-latency-burn-3x-1440m-short-part': `${timed(1)} > 0.03, 1/1 x 7200 s, notBreaching`,
  'web-latency-burn-6x-360m-long-part': `${timed(5)} > 0.06, 1/1 x 21600 s, notBreaching`,
  'web-latency-burn-6x-360m-short-part': `${timed(1)} > 0.06, 1/1 x 1800 s, notBreaching`,
  'web-memory-saturated': 'Average of AWS/ECS MemoryUtilization > 90, 5/5 x 60 s, missing',
  'web-server-errors': `${counted(5)} > 0.051, 2/3 x 60 s, notBreaching`,
  'web-slow-answers': `${timed(5)} > 0.11, 2/3 x 60 s, notBreaching`,
  'web-task-churn':
    'Maximum of ECS/ContainerInsights PendingTaskCount > 0, 10/15 x 60 s, notBreaching',
  'web-too-few-tasks': 'SampleCount of AWS/ECS CPUUtilization < 2, 10/10 x 60 s, notBreaching',
  'web-unhealthy-targets':
    'u1 = Maximum of AWS/ApplicationELB UnHealthyHostCount; unhealthy = SUM([u1]) > 0, 3/5 x 60 s, notBreaching',
};

describe('every alarm', () => {
  it('compares what the table says, as often, and knows what no value means', () => {
    const alarms = stack.all('aws_cloudwatch_metric_alarm') as Alarm[];
    const lines = alarms.map((alarm) => [alarm.alarm_name.replace(/^prod-/, ''), lineOf(alarm)]);

    expect(Object.fromEntries(lines)).toEqual(table);
  });

  it('is told of deployments that fail, by the event of one cluster', () => {
    const { event_pattern: pattern, state } = stack.one('aws_cloudwatch_event_rule');

    expect(state).toBe('ENABLED');
    expect(JSON.parse(String(pattern))).toEqual({
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change', 'ECS Service Action'],
      detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
      resources: [{ prefix: expect.stringMatching(/:service\/.*\/$/) as string }],
    });
  });

  it('asks the entrance by HTTPS for its start page, and takes three failures for one', () => {
    expect(stack.one('aws_route53_health_check')).toMatchObject({
      ...{ type: 'HTTPS', fqdn: 'app.example.org', port: 443, resource_path: '/' },
      ...{ enable_sni: true, request_interval: 30, failure_threshold: 3 },
      ...{ invert_healthcheck: false, disabled: false },
    });
  });
});

describe('every topic of alarms', () => {
  it('takes messages of alarms of this account and of events, by TLS alone', () => {
    for (const policy of stack.all('aws_sns_topic_policy')) {
      const { arn: Resource } = policy;
      const publish = { Effect: 'Allow', Action: ['sns:Publish'], Resource };

      expect(stack.policyStatements(policy)).toEqual([
        {
          ...{ Sid: 'Alarms', ...publish, Principal: { Service: 'cloudwatch.amazonaws.com' } },
          Condition: {
            ArnLike: {
              'aws:SourceArn': expect.stringMatching(/:cloudwatch:.*:alarm:\*$/) as string,
            },
            StringEquals: { 'aws:SourceAccount': expect.stringContaining('account_id') as string },
          },
        },
        { Sid: 'Events', ...publish, Principal: { Service: 'events.amazonaws.com' } },
        {
          ...{ Sid: 'TlsOnly', Effect: 'Deny', Principal: { AWS: '*' } },
          ...{ Action: 'sns:Publish', Resource },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]);
    }
    expect(stack.all('aws_sns_topic_policy')).toHaveLength(2);
  });
});
