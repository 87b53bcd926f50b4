import type { ErrorBudget } from '../core/burn-rate';
import {
  increaseOf,
  instances,
  metric,
  quantile,
  rounded,
  selectorOf,
  type Subject,
  sumOf,
} from './promql';

/** Minutes that the points of a chart look back. */
const window = 5;

/** Minutes of 28 days, which hold each day of the week equally often. */
const budgetMinutes = 28 * 24 * 60;

const failed = 'response_code_class="5xx"';

/** What is left of the budget of one service: 1 for all of it, below 0 where the promise is broken. */
export function budgetLeft(subject: Subject, { goalPercent, naturalPercent }: ErrorBudget): string {
  const errors = `(sum(${increaseOf('request_count', subject, budgetMinutes, failed)}) or vector(0))`;
  const share = `${errors} / sum(${increaseOf('request_count', subject, budgetMinutes)})`;
  const natural = rounded(naturalPercent / 100);
  return `1 - clamp_min(${share} - ${natural}, 0) / ${rounded(1 - goalPercent / 100)}`;
}

/** Requests per second of each service. */
export function requestRate(subject: Subject): string {
  return `sum by (service_name) (rate(${metric('request_count')}{${selectorOf(subject)}}[${window}m]))`;
}

/** Share of the requests of each service that ends in a server error. */
export function errorShare(subject: Subject): string {
  const errors = sumOf(increaseOf('request_count', subject, window, failed));
  return `${errors} / ${sumOf(increaseOf('request_count', subject, window))}`;
}

/** Time within which a part of the answers of each service comes, in milliseconds. */
export function latencyQuantile(subject: Subject, part: number): string {
  return quantile(part, 'request_latencies', subject, window);
}

/** Instances of each service that work or wait for work. */
export function instancesByState(subject: Subject): string {
  return `sum by (service_name, state) (${instances(subject)})`;
}

/** Requests of each service that wait for an instance. */
export function pendingNow(subject: Subject): string {
  return sumOf(`${metric('pending_queue_pending_requests')}{${selectorOf(subject)}}`);
}

/** Seconds of instances that are billed in each second. */
export function billableTime(subject: Subject): string {
  const billed = metric('container_billable_instance_time');
  return sumOf(`rate(${billed}{${selectorOf(subject)}}[${window}m])`);
}

/** Share that the instance of each service uses that uses most. */
export function utilization(subject: Subject, of: 'cpu' | 'memory'): string {
  return quantile(0.99, `container_${of}_utilizations`, subject, window);
}
