import { Construct } from 'constructs';
import { Notify } from '../core/notify';
import { Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import { Alarms } from './alarms';
import { Cache } from './cache';
import { testCluster, workload } from './cluster.fixture';
import { Dashboard, type DashboardProps } from './dashboard';
import { Entrance } from './entrance';
import { FargateService } from './fargate-service';
import { LoadBalancer } from './load-balancer';
import { domain, networkIn } from './load-balancer.fixture';
import { SecretStore } from './secret-store';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

/** Web behind a balancer, api behind web, and a cache; `late` makes the dashboard before routes and connections. */
function system(late = false): SynthesizedStack {
  return synth((stack) => {
    const secrets = new SecretStore(stack, 'Secrets', { prefix: 'prod' });
    const cluster = testCluster(stack, { network: networkIn(stack), secrets });
    const web = new FargateService(stack, 'Web', { cluster, workload });
    const api = new FargateService(stack, 'Api', { cluster, workload });
    const alone = new FargateService(stack, 'Alone', { cluster, workload });
    const cache = new Cache(stack, 'Cache', { cluster });
    const { network } = cluster;
    const entrance = Entrance.domain(domain);
    const place = { network, environment: 'prod', entrance };
    const balancer = new LoadBalancer(stack, 'LoadBalancer', place);
    const watch = [web, api, alone, balancer, cache];
    const notify = [Notify.email('oncall@example.org')];
    const alarms = new Alarms(stack, 'Alarms', { watch, notify });
    const show = () => new Dashboard(stack, 'Dashboard', { watch, alarms });
    if (late) show();
    web.connectTo(api);
    balancer.addRoute(Route.path('/'), web);
    if (!late) show();
  });
}

function small(props: Partial<DashboardProps> = {}): SynthesizedStack {
  return synth((stack) => {
    const api = new FargateService(stack, 'Api', { cluster: testCluster(stack), workload });
    new Dashboard(stack, 'Dashboard', { watch: [api], ...props });
  });
}

function widgetsOf(stack: SynthesizedStack): readonly Widget[] {
  const json = stack.one('aws_cloudwatch_dashboard').dashboard_body as string;
  return (JSON.parse(json) as { widgets: Widget[] }).widgets;
}

const titlesOf = (widgets: readonly Widget[]) => widgets.map(({ properties }) => properties.title);

function linesOf(widgets: readonly Widget[], title: string): readonly (readonly unknown[])[] {
  return widgets.find(({ properties }) => properties.title === title)!.properties.metrics!;
}

describe('Dashboard', () => {
  const stack = system();
  const widgets = widgetsOf(stack);

  it('is one page with what fires first', () => {
    expect(stack.one('aws_cloudwatch_dashboard').dashboard_name).toBe('prod-system');
    expect(titlesOf(widgets)).toEqual([
      'Firing now',
      'web: requests in a minute',
      'web: share of server errors',
      'web: processor and memory, in percent',
      'web: tasks',
      'api: requests in a minute',
      'api: share of server errors',
      'api: processor and memory, in percent',
      'api: tasks',
      'alone: processor and memory, in percent',
      'alone: tasks',
      'cache: memory in percent',
      'cache: processor of the engine, in percent',
    ]);
  });

  it('names every alarm that tells somebody', () => {
    const told = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'].flatMap((kind) =>
      Object.entries(stack.json.resource![kind]!)
        .filter(([, alarm]) => (alarm.alarm_actions as string[]).length > 0)
        .map(([id]) => `\${${kind}.${id}.arn}`),
    );

    expect([...widgets[0]!.properties.alarms!].sort()).toEqual(told.sort());
  });

  it('lays no widget over another, and none beyond the edge', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, index) =>
        [x + (index % width), y + Math.floor(index / width)].join(),
      ),
    );

    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('counts requests and errors where the alarms count them', () => {
    expect(linesOf(widgets, 'api: share of server errors')).toEqual([
      expect.arrayContaining(['AWS/ECS', 'RequestCount', 'DiscoveryName', 'api']),
      expect.arrayContaining(['AWS/ECS', 'HTTPCode_Target_5XX_Count', 'ServiceName', 'prod-web']),
      [expect.objectContaining({ id: 'total', expression: 'SUM([r1])', visible: false })],
      [expect.objectContaining({ id: 'none', visible: false })],
      [expect.objectContaining({ id: 'bad', expression: 'SUM([e1, none])', visible: false })],
      [expect.objectContaining({ id: 'share', visible: true })],
    ]);
    expect(linesOf(widgets, 'web: requests in a minute')[0]).toEqual(
      expect.arrayContaining(['AWS/ApplicationELB', 'RequestCount']),
    );
  });

  it('is the same when routes and connections come later', () => {
    expect(widgetsOf(system(true))).toEqual(widgets);
  });

  it('has only numbers without alarms, and a name of its own', () => {
    const one = small({ name: 'backend' });

    expect(one.one('aws_cloudwatch_dashboard').dashboard_name).toBe('prod-backend');
    expect(titlesOf(widgetsOf(one))).toEqual([
      'api: processor and memory, in percent',
      'api: tasks',
    ]);
    expect(widgetsOf(one)[0]!.y).toBe(0);
  });

  it('fails when there is nothing to show, with a name that is none, at once', () => {
    const build = () => small({ watch: [], name: 'No name' });

    expect(build).toThrow(/'watch' must name a service, got none; add what runs/);
    expect(build).toThrow(/'name'/);
  });

  it('fails when what it shows is of two environments', () => {
    expect(() =>
      synth((stack) => {
        const network = networkIn(stack);
        const watch = ['prod', 'test'].map((environment) => {
          const scope = new Construct(stack, environment);
          const cluster = testCluster(scope, { network, environment });
          return new FargateService(scope, 'Api', { cluster, workload });
        });
        new Dashboard(stack, 'Dashboard', { watch });
      }),
    ).toThrow(
      "'watch' must be of one environment, got 'prod' and 'test'; make one Dashboard for each",
    );
  });
});
