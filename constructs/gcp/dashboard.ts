import { MonitoringDashboard } from '@cdktf/provider-google/lib/monitoring-dashboard';
import { Construct } from 'constructs';
import { defaultRunbooks, runbooksProblems } from '../core/alert';
import type { Objective } from '../core/objective';
import { throwProblems } from '../core/validation';
import { objectivesProblems } from './alarm-rules';
import { dashboardWidgets } from './dashboard-widgets';
import { mosaic, mostWidgets } from './mosaic';
import { type Watched, watchedParts, watchProblems } from './watched';

/** Props of Dashboard. */
export interface DashboardProps {
  /** What is shown: the same list as that of Alarms. */
  readonly watch: readonly Watched[];

  /**
   * What the services promise, by their discovery names: it says what is left of each budget.
   *
   * @default - every service has the default objective
   */
  readonly objectives?: Readonly<Record<string, Objective | undefined>>;

  /**
   * Folder or address of the runbooks, which the dashboard names.
   *
   * @default 'docs/runbooks'
   */
  readonly runbooks?: string;
}

/**
 * One page for a whole system: what is firing, what is left of each budget, requests, errors and times, instances and what
 * they use, caches, and the newest errors of the log.
 *
 * Creates: one dashboard. Google charges nothing for it.
 *
 * @example
 * new Dashboard(this, 'Dashboard', { watch: [proxy, api, cache] });
 */
export class Dashboard extends Construct {
  /** The raw dashboard, to override what the props do not offer. */
  public readonly resource: MonitoringDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { watch, objectives = {}, runbooks = defaultRunbooks } = props;
    throwProblems(this, [
      ...watchProblems(watch),
      ...objectivesProblems(watch, objectives),
      ...runbooksProblems(runbooks),
    ]);
    const parts = watchedParts(watch);
    const [{ region }] = parts.services as [(typeof parts.services)[number]];
    const { projectId, environment } = region;
    const widgets = dashboardWidgets({ ...parts, projectId, objectives, runbooks });
    throwProblems(this, countProblems(widgets.length));

    this.resource = new MonitoringDashboard(this, 'Resource', {
      project: projectId,
      dashboardJson: JSON.stringify({ displayName: environment, mosaicLayout: mosaic(widgets) }),
    });
  }
}

function countProblems(count: number): string[] {
  if (count <= mostWidgets) return [];
  return [
    `'watch' makes ${count} charts, and a dashboard of Google holds ${mostWidgets}; make two with a part each`,
  ];
}
