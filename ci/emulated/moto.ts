import { join } from 'node:path';
import { pythonEnvironment } from '../python/environment';
import type { Programs, Running } from '../terraform/programs';

/** An emulated AWS that answers on this machine only. */
export interface EmulatedAws {
  readonly endpoint: string;

  /** The Python interpreter that it runs on. */
  readonly interpreter: string;

  /** What the emulator said, with one line for each call that it answered. */
  readonly log: () => string;
}

/**
 * Makes the emulator's own Python environment, or finds the one that an earlier run has made.
 *
 * @returns the Python interpreter
 */
export function installEmulator(programs: Programs, root: string): Promise<string> {
  const requirements = join(root, 'ci/emulated/requirements.txt');
  const options = { folder: root, variables: process.env, limitSeconds: 300 };
  return pythonEnvironment({ name: 'emulator', requirements, root }, (program, parameters) =>
    programs.run(program, parameters, options),
  );
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
  return { endpoint, interpreter, log: program.output };
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
