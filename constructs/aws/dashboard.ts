import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { shown, throwProblems } from '../core/validation';
import { Account } from './account';
import type { Alarms } from './alarms';
import { whenCounted } from './counted-requests';
import { cacheGraphs, filesGraphs, type Graph, serviceGraphs } from './dashboard-graphs';
import type { RequestMetrics } from './request-metrics';
import type { IWatchable, WatchedService } from './watched';
import { everythingOf } from './watched-things';

/** Props of Dashboard. */
export interface DashboardProps {
  /** What is shown: the same list as that of Alarms, all of one environment. */
  readonly watch: readonly IWatchable[];

  /**
   * Alarms that stand on top while they fire.
   *
   * @default - no alarms, only numbers
   */
  readonly alarms?: Alarms;

  /**
   * What the dashboard is called: `<environment>-<name>`.
   *
   * @default 'system'
   */
  readonly name?: string;
}

/** What CloudWatch takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const mostWidgets = 500;
const mostAlarms = 100;

/** Every widget is a cell of a grid of 24 columns. */
const cell = { width: 6, height: 6 };

type Watched = ReturnType<typeof everythingOf>;

/**
 * One page for a whole system: what fires, and for each service its requests, its share of errors, its processor and
 * memory, and how many tasks run; then its caches and files.
 *
 * Creates: a dashboard, made of the metrics that Alarms reads. 3.00 USD a month, where an account has three of at most 50
 * metrics already (vendor's page "Amazon CloudWatch pricing").
 *
 * @example
 * new Dashboard(this, 'Dashboard', { watch: [web, api, loadBalancer], alarms });
 */
export class Dashboard extends Construct {
  /** The raw dashboard, to override what the props do not offer. */
  public readonly resource: CloudwatchDashboard;

  private readonly requests = new Map<WatchedService, RequestMetrics>();

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { name = 'system' } = props;
    const watched = everythingOf(props.watch);
    const [environment = ''] = watched.environments;
    throwProblems(this, [
      ...nameProblems('name', name),
      ...lengthProblems([cloudName(environment, name)], { thing: 'dashboard', maxLength: 255 }),
      ...watchProblems(watched),
    ]);
    for (const service of watched.services) {
      whenCounted(service, watched.balancers, (found) => this.requests.set(service, found));
    }
    const { region } = Account.of(this);
    this.resource = new CloudwatchDashboard(this, 'Resource', {
      dashboardName: cloudName(environment, name),
      // read last: routes and connections may come later
      dashboardBody: Lazy.stringValue({
        produce: () => JSON.stringify({ widgets: this.widgets(watched, region, props.alarms) }),
      }),
    });
  }

  private widgets(watched: Watched, region: string, alarms?: Alarms): Widget[] {
    const top = alarmWidgets(alarms?.alarms ?? []);
    const rows = this.rows(watched).flatMap((graphs, row) =>
      graphs.map(({ title, metrics }, column): Widget => ({
        type: 'metric',
        x: column * cell.width,
        y: (top.length + row) * cell.height,
        ...cell,
        properties: { title, metrics, region, view: 'timeSeries', stacked: false, period: 60 },
      })),
    );
    return [...top, ...rows];
  }

  /** A row for each thing. */
  private rows({ services, caches, files }: Watched): Graph[][] {
    return [
      ...services.map((service) => serviceGraphs(service, this.requests.get(service))),
      ...caches.map(cacheGraphs),
      ...files.map(filesGraphs),
    ];
  }
}

/** One widget, in the words of CloudWatch. */
interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What fires, as wide as the page; as many widgets as it takes to hold every alarm. */
function alarmWidgets(alarms: Alarms['alarms']): Widget[] {
  const count = Math.ceil(alarms.length / mostAlarms);
  return Array.from({ length: count }, (_, at) => ({
    type: 'alarm',
    x: 0,
    y: at * cell.height,
    width: 24,
    height: cell.height,
    properties: {
      title: count === 1 ? 'Firing now' : `Firing now, ${at + 1} of ${count}`,
      alarms: alarms.slice(at * mostAlarms, (at + 1) * mostAlarms).map(({ arn }) => arn),
      states: ['ALARM'],
      sortBy: 'stateUpdatedTimestamp',
    },
  }));
}

function watchProblems({ services, caches, files, environments }: Watched): string[] {
  if (services.length === 0) return [`'watch' must name a service, got none; add what runs`];
  const different = [...new Set(environments)];
  const widgets = services.length * 4 + caches.length * 2 + files.length;
  return [
    ...(different.length > 1
      ? [
          `'watch' must be of one environment, got ${different.map(shown).join(' and ')}; make one Dashboard for each`,
        ]
      : []),
    ...(widgets > mostWidgets
      ? [
          `'watch' makes up to ${widgets} graphs, but a dashboard holds at most ${mostWidgets} widgets; make one for each part of the system`,
        ]
      : []),
  ];
}
