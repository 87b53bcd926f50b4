import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { defaultRunbooks } from '../core/alert';
import { defaultCheckPath } from '../core/entrance-check';
import { cloudName } from '../core/naming';
import type { Notify } from '../core/notify';
import type { Objective } from '../core/objective';
import { throwProblems } from '../core/validation';
import { backingPolicies, burnPolicies, instancePolicies, subjectOf } from './alarm-conditions';
import { containerExits } from './alarm-queries';
import type { Subject } from './promql';
import { alarmsProblems, sameNameProblems } from './alarm-rules';
import { createPolicy, type PolicyContext, type PolicyProps } from './alert-policy';
import { failedDeployments, failedEnds } from './log-filters';
import { NotificationChannels } from './notification-channels';
import { certificateEnds, entranceDown } from './store-queries';
import { createUptimeCheck } from './uptime-check';
import { type PublicEntrance, type Watched, watchedParts } from './watched';

/** Props of Alarms. */
export interface AlarmsProps {
  /**
   * What is watched: services, reverse proxies, load balancers and caches, all of one region. A proxy brings its service,
   * its load balancer and the entrance from the internet along.
   */
  readonly watch: readonly Watched[];

  /** Who is told. Alerts of each severity must reach somebody. */
  readonly notify: readonly Notify[];

  /**
   * What its policies and its metric are called: `<environment>-<name>-absent`. Where one environment of a project has
   * several of them, for example one in each region, each needs a name of its own.
   *
   * @default - they are called after the environment: `<environment>-absent`
   */
  readonly name?: string;

  /**
   * What the services promise, by their discovery names.
   *
   * @default - every service has the default objective
   */
  readonly objectives?: Readonly<Record<string, Objective | undefined>>;

  /**
   * Folder or address of the runbooks: an alert names `<runbooks>/<alert>.md`. With `https://` it is a link.
   *
   * @default 'docs/runbooks'
   */
  readonly runbooks?: string;

  /**
   * Path that is asked for at each public entrance every minute; it must answer anybody with a status of 2xx.
   *
   * @default '/'
   */
  readonly checkPath?: string;
}

/**
 * Tells somebody when what is watched breaks its promise or is about to.
 *
 * Creates: one channel for each email address; one alert policy for each kind of alert and severity, whatever the number of
 * services; one metric made of the log; and for each public entrance an uptime check.
 *
 * Safe by default: nobody is told because of one error at night, every alert reaches somebody and says what to do, and what
 * cannot fire is refused. Every promise is watched through two windows at once, in queries that Prometheus itself can
 * run (ADR 0027). Google charges for each policy's condition.
 *
 * @example
 * new Alarms(this, 'Alarms', { watch: [proxy, api, cache], notify: [Notify.email('oncall@example.org')] });
 */
export class Alarms extends Construct {
  /** Start of the names of its policies and its metric. */
  public readonly cloudName: string;

  /** Names of the channels that alerts of each severity go to. */
  public readonly channels: PolicyContext['channels'];

  /** The raw policies, by the names of their construct ids, to override what the props do not offer. */
  public readonly policies: ReadonlyMap<string, MonitoringAlertPolicy>;

  private readonly context: PolicyContext;
  private readonly made = new Map<string, MonitoringAlertPolicy>();

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const {
      watch,
      notify,
      objectives = {},
      runbooks = defaultRunbooks,
      checkPath = defaultCheckPath,
    } = props;
    throwProblems(this, alarmsProblems(props));
    const parts = watchedParts(watch);
    const { services } = parts;
    const [{ region }] = services as [(typeof services)[number]];
    const { projectId, environment } = region;
    this.cloudName = props.name === undefined ? environment : cloudName(environment, props.name);
    throwProblems(this, sameNameProblems(this.cloudName, props.name, this.others(projectId)));

    const place = { projectId, environment };
    const channels = new NotificationChannels(this, 'Channels', { ...place, notify });
    this.context = { ...place, name: this.cloudName, runbooks, channels: channels.names };
    const subject = subjectOf(services);
    this.add(...burnPolicies(services, objectives));
    this.add(...instancePolicies(services), this.churn(subject), this.deployments(subject));
    this.add(...backingPolicies(parts), ...this.entrances(parts.entrances, checkPath));

    this.channels = channels.names;
    this.policies = this.made;
  }

  /** The others of the stack and the project. */
  private others(projectId: string): Alarms[] {
    const all = TerraformStack.of(this).node.findAll();
    return all
      .filter((one): one is Alarms => one instanceof Alarms && one !== this)
      .filter(({ context }) => context.projectId === projectId);
  }

  private add(...policies: readonly PolicyProps[]): void {
    for (const props of policies) {
      const policy = createPolicy(this, this.context, props);
      this.made.set(policy.node.id, policy);
    }
  }

  /** Cloud Run has no metric of containers that end, but its log says so. */
  private churn(subject: Subject): PolicyProps {
    const { projectId, environment } = this.context;
    const name = cloudName(this.cloudName, 'container-exits');
    const exits = new LoggingMetric(this, 'ContainerExits', {
      project: projectId,
      name,
      description: `Containers of ${environment} that ended with an error`,
      filter: failedEnds(subject),
      disabled: false,
      metricDescriptor: {
        displayName: `Failed containers of ${environment}`,
        metricKind: 'DELTA',
        valueType: 'INT64',
        unit: '1',
      },
    });
    const query = containerExits(subject, name);
    return {
      alert: 'task-churn',
      condition: { kind: 'query', query, seconds: 0, dependsOn: [exits] },
    };
  }

  private deployments(subject: Subject): PolicyProps {
    const labels = {
      service_name: 'EXTRACT(resource.labels.service_name)',
      revision_name: 'EXTRACT(resource.labels.revision_name)',
    };
    const filter = failedDeployments(subject);
    return { alert: 'deployment-failed', condition: { kind: 'log', filter, labels } };
  }

  private entrances(entrances: readonly PublicEntrance[], path: string): PolicyProps[] {
    if (entrances.length === 0) return [];
    const checks = entrances.map((entrance) =>
      createUptimeCheck(this, entrance, { ...this.context, path }),
    );
    const ids = checks.map(({ uptimeCheckId }) => uptimeCheckId);
    return [
      {
        alert: 'entrance-down',
        condition: { kind: 'query', query: entranceDown(ids), seconds: 60 },
      },
      {
        alert: 'certificate-expiry',
        condition: { kind: 'query', query: certificateEnds(ids), seconds: 600 },
      },
    ];
  }
}
