import type { Construct } from 'constructs';
import { known } from '../core/known';
import { cloudName } from '../core/naming';
import { type AlarmPlace, type AlarmSpec, createAlarm } from './alarm';
import type { Metric } from './metric';
import { leastTasks } from './scaling';
import type { WatchedService } from './watched';

/** What an alarm about a service says, without what they all have. */
type ServiceAlarm = Omit<AlarmSpec, 'subject' | 'period'>;

/** Share of the processor above which a service that cannot grow any further is short of it, in percent. */
const shortOfProcessor = 75;

/** Watches whether a service runs, in how many copies, and what it has left. */
export function watchTasks(scope: Construct, place: AlarmPlace, service: WatchedService): void {
  const subject = cloudName(service.cluster.environment, service.name);
  const alarms = { ...saturationAlarms(service, subject), ...countAlarms(service, subject) };
  for (const [id, alarm] of Object.entries(alarms)) {
    createAlarm(scope, id, place, { ...alarm, subject, period: 60 });
  }
}

function utilization(
  { cluster }: WatchedService,
  ServiceName: string,
  metricName: 'CPUUtilization' | 'MemoryUtilization',
  stat: 'Average' | 'SampleCount' = 'Average',
): Metric {
  const dimensions = { ClusterName: cluster.clusterName, ServiceName };
  return { namespace: 'AWS/ECS', metricName, dimensions, stat };
}

function saturationAlarms(service: WatchedService, subject: string): Record<string, ServiceAlarm> {
  const { maxTasks, targetPercent } = service.scaling;
  const high = { fires: 'above', periods: [5, 5], missing: 'missing' } as const;
  const cpu = utilization(service, subject, 'CPUUtilization');
  const limits = {
    CpuSaturated: {
      ...high,
      kind: 'cpu-saturated',
      detail: 'its processor is used to more than 90 % for five minutes',
      value: cpu,
      threshold: 90,
    },
    MemorySaturated: {
      ...high,
      kind: 'memory-saturated',
      detail: 'its memory is used to more than 90 % for five minutes',
      value: utilization(service, subject, 'MemoryUtilization'),
      threshold: 90,
    },
  } as const;
  // a fixed number of tasks never grows: that its processor is used up says all
  if (targetPercent === undefined) return limits;
  const running = utilization(service, subject, 'CPUUtilization', 'SampleCount');
  return {
    ...limits,
    AtCapacity: {
      kind: 'at-capacity',
      detail: `all ${maxTasks} tasks run and use more than ${shortOfProcessor} % of their processor for five minutes`,
      value: {
        metrics: { cpu, running },
        steps: { stuck: `IF(running >= ${maxTasks} AND cpu > ${shortOfProcessor}, 1, 0)` },
      },
      ...{ fires: 'above', threshold: 0, periods: [5, 5], missing: 'notBreaching' },
    },
  };
}

/**
 * How many tasks run is the number of samples of their processor in a minute: a metric that costs nothing and needs no
 * Container Insights.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html
 */
function countAlarms(service: WatchedService, subject: string): Record<string, ServiceAlarm> {
  const { cluster, scaling, resource } = service;
  const running = utilization(service, subject, 'CPUUtilization', 'SampleCount');
  const least = leastTasks(scaling);
  const counts: Record<string, ServiceAlarm> = {
    Absent: {
      kind: 'absent',
      detail: 'no task runs for five minutes',
      value: running,
      ...{ fires: 'below', threshold: 1, periods: [5, 5] },
      // a service without a task measures nothing
      missing: 'breaching',
      // before there is a service, nothing is missing
      after: [resource],
    },
    TaskChurn: {
      kind: 'task-churn',
      detail: 'tasks wait to start in ten of fifteen minutes',
      value: {
        namespace: 'ECS/ContainerInsights',
        metricName: 'PendingTaskCount',
        dimensions: { ClusterName: cluster.clusterName, ServiceName: subject },
        stat: 'Maximum',
      },
      ...{ fires: 'above', threshold: 0, periods: [10, 15], missing: 'notBreaching' },
    },
  };
  // where only the deployment knows that it is 1, the alarm never fires
  if (!known(least) || least > 1) {
    counts.TooFewTasks = {
      kind: 'too-few-tasks',
      detail: `fewer than ${least} tasks run for ten minutes`,
      value: running,
      // no task at all is told by an alarm of its own
      ...{ fires: 'below', threshold: least, periods: [10, 10], missing: 'notBreaching' },
      after: [resource],
    };
  }
  return counts;
}
