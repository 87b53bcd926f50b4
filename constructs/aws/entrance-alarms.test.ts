import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Fn } from 'cdktf';
import { Notify } from '../core/notify';
import { synth } from '../core/synth';
import { Alarms } from './alarms';
import { testCluster, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';
import { LoadBalancer } from './load-balancer';
import { networkIn, required } from './load-balancer.fixture';

const notify = [Notify.email('oncall@example.org')];

/** Two balancers of one environment, their start pages or another path asked for, in a stack of one region and with the provider of another. */
function twoBalancers(
  home: string,
  other?: string,
  told: readonly Notify[] = notify,
  checkPath?: string,
) {
  return synth((stack) => {
    new AwsProvider(stack, 'Aws', { region: home });
    const entranceProvider =
      other === undefined
        ? undefined
        : new AwsProvider(stack, 'Other', { alias: 'other', region: other });
    const network = networkIn(stack);
    const watch = ['public', 'partners'].map(
      (name) => new LoadBalancer(stack, `LoadBalancer-${name}`, { network, ...required, name }),
    );
    new Alarms(stack, 'Alarms', { watch, notify: told, entranceProvider, checkPath });
  });
}

const topic = (region: string) => `arn:aws:sns:${region}:123456789012:oncall`;
const paged = (arn: string) => Notify.topic(arn, { severities: ['page'] });
const ofOther = ({ provider }: { readonly provider?: unknown }) => provider === 'aws.other';

describe('the entrances', () => {
  it('share one topic in us-east-1, whatever number of balancers there is', () => {
    const stack = twoBalancers('eu-west-1', 'us-east-1');
    const topics = stack.all('aws_sns_topic');
    const alarms = stack.all('aws_cloudwatch_metric_alarm').filter(ofOther);

    expect(topics.filter(ofOther).map(({ name }) => name)).toEqual(['prod-page']);
    expect(topics.filter((topic) => !ofOther(topic)).map(({ name }) => name)).toEqual([
      'prod-page',
      'prod-ticket',
    ]);
    expect(stack.all('aws_route53_health_check').filter(ofOther)).toHaveLength(2);
    expect(alarms.map(({ alarm_name: name }) => name)).toEqual([
      'prod-partners-entrance-down',
      'prod-public-entrance-down',
    ]);
    for (const { alarm_actions: actions } of alarms) {
      expect(actions).toEqual([
        expect.stringMatching(/^\$\{aws_sns_topic\.Alarms_EntranceTopics_PageTopic_\w+\.arn\}$/),
      ]);
    }
  });

  it('tell through the topics of the stack where that is in us-east-1', () => {
    expect(
      twoBalancers('us-east-1')
        .all('aws_sns_topic')
        .map(({ name }) => name),
    ).toEqual(['prod-page', 'prod-ticket']);
  });

  it('ask for the start page, or for a page that everybody may see', () => {
    const asked = (stack: ReturnType<typeof twoBalancers>) =>
      stack.all('aws_route53_health_check').map(({ resource_path: path }) => path);
    const text = (stack: ReturnType<typeof twoBalancers>) =>
      stack.where('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-public-entrance-down')
        .alarm_description;
    const [usual, other] = [
      twoBalancers('us-east-1'),
      twoBalancers('us-east-1', undefined, notify, '/status'),
    ];

    expect([asked(usual), asked(other)]).toEqual([
      ['/', '/'],
      ['/status', '/status'],
    ]);
    expect(text(usual)).toContain('places that ask for the start page get no answer below 400');
    expect(text(other)).toContain('places that ask for /status get no answer below 400');
    expect(() => twoBalancers('us-east-1', undefined, notify, 'status')).toThrow(
      `'checkPath' must start with '/' and have no blanks, got 'status'; use '/'`,
    );
  });

  it('fail when their checks would be looked for in another region', () => {
    expect(() => twoBalancers('eu-west-1')).toThrow(
      /'entranceProvider' is not set and the stack is in 'eu-west-1', but Route 53 keeps what/,
    );
    expect(() => twoBalancers('us-east-1', 'eu-west-1')).toThrow(
      /'entranceProvider' must be a provider of us-east-1, where Route 53 keeps .* got one of 'eu-west-1'/,
    );
  });

  it('tell only topics of their own region, wherever the rest of the alarms is', () => {
    const [home, other] = [topic('eu-west-1'), topic('us-east-1')];
    const stack = twoBalancers('eu-west-1', 'us-east-1', [Notify.topic(home), paged(other)]);
    const actionsOf = (some: (alarm: { readonly provider?: unknown }) => boolean) =>
      new Set(
        stack
          .all('aws_cloudwatch_metric_alarm')
          .filter(some)
          .map(({ alarm_actions: actions }) => String(actions)),
      );

    expect(actionsOf(ofOther)).toEqual(new Set([other]));
    expect(actionsOf((alarm) => !ofOther(alarm))).toEqual(new Set([home]));
    expect(stack.all('aws_sns_topic')).toEqual([]);
  });

  it.each<[string, string, string, Notify[]]>([
    [
      `must name an email or a topic of us-east-1 for severity 'page', since alarms there tell`,
      'eu-west-1',
      'us-east-1',
      [Notify.topic(topic('eu-west-1'))],
    ],
    [
      `must name an email or a topic of eu-west-1 for severity 'ticket', since alarms there tell`,
      'eu-west-1',
      'us-east-1',
      [paged(topic('eu-west-1')), Notify.topic(topic('us-east-1'))],
    ],
    [
      `'notify[1]' must be a topic that some alarm tells, got '${topic('eu-west-3')}' for 'page', 'ticket', while alarms are in eu-west-1 ('page', 'ticket') and us-east-1 ('page')`,
      'eu-west-1',
      'us-east-1',
      [...notify, Notify.topic(topic('eu-west-3'))],
    ],
    [
      `'notify[1]' must be a topic that some alarm tells, got '${topic('us-east-1')}' for 'ticket'`,
      'eu-west-1',
      'us-east-1',
      [...notify, Notify.topic(topic('us-east-1'), { severities: ['ticket'] })],
    ],
  ])('fail when a topic is in a region without such alarms: %s', (message, home, other, told) => {
    expect(() => twoBalancers(home, other, told)).toThrow(message);
  });
});

describe('alarms without an entrance', () => {
  const alone = (told: readonly Notify[], region?: string) =>
    synth((stack) => {
      new AwsProvider(stack, 'Aws', { region });
      const api = new FargateService(stack, 'Api', { cluster: testCluster(stack), workload });
      new Alarms(stack, 'Alarms', { watch: [api], notify: told });
    });
  const elsewhere = [Notify.topic(topic('us-east-1'))];

  it('fail when every topic is in another region', () => {
    expect(() => alone(elsewhere, 'eu-west-1')).toThrow(
      /must name an email or a topic of eu-west-1 for severity 'page'.*\n.*severity 'ticket'/,
    );
  });

  it('judge no region that only the deployment knows, of the stack or of a topic', () => {
    const absent = (stack: ReturnType<typeof alone>) =>
      stack.where('aws_cloudwatch_metric_alarm', 'alarm_name', 'prod-api-absent').alarm_actions;

    expect(absent(alone(elsewhere, Fn.lower('EU-WEST-1')))).toEqual([topic('us-east-1')]);
    expect(absent(alone(elsewhere))).toEqual([topic('us-east-1')]);
    expect(absent(alone([Notify.topic(Fn.lower('arn'))], 'eu-west-1'))).toEqual([
      '${lower("arn")}',
    ]);
  });

  it('fail when a severity has more topics than an alarm has actions, all emails as one', () => {
    const topics = (count: number) =>
      Array.from({ length: count }, (_, at) => Notify.topic(`${topic('eu-west-1')}-${at}`));
    const emails = [...notify, Notify.email('team@example.org')];

    expect(
      alone([...emails, ...topics(4)], 'eu-west-1').all('aws_cloudwatch_event_target'),
    ).toHaveLength(5);
    expect(() => alone([...emails, ...topics(5)], 'eu-west-1')).toThrow(
      /may name 5 topics of one region for one severity, got 6 for 'page', where all emails count/,
    );
    expect(() => alone(topics(6))).toThrow(/got 6 for 'page'/);
  });
});
