import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, tail } from '../command';
import { type Group, twinSource } from './twin';

/** What one process took. */
export interface Usage {
  readonly wallSeconds: number;
  /** Of the process itself: the bundler, a process of its own, is the same on both sides. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** Stacks in the way in which they are compared. */
type Documents = Readonly<Record<string, Group>>;

/** What is measured, and where its twin is written; the folders of both differ in name. */
export interface Programs {
  readonly project: string;
  readonly twin: string;

  /** Variables of both. */
  readonly variables: Readonly<Record<string, string>>;
}

const stackPrograms: Programs = {
  project: 'stacks/main.ts',
  twin: 'node_modules/.cache/slipway/twin/main.ts',
  variables: {},
};

/** The two programs in alternating runs, after one unmeasured run of each that proves that they write the same. */
export async function measureRounds(rounds: number, programs: Programs = stackPrograms) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const documents = await prepareTwin(folder, programs);
    const project: Usage[] = [];
    const twin: Usage[] = [];
    for (let round = 0; round < rounds; round++) {
      const pair = [
        async () => project.push(await measure(programs.project, folder, programs)),
        async () => twin.push(await measure(programs.twin, folder, programs)),
      ];
      // whoever goes first in one round goes second in the next
      for (const step of round % 2 === 0 ? pair : pair.reverse()) await step();
    }
    return { project, twin, documents };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A document without what the framework notes about constructs: `//` of the stack and of each block. */
export function withoutMetadata(document: Group): Group {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => (key === '//' ? undefined : value)),
  ) as Group;
}

/** Names of the stacks whose bytes differ. */
export function differences(one: Documents, other: Documents): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

async function prepareTwin(folder: string, programs: Programs): Promise<Documents> {
  await measure(programs.project, join(folder, 'project'), programs);
  const documents = readDocuments(join(folder, 'project'));
  mkdirSync(dirname(programs.twin), { recursive: true });
  writeFileSync(programs.twin, twinSource(documents));

  await measure(programs.twin, join(folder, 'twin'), programs);
  const different = differences(documents, readDocuments(join(folder, 'twin')));
  if (different.length > 0) {
    throw new Error(
      `the twin writes another cdk.tf.json for ${different.join(', ')}; correct ci/bench/twin.ts`,
    );
  }
  return documents;
}

async function measure(program: string, outdir: string, { variables }: Programs): Promise<Usage> {
  const args = ['--require', './ci/bench/usage.cjs', 'ci/synth/app.mjs', program];
  const start = performance.now();
  const { code, output } = await run(process.execPath, args, {
    env: { ...variables, CDKTF_OUTDIR: outdir },
  });
  const wallSeconds = (performance.now() - start) / 1000;
  const usage = /^usage (.*)$/m.exec(output)?.[1];
  if (code !== 0 || !usage) throw new Error(`${program} failed:\n${tail(output, 20)}`);
  return { wallSeconds, ...(JSON.parse(usage) as Omit<Usage, 'wallSeconds'>) };
}

function readDocuments(outdir: string): Documents {
  const names = readdirSync(join(outdir, 'stacks')).sort();
  const read = (name: string) =>
    JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as Group;
  return Object.fromEntries(names.map((name) => [name, withoutMetadata(read(name))]));
}
