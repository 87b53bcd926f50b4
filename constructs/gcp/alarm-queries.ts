import { type BurnRate, type ErrorBudget, firingShare } from '../core/burn-rate';
import type { LatencyObjective, ResolvedObjective } from '../core/objective';
import {
  allOf,
  anyOf,
  increaseOf,
  instances,
  labels,
  metric,
  quantile,
  rounded,
  selectorOf,
  type Subject,
  sumOf,
} from './promql';

/** Share of the most instances from which on a service cannot grow any further. */
export const capacityShare = 0.9;

/** Requests that may wait for an instance. */
const mostPending = 5;

/** Share of processor and memory that an instance may use, for its busiest hundredth. */
const mostUsed = { cpu: 0.8, memory: 0.9 } as const;

/** Ends of containers within a quarter of an hour from which on it is no accident any more. */
const mostExits = 3;

/**
 * The share of failed requests is above what burns the budget in the long and in the short window, and enough of them
 * failed to count.
 */
export function availabilityBurn(
  subject: Subject,
  rate: BurnRate,
  { availability, minimumBadRequests }: ResolvedObjective,
): string {
  const failed = (minutes: number) =>
    sumOf(increaseOf('request_count', subject, minutes, 'response_code_class="5xx"'));
  const all = (minutes: number) => sumOf(increaseOf('request_count', subject, minutes));
  const share = firingShare(rate, availability);
  return allOf(
    `${failed(rate.longMinutes)} / ${all(rate.longMinutes)} > ${share}`,
    `${failed(rate.shortMinutes)} / ${all(rate.shortMinutes)} > ${share}`,
    `${failed(rate.longMinutes)} >= ${minimumBadRequests}`,
  );
}

/**
 * The same for slow answers. Nobody says where the limits of Cloud Run's buckets are, so that the slow ones cannot be
 * counted: more than a share of the answers is slow exactly while the quantile beside that share is. That enough were slow is
 * known by the number of answers, where the share is met or half of them are slow.
 */
export function latencyBurn(
  subject: Subject,
  rate: BurnRate,
  latency: LatencyObjective & ErrorBudget,
  minimumBadRequests: number,
): string {
  const share = firingShare(rate, latency);
  const slow = (part: number, minutes: number) =>
    `${quantile(1 - part, 'request_latencies', subject, minutes)} > ${rounded(latency.seconds * 1000)}`;
  const answers = sumOf(increaseOf('request_latencies_count', subject, rate.longMinutes));
  const enough = `${answers} >= ${Math.ceil(minimumBadRequests / share)}`;
  const half = `${answers} >= ${2 * minimumBadRequests} and ${slow(0.5, rate.longMinutes)}`;
  return allOf(
    slow(share, rate.longMinutes),
    slow(share, rate.shortMinutes),
    share < 0.5 ? anyOf(enough, half) : enough,
  );
}

/** No instance, or nothing that says so: for services that always have one. */
export function noInstance(subject: Subject): string {
  const { location, serviceNames } = subject;
  return anyOf(
    `sum by (service_name) (${instances(subject)}) < 1`,
    ...serviceNames.map(
      (name) =>
        `absent(${metric('container_instance_count')}{${labels(location)}, service_name="${name}"})`,
    ),
  );
}

/** Nearly as many instances at work as there may be. */
export function nearlyAllInstances(subject: Subject, maxInstances: number): string {
  const active = `sum by (service_name) (${instances(subject, 'state="active"')})`;
  return `${active} >= ${rounded(capacityShare * maxInstances)}`;
}

/** Requests wait for an instance. */
export function pendingRequests(subject: Subject): string {
  const pending = `${metric('pending_queue_pending_requests')}{${selectorOf(subject)}}`;
  return `sum by (service_name) (${pending}) > ${mostPending}`;
}

/** The busiest instances have nearly no processor left. */
export function usedCpu(subject: Subject): string {
  return `${quantile(0.99, 'container_cpu_utilizations', subject, 5)} > ${mostUsed.cpu}`;
}

/** The fullest instances have nearly no memory left; above it the container is killed. */
export function usedMemory(subject: Subject): string {
  return `${quantile(0.99, 'container_memory_utilizations', subject, 5)} > ${mostUsed.memory}`;
}

/** Containers ended again and again, by a metric made of the platform's own log. */
export function containerExits(subject: Subject, metricName: string): string {
  const counted = `logging_googleapis_com:user_${metricName.replace(/[^a-zA-Z0-9]/g, '_')}`;
  return `sum by (service_name) (increase(${counted}{${selectorOf(subject)}}[15m])) >= ${mostExits}`;
}
