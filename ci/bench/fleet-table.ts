import { measureRounds, type Usage } from './rounds';
import { summarize } from './statistics';

// npm run bench:fleet [-- rounds]: 1, 10 and 100 services, through FargateService and as the same plain resources
void main();

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 5);
  console.log(
    'services  resources  wall s        CPU s         peak MB       ratio of time  CPU   memory',
  );
  for (const services of [1, 10, 100]) {
    const { project, twin, documents } = await measureRounds(rounds, {
      project: 'ci/bench/fleet/main.ts',
      twin: 'node_modules/.cache/slipway/fleet-twin/main.ts',
      variables: { BENCH_SERVICES: String(services) },
    });
    const resources = Object.values(documents.fleet?.resource ?? {}).flatMap((blocks) =>
      Object.keys(blocks as object),
    ).length;
    const time = pair(project, twin, ({ wallSeconds }) => wallSeconds);
    const cpu = pair(project, twin, ({ cpuSeconds }) => cpuSeconds);
    const memory = pair(project, twin, ({ peakMb }) => peakMb);
    const ratios = [time, cpu, memory].map(({ ratio }) => ratio.toFixed(2));
    const columns = [time.both(2), cpu.both(2), memory.both(0), ...ratios];
    console.log(
      [
        String(services).padEnd(8),
        String(resources).padEnd(9),
        ...columns.map((one) => one.padEnd(12)),
      ]
        .join('  ')
        .trimEnd(),
    );
  }
}

function pair(project: readonly Usage[], twin: readonly Usage[], of: (usage: Usage) => number) {
  const [ours, plain] = [project, twin].map((usages) => summarize(usages.map(of)).median);
  const [one = NaN, other = NaN] = [ours, plain];
  return {
    ratio: one / other,
    both: (digits: number) => `${one.toFixed(digits)} / ${other.toFixed(digits)}`,
  };
}
