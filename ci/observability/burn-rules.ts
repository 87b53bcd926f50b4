import { type BurnRate, firingShare } from '../../constructs/core/burn-rate';
import {
  type Objective,
  resolveObjective,
  type ResolvedObjective,
} from '../../constructs/core/objective';
import { lines, type Rule, visitors } from './rule';

/** A service whose answers Prometheus counts, and what it promises. */
export interface ServiceObjective {
  readonly name: string;
  readonly objective: Objective;
  readonly sockets: boolean;
}

/** The services that promise the same, so that one rule is enough for all of them. */
interface Alike {
  readonly names: readonly string[];
  readonly resolved: ResolvedObjective;
}

/** Two rules for each burn rate: too many errors, and too many slow answers. */
export function burnRules(services: readonly ServiceObjective[]): Rule[] {
  return [
    ...alike(services, ({ latency: _, ...rest }) => rest).flatMap(availabilityRules),
    ...alike(services, ({ availability: _, ...rest }) => rest).flatMap(latencyRules),
  ];
}

function availabilityRules({ names, resolved }: Alike): Rule[] {
  const selector = `job=~"${names.join('|')}",${visitors}`;
  const total = (window: string) => `http_requests_total{${selector}}[${window}]`;
  const bad = (window: string) => `http_requests_total{${selector},status=~"5.."}[${window}]`;
  const { availability, minimumBadRequests } = resolved;
  return resolved.burnRates.map((rate) => {
    const floor = String(firingShare(rate, availability));
    const share = (window: string) => [
      `sum by (job) (rate(${bad(window)}))`,
      `  / sum by (job) (rate(${total(window)})) > ${floor}`,
    ];
    return {
      alert: 'availability-burn',
      expr: both(rate, share, `sum by (job) (increase(${bad(minutes(rate.longMinutes))}))`, {
        minimumBadRequests,
      }),
      labels: labelsOf(rate, availability.goalPercent),
      annotations: {
        summary: `{{ $labels.job }} answers {{ $value | humanizePercentage }} of the requests of ${minutes(rate.longMinutes)} with a server error`,
        action: `docker compose logs {{ $labels.job }} | grep -i '"level":"error"'`,
      },
    };
  });
}

function latencyRules({ names, resolved }: Alike): Rule[] {
  const { latency, minimumBadRequests } = resolved;
  if (latency === undefined) return [];
  const selector = `job=~"${names.join('|')}",${visitors}`;
  const total = (window: string) => `http_request_duration_seconds_count{${selector}}[${window}]`;
  const inTime = (window: string) =>
    `http_request_duration_seconds_bucket{${selector},le=~"${bound(latency.seconds)}"}[${window}]`;
  return resolved.burnRates.map((rate) => {
    const floor = String(firingShare(rate, latency));
    const share = (window: string) => [
      `1 - sum by (job) (rate(${inTime(window)}))`,
      `  / sum by (job) (rate(${total(window)})) > ${floor}`,
    ];
    const long = minutes(rate.longMinutes);
    const slow = `(sum by (job) (increase(${total(long)})) - sum by (job) (increase(${inTime(long)})))`;
    return {
      alert: 'latency-burn',
      expr: both(rate, share, slow, { minimumBadRequests }),
      labels: labelsOf(rate, latency.goalPercent),
      annotations: {
        summary: `{{ $labels.job }} answers {{ $value | humanizePercentage }} of the requests of ${long} later than after ${String(latency.seconds)} s`,
        action: 'docker stats; look for the route in http_request_duration_seconds_bucket',
      },
    };
  });
}

/** Both windows burn too fast, and enough requests were bad. */
function both(
  { longMinutes, shortMinutes }: BurnRate,
  share: (window: string) => readonly string[],
  bad: string,
  { minimumBadRequests }: Pick<ResolvedObjective, 'minimumBadRequests'>,
): string {
  return lines(
    ...share(minutes(longMinutes)),
    'and',
    ...share(minutes(shortMinutes)),
    `and ${bad} >= ${String(minimumBadRequests)}`,
  );
}

function labelsOf({ severity, longMinutes }: BurnRate, goalPercent: number) {
  return { severity, goal: `${String(goalPercent)}%`, window: minutes(longMinutes) };
}

/** A window as Prometheus writes it. */
function minutes(count: number): string {
  if (count % 1440 === 0) return `${String(count / 1440)}d`;
  return count % 60 === 0 ? `${String(count / 60)}h` : `${String(count)}m`;
}

/** A bound as client libraries write it: 1 is 1.0 in Python, and in Prometheus 3 too. */
function bound(seconds: number): string {
  const text = String(seconds).replace('.', '[.]');
  return Number.isInteger(seconds) ? `${text}([.]0)?` : text;
}

/** The services by what they promise. */
function alike(
  services: readonly ServiceObjective[],
  promise: (resolved: ResolvedObjective) => object,
): Alike[] {
  const found = new Map<string, { names: string[]; resolved: ResolvedObjective }>();
  for (const { name, objective, sockets } of services) {
    const resolved = resolveObjective(objective, { sockets });
    const key = JSON.stringify(promise(resolved));
    const same = found.get(key) ?? { names: [], resolved };
    same.names.push(name);
    found.set(key, same);
  }
  return [...found.values()];
}
