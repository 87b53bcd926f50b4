import { Token } from 'cdktf';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alerts } from '../core/alert';
import { Notify } from '../core/notify';
import type { Objective } from '../core/objective';
import { repositoryRoot } from '../core/repository-root';
import { Route } from '../core/route';
import { type Block, synth, SynthesizedStack } from '../core/synth';
import { Alarms, type AlarmsProps } from './alarms';
import { Cache } from './cache';
import { testCluster, workload } from './cluster.fixture';
import { Deployment } from './deployment';
import { Entrance } from './entrance';
import { FargateService } from './fargate-service';
import { LoadBalancer } from './load-balancer';
import { domain, networkIn } from './load-balancer.fixture';
import { Scaling } from './scaling';

const notify = [Notify.email('oncall@example.org')];
const metric = 'aws_cloudwatch_metric_alarm';

/** Web behind a balancer, api behind web; `late` makes the alarms before routes and connections. */
function system(props: Partial<AlarmsProps> = {}, late = false, deployment?: Deployment) {
  return synth((stack) => {
    const cluster = testCluster(stack, { network: networkIn(stack) });
    const web = new FargateService(stack, 'Web', { cluster, workload, deployment });
    const api = new FargateService(stack, 'Api', { cluster, workload });
    const entrance = Entrance.domain(domain);
    const { network } = cluster;
    const balancer = new LoadBalancer(stack, 'LoadBalancer', {
      ...{ network, environment: 'prod', entrance },
    });
    const watch = () =>
      new Alarms(stack, 'Alarms', { watch: [web, api, balancer], notify, ...props });
    if (late) watch();
    web.connectTo(api);
    balancer.addRoute(Route.path('/'), web);
    if (!late) watch();
  });
}

function one(props: Partial<AlarmsProps>, objective?: Objective, scaling?: Scaling) {
  return synth((stack) => {
    const api = new FargateService(stack, 'Api', {
      cluster: testCluster(stack),
      workload,
      scaling,
    });
    const objectives = objective ? { api: objective } : undefined;
    new Alarms(stack, 'Alarms', { watch: [api], notify, objectives, ...props });
  });
}

/** Two in one environment, with what the second one has besides. */
function both(props: Partial<AlarmsProps>): SynthesizedStack {
  return synth((stack) => {
    const cluster = testCluster(stack);
    const api = new FargateService(stack, 'Api', { cluster, workload });
    const job = new FargateService(stack, 'Job', { cluster, workload });
    new Alarms(stack, 'Alarms', { watch: [api], notify });
    new Alarms(stack, 'Jobs', { watch: [job], notify, ...props });
  });
}

const named = (stack: SynthesizedStack, name: string) => stack.where(metric, 'alarm_name', name);
const queries = (alarm: Block) => alarm.metric_query as Record<string, Block & string>[];
const formula = (alarm: Block) =>
  queries(alarm).flatMap(({ id, expression }) => (expression ? [`${id} = ${expression}`] : []));
const shown = (stack: SynthesizedStack) => JSON.stringify(stack.json);

describe('Alarms', () => {
  const stack = system();

  it('fires when both windows burn faster than the budget allows', () => {
    const long = named(stack, 'prod-api-availability-burn-14.4x-60m-long-part');
    const short = named(stack, 'prod-api-availability-burn-14.4x-60m-short-part');

    expect(long).toMatchObject({ threshold: 0.0144, evaluation_periods: 1, alarm_actions: [] });
    expect(formula(long)).toEqual([
      'total = SUM([r1])',
      'none = 0 * total',
      'bad = SUM([e1, none])',
      'share = IF(bad >= 5, bad / MAX([total, bad]), 0)',
    ]);
    expect(formula(short).at(-1)).toBe('share = IF(bad >= 1, bad / MAX([total, bad]), 0)');
    expect(queries(long)[0]!.metric).toMatchObject({ period: 3600, stat: 'Sum' });
    expect(queries(short)[0]!.metric).toMatchObject({ period: 300 });
    expect(
      stack.where('aws_cloudwatch_composite_alarm', 'alarm_name', 'prod-api-availability-burn-page')
        .alarm_rule,
    ).toBe(
      [
        '(ALARM("prod-api-availability-burn-14.4x-60m-long-part") AND ALARM("prod-api-availability-burn-14.4x-60m-short-part"))',
        '(ALARM("prod-api-availability-burn-6x-360m-long-part") AND ALARM("prod-api-availability-burn-6x-360m-short-part"))',
      ].join(' OR '),
    );
  });

  it('has eight rates in one composite alarm, also those that differ in the point alone', () => {
    const burnRates = [1.44, 14.4, 144, 2, 3, 4, 5, 6].map((factor) => ({
      ...{ factor, longMinutes: 1440, shortMinutes: 120, severity: 'page' as const },
    }));
    const stack = system({ objectives: { api: { burnRates, latency: false } } });
    const { alarm_rule: rule } = stack.where(
      'aws_cloudwatch_composite_alarm',
      'alarm_name',
      'prod-api-availability-burn-page',
    );
    const names = [...String(rule).matchAll(/"([^"]+)"/g)].map(([, part]) => part);
    const longest = String(rule).replaceAll(/"[^"]+"/g, `"${'a'.repeat(255)}"`);

    expect(new Set(names).size).toBe(16);
    expect(longest.length).toBeLessThan(10_240);
  });

  it('replaces an alarm whose rule names other parts, before it deletes a part', () => {
    const page = 'prod-api-availability-burn-page';
    const alarm = stack.where('aws_cloudwatch_composite_alarm', 'alarm_name', page);
    const { replace_triggered_by: triggers } = alarm.lifecycle as Record<string, string[]>;
    const { terraform_data: rules } = stack.json.resource!;

    expect(triggers).toHaveLength(1);
    expect(rules![triggers![0]!.replace('terraform_data.', '')]).toEqual({
      input: { rule: alarm.alarm_rule },
    });
    expect(Object.keys(rules!)).toHaveLength(stack.all('aws_cloudwatch_composite_alarm').length);
  });

  it('counts the requests of an internal service beside it, and its errors beside each caller', () => {
    const [requests, errors] = queries(named(stack, 'prod-api-server-errors'));

    expect(requests!.metric).toMatchObject({
      metric_name: 'RequestCount',
      dimensions: { ServiceName: 'prod-api', DiscoveryName: 'api' },
    });
    expect(errors!.metric).toMatchObject({
      metric_name: 'HTTPCode_Target_5XX_Count',
      dimensions: { ServiceName: 'prod-web', TargetDiscoveryName: 'api' },
    });
  });

  it('counts the requests of what a balancer leads to there, with the errors of the balancer itself', () => {
    const names = queries(named(stack, 'prod-web-server-errors')).map(
      ({ metric: of }) => (of as Block | undefined)?.metric_name,
    );

    expect(names.slice(0, 3)).toEqual([
      'RequestCount',
      'HTTPCode_Target_5XX_Count',
      'HTTPCode_ELB_5XX_Count',
    ]);
  });

  it('knows the share of slow answers, in the unit of whoever counts', () => {
    const stats = (name: string) =>
      queries(named(stack, name)).map(({ metric: of }) => (of as Block | undefined)?.stat);

    expect(stats('prod-api-slow-answers').slice(0, 2)).toEqual(['SampleCount', 'PR(:1000)']);
    expect(stats('prod-web-slow-answers').slice(0, 2)).toEqual(['SampleCount', 'PR(:1)']);
    expect(formula(named(stack, 'prod-api-slow-answers'))[0]).toBe('s1 = n1 * (100 - p1) / 100');
  });

  it('is the same whether routes and connections come before it or after', () => {
    expect(shown(system({}, true))).toBe(shown(stack));
  });

  it('reads back who tells somebody in the order of names, as a copy', () => {
    const names: string[] = [];
    synth((stack) => {
      const cluster = testCluster(stack);
      const web = new FargateService(stack, 'Web', { cluster, workload });
      const api = new FargateService(stack, 'Api', { cluster, workload });
      const alarms = new Alarms(stack, 'Alarms', { watch: [web, api], notify });
      const before = alarms.alarms;
      web.connectTo(api);

      expect(alarms.alarms.length).toBeGreaterThan(before.length);
      names.push(...alarms.alarms.map(({ name }) => name));
    });

    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['prod-api-server-errors', 'prod-web-absent']));
  });

  it('rolls a deployment back by name, and the service waits for its alarms', () => {
    const service = stack.where('aws_ecs_service', 'name', 'prod-web');

    expect(service.alarms).toEqual({
      alarm_names: [
        'prod-web-server-errors',
        'prod-web-slow-answers',
        'prod-web-unhealthy-targets',
      ],
      enable: true,
      rollback: true,
    });
    expect(String(service.depends_on)).toContain('Alarms_Watched_Web_Requests_ServerErrors');
    expect(named(stack, 'prod-web-absent').depends_on).toEqual([
      expect.stringMatching(/^aws_ecs_service\.Web/),
    ]);
  });

  it('keeps the alarms that a deployment names itself, and watches both groups of one that shifts', () => {
    const shifting = system({}, false, Deployment.blueGreen({ alarms: ['own'] }));
    const unhealthy = named(shifting, 'prod-web-unhealthy-targets');

    expect(shifting.where('aws_ecs_service', 'name', 'prod-web').alarms).toMatchObject({
      alarm_names: expect.arrayContaining(['own', 'prod-web-server-errors']) as string[],
    });
    expect(formula(unhealthy)).toEqual(['unhealthy = SUM([u1, u2])']);
  });

  it('lifts every floor by what fails by nature', () => {
    const stack = system({ objectives: { api: { naturalErrorPercent: 10 } } });

    expect(named(stack, 'prod-api-availability-burn-6x-360m-long-part').threshold).toBe(0.106);
    expect(named(stack, 'prod-api-server-errors').threshold).toBe(0.201);
  });

  it('has no alarm about requests that nobody counts, and none about copies of a single task', () => {
    const alone = synth((stack) => {
      const cluster = testCluster(stack);
      const api = new FargateService(stack, 'Api', {
        cluster,
        workload,
        scaling: Scaling.fixed(1),
      });
      new Alarms(stack, 'Alarms', { watch: [api], notify });
    });

    expect(alone.all(metric).map(({ alarm_name: name }) => name)).toEqual([
      'prod-api-absent',
      'prod-api-cpu-saturated',
      'prod-api-memory-saturated',
      'prod-api-task-churn',
    ]);
  });

  it('tells through encrypted topics that only this account and TLS reach', () => {
    const [policy] = stack.all('aws_sns_topic_policy');
    const statements = stack.policyStatements(policy!);

    expect(stack.all('aws_sns_topic').map(({ name }) => name)).toEqual([
      'prod-page',
      'prod-ticket',
    ]);
    for (const topic of stack.all('aws_sns_topic')) {
      expect(topic.kms_master_key_id).toMatch(/^\$\{aws_kms_key\./);
    }
    expect(statements[0]!.Condition).toMatchObject({
      StringEquals: { 'aws:SourceAccount': expect.stringContaining('account_id') as string },
    });
    expect(statements[2]).toMatchObject({ Sid: 'TlsOnly', Effect: 'Deny' });
  });

  it('uses topics that exist, and makes none for them', () => {
    const arn = 'arn:aws:sns:us-east-1:123456789012:oncall';
    const given = one({ notify: [Notify.topic(arn)] });

    expect(given.all('aws_sns_topic')).toEqual([]);
    expect(named(given, 'prod-api-absent').alarm_actions).toEqual([arn]);
  });

  it('misses tasks where only the deployment knows how many there must be', () => {
    const minTasks = Token.asNumber('${var.tasks}');
    const scaled = one({}, undefined, Scaling.cpu({ minTasks }));

    expect(named(scaled, 'prod-api-too-few-tasks').threshold).toBe('${var.tasks}');
  });

  it('stands beside another of its environment that has a name', () => {
    const two = both({ name: 'jobs' });

    expect(two.all('aws_sns_topic').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['prod-page', 'prod-jobs-page']),
    );
    expect(two.all('aws_cloudwatch_event_rule').map(({ name }) => name)).toEqual([
      'prod-deployment-failed',
      'prod-jobs-deployment-failed',
    ]);
  });

  it('watches every node of a cache', () => {
    const cached = synth((stack) => {
      const secrets = { arnOf: () => 'arn', entryOf: () => undefined } as never;
      const cluster = testCluster(stack, { secrets });
      new Alarms(stack, 'Alarms', { watch: [new Cache(stack, 'Cache', { cluster })], notify });
    });
    const alarm = named(cached, 'prod-cache-store-saturated-memory');

    expect(formula(alarm)).toEqual(['worst = MAX([m1, m2])']);
  });
});

describe('Alarms refuses', () => {
  it.each<[string, Partial<AlarmsProps>]>([
    [`'watch' must name what is watched, got []`, { watch: [] }],
    [`'notify' must name somebody, got []`, { notify: [] }],
    [`'runbooks' must be a folder or an address, got ''`, { runbooks: '' }],
    [
      `'objectives' names 'web', which is not watched; the services of 'watch' are 'api'`,
      { objectives: { web: {} } },
    ],
    [
      `'availabilityPercent' must be more than 0 and less than 100, got 100`,
      { objectives: { api: { availabilityPercent: 100 } } },
    ],
    [
      `must be an email or a topic on this platform`,
      { notify: [Notify.channel('projects/a/notificationChannels/1')] },
    ],
  ])('fails when %s', (message, props) => {
    expect(() => one(props)).toThrow(message);
  });

  it('fails when the address of the runbooks leaves no room in a description', () => {
    expect(() => one({ runbooks: 'https://'.padEnd(1000, 'a') })).toThrow(
      /'runbooks' makes a description of 1\d{3} characters, and CloudWatch takes 1024; use a short/,
    );
  });

  it('fails when it has the name of another of the environment', () => {
    expect(() => both({})).toThrow(
      `'name' must differ from that of 'test/Alarms', whose topics and rule begin with 'prod' too, got undefined; give`,
    );
  });

  it('fails when its name makes one that EventBridge does not take', () => {
    expect(() => one({ name: 'a'.repeat(42) })).toThrow(
      /the EventBridge rule name 'prod-a+-deployment-failed', which has 65 characters of at most 64/,
    );
  });

  it('fails when something is named twice', () => {
    expect(() =>
      synth((stack) => {
        const api = new FargateService(stack, 'Api', { cluster: testCluster(stack), workload });
        new Alarms(stack, 'Alarms', { watch: [api, api], notify });
      }),
    ).toThrow(`'watch' names 1 of its entries a second time`);
  });

  it('fails when more callers count than an alarm holds', () => {
    expect(() =>
      synth((stack) => {
        const cluster = testCluster(stack);
        const api = new FargateService(stack, 'Api', { cluster, workload });
        new Alarms(stack, 'Alarms', { watch: [api], notify });
        for (const id of ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']) {
          new FargateService(stack, id, { cluster, workload, name: id.toLowerCase() }).connectTo(
            api,
          );
        }
      }),
    ).toThrow('counted in 12 metrics, but an alarm holds at most 10');
  });
});

describe('every alarm of the stacks', () => {
  const documents = ['ecs-prod', 'ecs-sandbox', 'aws-foundation'].map((name) => {
    const path = join(repositoryRoot(), `stacks/__snapshots__/${name}.json`);
    return new SynthesizedStack(JSON.parse(readFileSync(path, 'utf8')) as never);
  });
  const all = documents.flatMap((document) => document.all(metric));
  const composites = documents.flatMap((document) =>
    document.all('aws_cloudwatch_composite_alarm'),
  );
  const folder = join(repositoryRoot(), 'docs/runbooks');

  it('tells somebody, or is part of one that does', () => {
    const rules = composites.map(({ alarm_rule: rule }) => String(rule)).join();

    expect(all.length).toBeGreaterThan(100);
    for (const { alarm_name: name, alarm_actions: actions, treat_missing_data: missing } of all) {
      const part = String(name).endsWith('-part');
      expect([name, part ? rules.includes(`ALARM("${String(name)}")`) : true]).toEqual([
        name,
        true,
      ]);
      expect([name, (actions as unknown[]).length > 0]).toEqual([name, !part]);
      expect(['breaching', 'notBreaching', 'ignore', 'missing']).toContain(missing);
    }
    for (const { alarm_actions: actions } of composites) expect(actions).toHaveLength(1);
  });

  it('says where it is written what to do', () => {
    for (const { alarm_description: text } of [...all, ...composites]) {
      const [, path = ''] = /What to do: (\S+)$/.exec(String(text)) ?? [];
      expect(existsSync(join(repositoryRoot(), path))).toBe(true);
      expect(String(text).length).toBeLessThanOrEqual(1024);
    }
  });

  it('has a runbook for each kind, and there is none besides', () => {
    const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, ''));

    expect(pages.filter((name) => name !== 'README').sort()).toEqual(Object.keys(alerts).sort());
  });
});
