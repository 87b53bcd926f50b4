import type { Severity } from '../core/burn-rate';
import type { Objective, ResolvedObjective } from '../core/objective';
import { resolveObjective } from '../core/objective';
import type { AlertName } from '../core/alert';
import type { PolicyProps } from './alert-policy';
import {
  availabilityBurn,
  latencyBurn,
  nearlyAllInstances,
  noInstance,
  pendingRequests,
  usedCpu,
  usedMemory,
} from './alarm-queries';
import type { CloudRunService } from './cloud-run-service';
import { anyOf, type Subject } from './promql';
import { balancerErrors, cacheMemory, cacheRejections } from './store-queries';
import { nameInCloudRun, nameInMemorystore, type WatchedParts } from './watched';

/** What each service promises, by its discovery name. */
export type Objectives = Readonly<Record<string, Objective | undefined>>;

const severities: readonly Severity[] = ['page', 'ticket'];

/** The policies of the promises: one for each budget and severity, whatever the number of services. */
export function burnPolicies(
  services: readonly CloudRunService[],
  objectives: Objectives,
): PolicyProps[] {
  const promised = services.map((service) => {
    const sockets = service.protocol === 'websocket';
    return { service, objective: resolveObjective(objectives[service.name], { sockets }) };
  });
  return severities.flatMap((severity) => [
    ...queryPolicy('availability-burn', severity, availabilityQueries(promised, severity), 0),
    ...queryPolicy('latency-burn', severity, latencyQueries(promised, severity), 0),
  ]);
}

/** A service and what it promises. */
interface Promised {
  readonly service: CloudRunService;
  readonly objective: ResolvedObjective;
}

/** Services that promise the same are asked about together. */
function availabilityQueries(promised: readonly Promised[], severity: Severity): string[] {
  return grouped(promised, ({ objective: { latency: _, ...rest } }) =>
    JSON.stringify(rest),
  ).flatMap((group) => {
    const [{ objective }] = group;
    return ratesOf(objective, severity).map((rate) =>
      availabilityBurn(subjectOfAll(group), rate, objective),
    );
  });
}

function latencyQueries(promised: readonly Promised[], severity: Severity): string[] {
  const groups = grouped(promised, ({ objective: { availability: _, ...rest } }) =>
    JSON.stringify(rest),
  );
  return groups.flatMap((group) => {
    const { latency, minimumBadRequests, ...objective } = group[0].objective;
    return latency === undefined
      ? []
      : ratesOf(objective, severity).map((rate) =>
          latencyBurn(subjectOfAll(group), rate, latency, minimumBadRequests),
        );
  });
}

function ratesOf({ burnRates }: Pick<ResolvedObjective, 'burnRates'>, severity: Severity) {
  return burnRates.filter((rate) => rate.severity === severity);
}

function subjectOfAll(group: readonly Promised[]): Subject {
  return subjectOf(group.map(({ service }) => service));
}

/** The policies of what services use and how many there are. */
export function instancePolicies(services: readonly CloudRunService[]): PolicyProps[] {
  const all = subjectOf(services);
  const always = services.filter(({ minInstances }) => minInstances > 0);
  // one that never grows is no news at its only size
  const growing = services.filter(
    ({ minInstances, maxInstances }) => maxInstances > Math.max(1, minInstances),
  );
  const full = grouped(growing, ({ maxInstances }) => String(maxInstances)).map((group) =>
    nearlyAllInstances(subjectOf(group), group[0].maxInstances),
  );
  return [
    ...queryPolicy('absent', 'page', always.length > 0 ? [noInstance(subjectOf(always))] : [], 300),
    ...queryPolicy('at-capacity', 'page', [...full, pendingRequests(all)], 300),
    ...queryPolicy('cpu-saturated', 'ticket', [usedCpu(all)], 600),
    ...queryPolicy('memory-saturated', 'ticket', [usedMemory(all)], 600),
  ];
}

/** The policies of what stands beside the services. */
export function backingPolicies({ caches, loadBalancers }: WatchedParts): PolicyProps[] {
  const policies: PolicyProps[] = [];
  const [first] = caches;
  if (first) {
    const { location } = first.region;
    const ids = caches.map(nameInMemorystore).sort();
    policies.push(
      ...queryPolicy('store-saturated', 'ticket', [cacheMemory(location, ids)], 600),
      ...queryPolicy('store-failures', 'page', [cacheRejections(location, ids)], 60),
    );
  }
  if (loadBalancers.length > 0) {
    const names = loadBalancers.map(({ urlMapName }) => urlMapName).sort();
    policies.push(...queryPolicy('server-errors', 'page', [balancerErrors(names)], 60));
  }
  return policies;
}

/** The services of one query, in an order that does not depend on how they were named. */
export function subjectOf(services: readonly CloudRunService[]): Subject {
  return {
    location: services[0]?.region.location ?? '',
    serviceNames: services.map(nameInCloudRun).sort(),
  };
}

/** One policy for all queries of one kind, or none where nobody needs it. */
function queryPolicy(
  alert: AlertName,
  severity: Severity,
  queries: readonly string[],
  seconds: number,
): PolicyProps[] {
  if (queries.length === 0) return [];
  return [{ alert, severity, condition: { kind: 'query', query: anyOf(...queries), seconds } }];
}

type NonEmpty<Item> = readonly [Item, ...Item[]];

/** Items with the same key together, sorted by it: the order of `watch` leaves no trace. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): NonEmpty<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
