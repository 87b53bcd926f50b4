import { resolveObjective } from '../core/objective';
import { subjectOf } from './alarm-conditions';
import { capacityShare } from './alarm-queries';
import type { Subject } from './promql';
import type { Objectives } from './alarm-conditions';
import type { CloudRunService } from './cloud-run-service';
import {
  billableTime,
  budgetLeft,
  errorShare,
  instancesByState,
  latencyQuantile,
  pendingNow,
  requestRate,
  utilization,
} from './dashboard-queries';
import { failedEnds, serviceLogs } from './log-filters';
import type { Widget } from './mosaic';
import { usedCacheMemory } from './store-queries';
import { nameInMemorystore, type WatchedParts } from './watched';

/** What the charts show. */
export interface Shown extends WatchedParts {
  /** Id of the project. */
  readonly projectId: string;

  /** What the services promise. */
  readonly objectives: Objectives;

  /** Where the runbooks are. */
  readonly runbooks: string;
}

/** Every chart, the most urgent first. */
export function dashboardWidgets(shown: Shown): Widget[] {
  const subject = subjectOf(shown.services);
  return [
    { width: 'half', content: { title: 'Firing now', incidentList: {} } },
    { width: 'half', content: { title: 'What to do', text: textOf(shown, subject) } },
    ...budgetWidgets(shown.services, shown.objectives),
    ...requestWidgets(shown.services, subject),
    ...instanceWidgets(subject),
    ...cacheWidgets(shown),
    logWidget('Errors of the services', shown.projectId, serviceLogs(subject, 'severity>=ERROR')),
    logWidget('Containers that ended', shown.projectId, failedEnds(subject)),
  ];
}

/** What is left of the budget of errors: all of it is 1, and below 0 the promise is broken. */
function budgetWidgets(services: readonly CloudRunService[], objectives: Objectives): Widget[] {
  const queries = services.map((service) => {
    const { availability } = resolveObjective(objectives[service.name]);
    return { name: service.name, query: budgetLeft(subjectOf([service]), availability) };
  });
  return [
    chart(
      'whole',
      'Budget of errors left, over 28 days',
      queries.map(({ name, query }) => ({ query, legend: name })),
      [{ label: 'spent', value: 0 }],
    ),
  ];
}

function requestWidgets(services: readonly CloudRunService[], subject: Subject): Widget[] {
  const answering = services.filter(({ protocol }) => protocol === 'http');
  const timed = answering.length > 0 ? subjectOf(answering) : undefined;
  return [
    chart('half', 'Requests per second', [{ query: requestRate(subject) }]),
    chart('half', 'Share of server errors', [{ query: errorShare(subject) }]),
    ...(timed
      ? [0.5, 0.95, 0.99].map((part) =>
          chart('third', `Time to answer in ms, quantile ${part}`, [
            { query: latencyQuantile(timed, part) },
          ]),
        )
      : []),
  ];
}

function instanceWidgets(subject: Subject): Widget[] {
  return [
    chart('third', 'Instances', [{ query: instancesByState(subject) }]),
    chart('third', 'Requests that wait for an instance', [{ query: pendingNow(subject) }]),
    chart('third', 'Seconds billed per second', [{ query: billableTime(subject) }]),
    chart('half', 'Processor of the busiest', [{ query: utilization(subject, 'cpu') }]),
    chart('half', 'Memory of the fullest', [{ query: utilization(subject, 'memory') }]),
  ];
}

function cacheWidgets({ caches }: Shown): Widget[] {
  const [first] = caches;
  if (!first) return [];
  const ids = caches.map(nameInMemorystore).sort();
  const query = usedCacheMemory(first.region.location, ids);
  return [chart('whole', 'Memory of the caches', [{ query }], [{ label: 'full', value: 1 }])];
}

/** A query with what each of its lines is called; otherwise they are called by their labels. */
interface Line {
  readonly query: string;
  readonly legend?: string;
}

function chart(
  width: Widget['width'],
  title: string,
  lines: readonly Line[],
  thresholds: readonly { readonly label: string; readonly value: number }[] = [],
): Widget {
  const dataSets = lines.map(({ query, legend }) => ({
    plotType: 'LINE',
    targetAxis: 'Y1',
    ...(legend === undefined ? {} : { legendTemplate: legend }),
    timeSeriesQuery: { prometheusQuery: query },
  }));
  return { width, content: { title, xyChart: { dataSets, thresholds } } };
}

function logWidget(title: string, projectId: string, filter: string): Widget {
  const logsPanel = { filter, resourceNames: [`projects/${projectId}`] };
  return { width: 'half', content: { title, logsPanel } };
}

/** This version of the provider keeps no saved queries: links to the log hold them. */
function textOf({ projectId, runbooks }: Shown, subject: Subject): unknown {
  const links = [
    ['Everything that the services wrote', serviceLogs(subject)],
    ['Slow requests', serviceLogs(subject, 'httpRequest.latency>="1s"')],
    ['Failed requests', serviceLogs(subject, 'httpRequest.status>=500')],
  ].map(
    ([label, query]) => `- [${label}](${logsAddress(projectId, subject.location, query ?? '')})`,
  );
  return {
    content: [
      `What to do about an alert: ${runbooks.replace(/\/+$/, '')}/<alert>.md`,
      `A service is near its bound from ${capacityShare * 100} % of its instances on.`,
      ...links,
    ].join('\n\n'),
    format: 'MARKDOWN',
  };
}

function logsAddress(projectId: string, location: string, query: string): string {
  // a region is the same when encoded, and one that only the deployment knows must stay as it is
  const encoded = query.split(location).map(encodeURIComponent).join(location);
  return `https://console.cloud.google.com/logs/query;query=${encoded}?project=${projectId}`;
}
