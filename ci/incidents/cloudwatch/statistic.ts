/** How often a value was measured within a minute. */
export interface Sample {
  readonly value: number;
  readonly count: number;
}

/** Samples of each minute from minute 0 on; an empty minute is missing. */
export type Samples = readonly (readonly Sample[])[];

type Statistic = (samples: readonly Sample[]) => number;

const sampleCount: Statistic = (samples) => total(samples, ({ count }) => count);
const sum: Statistic = (samples) => total(samples, ({ value, count }) => value * count);

const simple: Readonly<Record<string, Statistic>> = {
  SampleCount: sampleCount,
  Sum: sum,
  Average: (samples) => sum(samples) / sampleCount(samples),
  Minimum: (samples) => Math.min(...samples.map(({ value }) => value)),
  Maximum: (samples) => Math.max(...samples.map(({ value }) => value)),
};

/**
 * One number for the samples of a period, or undefined where there is none. Percentiles are exact here; CloudWatch's are
 * estimates. A range leaves its lower bound out and holds its upper one.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statistic(name: string, samples: readonly Sample[]): number | undefined {
  const calculate = simple[name] ?? percentile(name) ?? range(name);
  if (!calculate) throw new Error(`no statistic is named '${name}'`);
  return samples.length === 0 ? undefined : calculate(samples);
}

function percentile(name: string): Statistic | undefined {
  const percent = /^p(\d+(?:\.\d+)?)$/i.exec(name)?.[1];
  if (percent === undefined) return undefined;
  return (samples) => {
    const sorted = samples.toSorted((one, other) => one.value - other.value);
    const rank = (sampleCount(samples) * Number(percent)) / 100;
    let seen = 0;
    const found = sorted.find(({ count }) => (seen += count) >= rank);
    return (found ?? sorted.at(-1))?.value ?? 0;
  };
}

/** PR, the percent rank, and TC, the trimmed count: how many of the values lie within two bounds. */
function range(name: string): Statistic | undefined {
  const found = /^(PR|TC)\((\d*\.?\d*):(\d*\.?\d*)\)$/i.exec(name);
  if (!found) return undefined;
  const [, kind = '', from = '', to = ''] = found;
  const within = ({ value }: Sample) =>
    (from === '' || value > Number(from)) && (to === '' || value <= Number(to));
  return (samples) => {
    const counted = sampleCount(samples.filter(within));
    return /PR/i.test(kind) ? (100 * counted) / sampleCount(samples) : counted;
  };
}

function total(samples: readonly Sample[], of: (sample: Sample) => number): number {
  return samples.reduce((sum, sample) => sum + of(sample), 0);
}
