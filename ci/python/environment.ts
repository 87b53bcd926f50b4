import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandResult } from '../command';

/** Runs a program to its end. */
export type Run = (program: string, parameters: readonly string[]) => Promise<CommandResult>;

/** Which environment is wanted. */
export interface EnvironmentRequest {
  /** What it is for; the folder is named after it. */
  readonly name: string;

  /** File of hash-pinned requirements. */
  readonly requirements: string;

  /** Folder of the repository, below which environments are kept. */
  readonly root: string;
}

const python = 'python3';

/** Environments that this process is making, by their folder: whoever asks meanwhile waits for the same one. */
const unfinishedOnes = new Map<string, Promise<void>>();

/**
 * Makes a Python environment with exactly what a requirements file pins, or finds the one that an earlier run has made.
 * Each set of requirements and each Python has one of its own: an update makes a new one.
 *
 * @returns the Python interpreter
 * @throws Error with what pip said
 */
export async function pythonEnvironment(
  { name, requirements, root }: EnvironmentRequest,
  run: Run,
): Promise<string> {
  const version = await run(python, ['-c', 'import sys; print(sys.prefix, sys.version)']);
  const hash = createHash('sha256').update(readFileSync(requirements)).update(version.output);
  const id = `${name}-${hash.digest('hex').slice(0, 12)}`;
  const folder = join(root, 'node_modules/.cache/slipway', id);
  const interpreter = join(folder, 'bin/python');
  if (existsSync(interpreter)) return interpreter;
  const making = unfinishedOnes.get(folder) ?? make(folder, requirements, run);
  unfinishedOnes.set(folder, making);
  await making.finally(() => unfinishedOnes.delete(folder));
  return interpreter;
}

/** Made beside its place and moved there when it is complete: a killed run leaves no half of it. */
async function make(folder: string, requirements: string, run: Run): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    await install(unfinished, requirements, run);
    // another process was faster
    if (!existsSync(join(folder, 'bin/python'))) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function install(folder: string, requirements: string, run: Run): Promise<void> {
  const steps = [
    [python, '-m', 'venv', folder],
    // prettier-ignore
    [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check',
      '--require-hashes', '--only-binary', ':all:', '--requirement', requirements],
  ];
  for (const [program = '', ...parameters] of steps) {
    const { code, output } = await run(program, parameters);
    if (code !== 0) throw new Error(`${requirements} could not be installed:\n${output}`);
  }
}
