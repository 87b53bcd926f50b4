import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columns } from '../../constructs/review/report/table';
import { run, tail } from '../command';
import { outputFolder, synthesize } from '../synth/summary';
import { countBlocks, enlarged, type LargeDocument } from './enlarged';
import { summarize } from './statistics';

// npm run bench:review [-- rounds]: `slipway review` as a whole process, on ecs-prod and on ever larger stacks
const program = 'dist/constructs/review/slipway.js';
const sizes = [0, 1750, 3500, 7000];
const targets = { seconds: 0.4, largeSeconds: 3, largeMb: 400 };

interface Sample {
  readonly seconds: number;
  readonly mb: number;
}

void main(Number(process.argv[2] ?? 7));

async function main(rounds: number): Promise<void> {
  if (!Number.isInteger(rounds) || rounds < 1) {
    console.error(`rounds must be a whole number from 1, got '${process.argv[2] ?? ''}'`);
    process.exitCode = 2;
    return;
  }
  const built = await run('npm', ['run', '--silent', 'build']);
  if (built.code !== 0) throw new Error(`the library cannot be built:\n${tail(built.output, 20)}`);
  const { code, output } = await synthesize();
  if (code !== 0) throw new Error(`synth failed:\n${tail(output, 20)}`);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-review-'));
  try {
    const stacks = writeStacks(folder);
    const samples = new Map(stacks.map(({ file }) => [file, [] as Sample[]]));
    for (const { file } of stacks) await measure(file);
    for (let round = 0; round < rounds; round++) {
      for (const { file } of stacks) samples.get(file)?.push(await measure(file));
    }
    print(rounds, stacks, samples);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Stack {
  readonly file: string;
  readonly resources: number;
}

function writeStacks(folder: string): Stack[] {
  const path = join(outputFolder, 'stacks', 'ecs-prod', 'cdk.tf.json');
  const document = JSON.parse(readFileSync(path, 'utf8')) as LargeDocument;
  return sizes.map((size) => {
    const large = enlarged(document, size);
    // the file is named after the stack, for its waivers
    const file = join(folder, String(size), 'ecs-prod.json');
    mkdirSync(join(folder, String(size)));
    writeFileSync(file, JSON.stringify(large));
    return { file, resources: countBlocks(large.resource) };
  });
}

async function measure(file: string): Promise<Sample> {
  const args = ['--require', './ci/bench/usage.cjs', program, 'review', file];
  const start = performance.now();
  const { code, output } = await run(process.execPath, args, {});
  const seconds = (performance.now() - start) / 1000;
  const usage = /^usage (.*)$/m.exec(output)?.[1];
  // copies of resources have no waivers
  if (code > 1 || usage === undefined) throw new Error(`review failed:\n${tail(output, 20)}`);
  return { seconds, mb: (JSON.parse(usage) as { peakMb: number }).peakMb };
}

function print(
  rounds: number,
  stacks: readonly Stack[],
  samples: ReadonlyMap<string, readonly Sample[]>,
): void {
  const medians = stacks.map(({ file, resources }) => {
    const own = samples.get(file) ?? [];
    return {
      resources,
      seconds: summarize(own.map((sample) => sample.seconds)).median,
      mb: summarize(own.map((sample) => sample.mb)).median,
    };
  });
  const [small] = medians;
  const large = medians.at(-1);
  const half = medians.at(-2);
  if (!small || !large || !half) return;
  const rows = medians.map(({ resources, seconds, mb }) => [
    String(resources),
    seconds.toFixed(2),
    mb.toFixed(0),
    (((seconds - small.seconds) * 1e6) / Math.max(1, resources - small.resources)).toFixed(0),
  ]);
  console.log(`${rounds} rounds after a warm-up, whole processes, medians\n`);
  console.log(columns(['resources', 'wall s', 'peak MB', 'µs per further resource'], rows));
  const growth = (large.seconds - small.seconds) / (half.seconds - small.seconds);
  console.log(
    `\necs-prod      ${small.seconds.toFixed(2)} s    aim <= ${targets.seconds}` +
      `\nlargest       ${large.seconds.toFixed(2)} s    at most ${targets.largeSeconds}` +
      `\nlargest       ${large.mb.toFixed(0)} MB    at most ${targets.largeMb}` +
      `\ntwice the resources take ${growth.toFixed(1)} times the time above the start`,
  );
}
