import type { Usage } from './rounds';
import { summarize } from './statistics';

/** What the project may take, relative to the same resources without its constructs, and what it aims at. */
const limits = { ratio: 1.3, seconds: 0.6, mb: 150 };

/** The table of both sides, their ratios and whether the targets hold. */
export function report(project: readonly Usage[], twin: readonly Usage[]): string {
  const time = measurement('wall s', 2, (usage) => usage.wallSeconds);
  const memory = measurement('peak MB', 0, (usage) => usage.peakMb);
  const cpu = measurement('CPU s', 2, (usage) => usage.cpuSeconds);
  return [
    line('', 'median', 'min', 'spread'),
    ...[time, memory, cpu].flatMap(({ row }) => [row('stacks', project), row('L1 twin', twin)]),
    '',
    verdict('time ratio', time.ratio(project, twin), 2, limits.ratio),
    verdict('memory ratio', memory.ratio(project, twin), 2, limits.ratio),
    verdict('seconds', time.median(project), 2, limits.seconds),
    verdict('peak MB', memory.median(project), 0, limits.mb),
    `CPU ratio     ${cpu.ratio(project, twin).toFixed(2).padStart(6)}   depends least on what else runs`,
  ].join('\n');
}

function measurement(unit: string, digits: number, of: (usage: Usage) => number) {
  const median = (usages: readonly Usage[]) => summarize(usages.map(of)).median;
  return {
    median,
    ratio: (one: readonly Usage[], other: readonly Usage[]) => median(one) / median(other),
    row: (side: string, usages: readonly Usage[]) => {
      const summary = summarize(usages.map(of));
      const cells = [summary.median, summary.min, summary.spread].map((one) => one.toFixed(digits));
      return line(`${side.padEnd(9)}${unit}`, ...cells);
    },
  };
}

function verdict(what: string, value: number, digits: number, limit: number): string {
  const holds = value <= limit ? 'holds' : 'does not hold';
  return `${what.padEnd(14)}${value.toFixed(digits).padStart(6)}   target <= ${limit}: ${holds}`;
}

function line(head: string, ...cells: readonly string[]): string {
  return `${head.padEnd(20)}${cells.map((cell) => cell.padStart(9)).join('')}`.trimEnd();
}
