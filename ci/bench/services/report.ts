import { columns } from '../../../constructs/review/report/table';
import { summarize } from '../statistics';
import type { ColdStart, Starter } from './cold-start';
import { type Comparison, isBottleneck, verdict } from './comparison';
import type { Ratio } from './ratio';
import type { Contender, Sample } from './throughput';

/** What each contender did. */
export function contenderTable(samples: ReadonlyMap<Contender, readonly Sample[]>): string {
  const rows = [...samples].map(([{ name }, rounds]) => {
    const busy = medianOf(rounds.map((sample) => sample.busy));
    const cpu = medianOf(rounds.map((sample) => sample.cpuMicroseconds));
    return [
      name,
      summarize(rounds.map(({ perSecond }) => perSecond)).median.toFixed(0),
      cpu?.toFixed(1) ?? 'unknown',
      busy === undefined ? 'unknown' : `${(busy * 100).toFixed(0)} %`,
      busy === undefined || isBottleneck(rounds) ? '' : 'waited for others',
    ];
  });
  return columns(['loaded', 'req/s', 'CPU µs/req', 'of one CPU', ''], rows);
}

/** The ratios, how far they spread from round to round, and whether they are what is aimed at. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((comparison) => {
    const { name, ratio, perCpu, goal } = comparison;
    const aim = `${goal.bound} ${goal.value.toFixed(2)}`;
    return [name, spread(ratio), perCpu ? spread(perCpu) : '', aim, verdict(comparison)];
  });
  return columns(['ratio: median (lowest to highest)', 'seen', 'per CPU s', 'goal', ''], rows);
}

/** How long each container took to its first answer, in milliseconds. */
export function coldStartTable(starts: ReadonlyMap<Starter, readonly ColdStart[]>): string {
  const rows = [...starts].map(([{ name }, rounds]) => {
    const command = summarize(rounds.map(({ fromCommand }) => fromCommand));
    const process = summarize(rounds.map(({ fromProcess }) => fromProcess));
    const numbers = [command.median, command.min, command.min + command.spread, process.median];
    return [name, ...numbers.map((milliseconds) => milliseconds.toFixed(0))];
  });
  return columns(['start, ms', 'median', 'lowest', 'highest', 'from its process on'], rows);
}

function spread({ median, lowest, highest }: Ratio): string {
  return `${median.toFixed(2)} (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : summarize(known).median;
}
