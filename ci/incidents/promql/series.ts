/** A value at each step; undefined is no sample. */
export type Values = readonly (number | undefined)[];

/** A series as promtool reads it. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** A series with its labels. */
export function series(
  name: string,
  labels: Readonly<Record<string, string>>,
  values: Values,
): InputSeries {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return { series: `${name}{${pairs.join(', ')}}`, values: notation(values) };
}

/** How often something happened until each step; undefined is no measurement, which forgets nothing. */
export function counter(counts: Values): Values {
  let sum = 0;
  return counts.map((count) => {
    if (count === undefined) return undefined;
    sum += count;
    return sum;
  });
}

/**
 * The values in promtool's notation, where `1+2x3` is 1 3 5 7 and `_x2` is two steps without a sample.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
export function notation(values: Values): string {
  const parts: string[] = [];
  for (let at = 0; at < values.length;) {
    const first = values[at];
    const step = stepOf(first, values[at + 1]);
    let length = 1;
    while (at + length < values.length && follows(values, at + length, step)) length += 1;
    if (first === undefined) parts.push(`_x${length}`);
    else if (length === 1) parts.push(String(first));
    else parts.push(`${first}${(step ?? 0) < 0 ? '' : '+'}${step ?? 0}x${length - 1}`);
    at += length;
  }
  return parts.join(' ');
}

function stepOf(one: number | undefined, next: number | undefined): number | undefined {
  return one === undefined || next === undefined ? undefined : rounded(next - one);
}

function follows(values: Values, at: number, step: number | undefined): boolean {
  const [before, value] = [values[at - 1], values[at]];
  if (value === undefined || before === undefined)
    return value === undefined && before === undefined;
  return step !== undefined && rounded(value - before) === step;
}

/** Sums of tenths are no tenths. */
function rounded(value: number): number {
  return Number(value.toFixed(9));
}
