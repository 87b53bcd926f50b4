/** The services that one query looks at, all of one region. */
export interface Subject {
  /** Region, for example `europe-west1`. */
  readonly location: string;

  /** Names of the services in Cloud Run. */
  readonly serviceNames: readonly string[];
}

/** One query that holds where any of them does. */
export function anyOf(...queries: readonly string[]): string {
  return queries.length === 1 ? queries.join('') : queries.map((one) => `(${one})`).join('\nor ');
}

/** One query that holds where all of them do. */
export function allOf(...queries: readonly string[]): string {
  return queries.map((one) => `(${one})`).join('\nand ');
}

/** Added up for each service. */
export function sumOf(vector: string): string {
  return `sum by (service_name) (${vector})`;
}

/** How much a counter of Cloud Run grew in the last minutes. */
export function increaseOf(
  name: string,
  subject: Subject,
  minutes: number,
  ...more: string[]
): string {
  return `increase(${metric(name)}{${selectorOf(subject, ...more)}}[${minutes}m])`;
}

/** A quantile of what a distribution of Cloud Run took in during the last minutes, for each service. */
export function quantile(part: number, name: string, subject: Subject, minutes: number): string {
  const buckets = increaseOf(`${name}_bucket`, subject, minutes);
  return `histogram_quantile(${rounded(part)}, sum by (service_name, le) (${buckets}))`;
}

/** Instances that exist. */
export function instances(subject: Subject, ...more: string[]): string {
  return `${metric('container_instance_count')}{${selectorOf(subject, ...more)}}`;
}

/**
 * Name of a metric of Cloud Run in PromQL.
 *
 * @see https://cloud.google.com/monitoring/promql/promql-mapping
 */
export function metric(name: string): string {
  return `run_googleapis_com:${name}`;
}

/** The labels that a series of the subject has. */
export function selectorOf({ location, serviceNames }: Subject, ...more: string[]): string {
  return [labels(location), matcher('service_name', serviceNames), ...more].join(', ');
}

/** The labels of everything that runs in a region. */
export function labels(location: string): string {
  return `monitored_resource="cloud_run_revision", location="${location}"`;
}

/** The same number is the same text everywhere. */
export function rounded(value: number): number {
  return Number(value.toFixed(9));
}

/** A label that has one of these values. One value is compared as it is, even where only the deployment knows it. */
export function matcher(label: string, values: readonly string[]): string {
  return values.length === 1 ? `${label}="${values.join('')}"` : `${label}=~"${values.join('|')}"`;
}
