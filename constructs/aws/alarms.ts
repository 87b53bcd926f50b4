import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { defaultRunbooks } from '../core/alert';
import type { Severity } from '../core/burn-rate';
import { defaultCheckPath } from '../core/entrance-check';
import { cloudName, constructId } from '../core/naming';
import type { Notify } from '../core/notify';
import { type Objective, resolveObjective } from '../core/objective';
import { throwProblems } from '../core/validation';
import { Account } from './account';
import type { AlarmPlace, NotedAlarm } from './alarm';
import { toldIn } from './alarm-regions';
import { AlarmTopics } from './alarm-topics';
import {
  alarmsNameProblems,
  alarmsProblems,
  sharedProblems,
  type WatchedThings,
} from './alarms-rules';
import { whenCounted } from './counted-requests';
import { watchDeployments } from './deployment-events';
import { watchCertificate, watchEntrance } from './entrance-alarms';
import { RequestAlarms } from './request-alarms';
import { watchTasks } from './service-alarms';
import { watchCache, watchFiles } from './store-alarms';
import { TargetAlarm } from './target-alarm';
import { regionOfStack, usEast1 } from './us-east-1';
import { everythingOf } from './watched-things';
import type { IWatchable, WatchedLoadBalancer, WatchedService } from './watched';

/** Props of Alarms. */
export interface AlarmsProps {
  /** What is watched: services, the load balancer in front of them, caches and files; all of one environment. */
  readonly watch: readonly IWatchable[];

  /** Who is told. Every severity must be heard by somebody. */
  readonly notify: readonly Notify[];

  /**
   * What its topics and its rule are called: `<environment>-<name>-page`. Where one environment has several of them, for
   * example two stacks with one cluster, each needs a name of its own.
   *
   * @default - they are called after the environment: `<environment>-page`
   */
  readonly name?: string;

  /**
   * What each service promises, by its name. A service that is not named has the defaults.
   *
   * @default - 99.9 % of the requests without a server error, 99 % within a second
   */
  readonly objectives?: Readonly<Record<string, Objective | undefined>>;

  /**
   * Where the pages are that say what to do: a folder or an URL.
   *
   * @default 'docs/runbooks'
   */
  readonly runbooks?: string;

  /**
   * Path that is asked for at each public entrance every 30 seconds; it must answer anybody with a status below 400.
   *
   * @default '/'
   */
  readonly checkPath?: string;

  /**
   * Provider of us-east-1, where Route 53 keeps the numbers of the check of the entrance.
   *
   * @default - the stack's own, which must be one of us-east-1 where a load balancer is watched
   */
  readonly entranceProvider?: AwsProvider;
}

/**
 * Tells somebody when a system breaks its promises, and rolls back the deployment that breaks them.
 *
 * Creates: metric and composite alarms, topics with their key, policies and subscriptions, a rule for failed deployments;
 * with a load balancer a health check of its public address. About 0.10 USD a month per metric of an alarm, and 0.50 per
 * composite alarm (vendor's page "Amazon CloudWatch pricing", us-east-1).
 *
 * Safe by default: two windows of every burn rate, so that no short peak and no old one wakes somebody; encrypted topics,
 * TLS only; of alarms only those of this account publish, EventBridge without a condition (ADR 0026); every alarm says where
 * it is written what to do.
 *
 * @example
 * new Alarms(this, 'Alarms', {
 *   watch: [web, api, loadBalancer],
 *   notify: [Notify.email('oncall@example.org')],
 *   objectives: { api: { availabilityPercent: 99.5 } },
 * });
 */
export class Alarms extends Construct {
  /** Start of the names of its topics and its rule. */
  public readonly cloudName: string;

  /** What it watches. */
  public readonly watch: readonly IWatchable[];

  private readonly noted: NotedAlarm[] = [];
  private readonly things: Construct;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const watched = everythingOf(props.watch);
    const [environment = ''] = watched.environments;
    this.cloudName = props.name === undefined ? environment : cloudName(environment, props.name);
    this.watch = props.watch;
    const others = this.others();
    throwProblems(this, [
      ...alarmsProblems(this, props, watched),
      ...alarmsNameProblems(this.cloudName, props.name, others),
      ...sharedProblems(this.watch, others),
    ]);

    this.things = new Construct(this, 'Watched');
    const topics = this.createTopics('Topics', props, ['page', 'ticket']);
    const place = this.placeOf(topics, props);
    for (const service of watched.services) this.watchService(service, place, watched, props);
    for (const cache of watched.caches) watchCache(this.placeFor(cache.name), place, cache);
    for (const files of watched.files) watchFiles(this.placeFor(files.name), place, files);
    this.watchBalancers(watched.balancers, place, props);
    this.watchDeployments(watched.services, topics, place, environment);
  }

  /** Every alarm that tells somebody, ordered by name; it grows with routes and connections. */
  public get alarms(): readonly NotedAlarm[] {
    return [...this.noted];
  }

  private placeFor(name: string): Construct {
    return new Construct(this.things, constructId(name));
  }

  private placeOf({ actions }: AlarmTopics, { runbooks = defaultRunbooks }: AlarmsProps) {
    const note: AlarmPlace['note'] = (alarm) => {
      const next = this.noted.findIndex(({ name }) => name > alarm.name);
      this.noted.splice(next < 0 ? this.noted.length : next, 0, alarm);
    };
    return { actions, runbooks, note };
  }

  /** The others of the stack. */
  private others(): Alarms[] {
    const all = TerraformStack.of(this).node.findAll();
    return all.filter((one): one is Alarms => one instanceof Alarms && one !== this);
  }

  private createTopics(
    id: string,
    { notify }: AlarmsProps,
    severities: readonly Severity[],
    provider?: AwsProvider,
  ): AlarmTopics {
    const region = provider ? usEast1 : Account.of(this).region;
    const told = toldIn(provider ? usEast1 : regionOfStack(this), notify);
    const name = this.cloudName;
    return new AlarmTopics(this, id, { name, region, notify: told, severities, provider });
  }

  private watchService(
    service: WatchedService,
    place: AlarmPlace,
    { balancers }: WatchedThings,
    { objectives = {} }: AlarmsProps,
  ): void {
    const { name, cluster, workload, guardWith } = service;
    const subject = cloudName(cluster.environment, name);
    const scope = this.placeFor(name);
    watchTasks(scope, place, service);
    const sockets = workload.protocol === 'websocket';
    const objective = resolveObjective(objectives[name], { sockets });
    const props = { subject, objective, place, guardWith };
    let alarms: RequestAlarms | undefined;
    whenCounted(service, balancers, (metrics) => {
      if (alarms) alarms.update(metrics);
      else alarms = new RequestAlarms(scope, 'Requests', props, metrics);
    });
    const targets = new TargetAlarm(scope, 'Targets', { subject, place, guardWith });
    for (const { routes, arnSuffix: balancer } of balancers) {
      routes.forEach(({ target, groups }) => {
        if (target === service.target) targets.add(groups, balancer);
      });
    }
  }

  private watchDeployments(
    services: readonly WatchedService[],
    { actions, ready }: AlarmTopics,
    { runbooks }: AlarmPlace,
    environment: string,
  ): void {
    if (services.length === 0) return;
    const clusters = new Map(services.map(({ cluster }) => [cluster.clusterArn, cluster]));
    const clusterNames = [...clusters.values()].map(({ clusterName }) => clusterName);
    const what = { environment, name: this.cloudName, clusterNames };
    watchDeployments(this, { ...what, actions: actions.page, ready, runbooks });
  }

  private watchBalancers(
    balancers: readonly WatchedLoadBalancer[],
    place: AlarmPlace,
    props: AlarmsProps,
  ): void {
    if (balancers.length === 0) return;
    const { entranceProvider: provider, checkPath: path = defaultCheckPath } = props;
    // one for all of them: topics have no name of a balancer
    const { actions } = provider
      ? this.createTopics('EntranceTopics', props, ['page'], provider)
      : place;
    for (const balancer of balancers) {
      const { cloudName: subject, certificateArn } = balancer;
      const scope = this.placeFor(subject);
      if (certificateArn !== undefined) watchCertificate(scope, place, subject, certificateArn);
      watchEntrance(scope, { ...place, actions, provider, path }, balancer);
    }
  }
}
