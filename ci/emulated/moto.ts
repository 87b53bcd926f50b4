import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Programs, Running } from '../terraform/programs';

/** An emulated AWS that answers on this machine only. */
export interface EmulatedAws {
  readonly endpoint: string;

  /** What the emulator said, with one line for each call that it answered. */
  readonly log: () => string;
}

const python = 'python3';

/**
 * Makes the emulator's own Python environment, or finds the one that an earlier run has made.
 *
 * @returns the Python interpreter
 */
export async function installEmulator(programs: Programs, root: string): Promise<string> {
  const requirements = join(root, 'ci/emulated/requirements.txt');
  const folder = environmentFolder(root, readFileSync(requirements), pythonVersion());
  const interpreter = join(folder, 'bin/python');
  if (existsSync(interpreter)) return interpreter;

  // built beside its place and moved there when it is complete: a killed run leaves no half of it
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  const options = { folder: root, variables: process.env, limitSeconds: 300 };
  const steps = [
    [python, '-m', 'venv', unfinished],
    // prettier-ignore
    [join(unfinished, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check',
      '--require-hashes', '--only-binary', ':all:', '--requirement', requirements],
  ];
  try {
    for (const [command = '', ...parameters] of steps) {
      const { code, output } = await programs.run(command, parameters, options);
      if (code !== 0) throw new Error(`the emulator could not be installed:\n${output}`);
    }
    if (!existsSync(interpreter)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return interpreter;
}

/** Starts the emulator; it ends with `programs`, or by itself when this process is gone. */
export async function startEmulator(
  programs: Programs,
  { root, interpreter, folder }: { root: string; interpreter: string; folder: string },
): Promise<EmulatedAws> {
  const program = programs.start(interpreter, [join(root, 'ci/emulated/launcher.py')], {
    folder,
    variables: {
      PATH: process.env.PATH,
      HOME: folder,
      SLIPWAY_RUN: folder,
      PYTHONDONTWRITEBYTECODE: '1',
      // validates certificates after 1 s instead of 60
      MOTO_ACM_VALIDATION_WAIT: '1',
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    },
    limitSeconds: 3600,
  });
  const endpoint = `http://127.0.0.1:${await portOf(program)}`;
  const answer = await fetch(`${endpoint}/moto-api/data.json`);
  if (!answer.ok) throw new Error(`the emulator answers ${answer.status}:\n${program.output()}`);
  return { endpoint, log: program.output };
}

/** The port as the process that listens on it tells it. */
async function portOf(program: Running): Promise<string> {
  const told = new Promise<string>((resolve) => {
    program.process.stdout.on('data', () => {
      const port = /^port (\d+)$/m.exec(program.output())?.[1];
      if (port) resolve(port);
    });
  });
  const port = await Promise.race([told, program.finished.then(() => undefined)]);
  if (port === undefined) throw new Error(`the emulator did not start:\n${program.output()}`);
  return port;
}

/** One environment for each set of requirements and each Python: an update makes a new one. */
function environmentFolder(root: string, requirements: Buffer, version: string): string {
  const name = createHash('sha256').update(requirements).update(version).digest('hex').slice(0, 12);
  return join(root, 'node_modules/.cache/slipway', `emulator-${name}`);
}

function pythonVersion(): string {
  const asked = spawnSync(python, ['-c', 'import sys; print(sys.prefix, sys.version)']);
  return asked.stdout.toString();
}
