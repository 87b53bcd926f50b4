import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A program that came to its end. */
export interface Finished {
  /** Exit code, or 1 where a signal ended it. */
  readonly code: number;

  /** Both outputs in the order of their lines, without colours. */
  readonly output: string;
}

/** Where and with which variables a program runs. */
export interface ProgramOptions {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;

  /** Seconds after which it is ended: a check that hangs is a failed one. */
  readonly limitSeconds: number;
}

/** A program that runs, with what it said so far. */
export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly finished: Promise<Finished>;
  readonly output: () => string;

  /** Whether it has ended: by itself, or by a signal, of which its `exitCode` says nothing. */
  readonly over: () => boolean;
}

/** Starts programs and ends all that still run. Each has a process group of its own, so that none is left behind. */
export class Programs {
  private readonly running = new Map<Running, number>();
  private closed = false;

  constructor(
    /** Seconds between asking a program to end and insisting. */
    private readonly graceSeconds = 5,
  ) {}

  /** Starts a program and returns at once. */
  public start(command: string, parameters: readonly string[], options: ProgramOptions): Running {
    const { folder, variables, limitSeconds } = options;
    // a step that goes on after Ctrl-C would start what nobody ends
    if (this.closed) throw new Error(`'${command}' is not started: the run is being ended`);
    const process = spawn(command, [...parameters], {
      cwd: folder,
      env: variables,
      detached: true,
    });
    const lines: string[] = [];
    // a letter of several bytes may come in two pieces
    process.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    process.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    const output = () => plain(lines.join(''));
    let ended = false;

    const finished = new Promise<Finished>((resolve) => {
      const limit = setTimeout(() => {
        lines.push(`\n${command} was ended after ${limitSeconds} s\n`);
        signal(process.pid, 'SIGKILL');
      }, limitSeconds * 1000);
      const finish = (code: number): void => {
        clearTimeout(limit);
        ended = true;
        this.running.delete(program);
        resolve({ code, output: output() });
      };
      process.on('error', (error) => {
        lines.push(error.message);
        finish(127);
      });
      process.on('close', (code) => finish(code ?? 1));
    });
    const program: Running = { process, finished, output, over: () => ended };
    if (process.pid !== undefined) this.running.set(program, process.pid);
    return program;
  }

  /** Runs a program to its end. */
  public run(
    command: string,
    parameters: readonly string[],
    options: ProgramOptions,
  ): Promise<Finished> {
    return this.start(command, parameters, options).finished;
  }

  /** Ends a program: asks first, then insists. */
  public async end(program: Running): Promise<void> {
    signal(this.running.get(program), 'SIGTERM');
    await Promise.race([
      program.finished,
      wait(this.graceSeconds * 1000, undefined, { ref: false }),
    ]);
    signal(this.running.get(program), 'SIGKILL');
    await program.finished;
  }

  /** Ends everything that still runs, and starts nothing more. */
  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.running.keys()].map((program) => this.end(program)));
  }
}

/**
 * Processes whose variables mention a folder: those that a run started, whoever their parent is by now. Undefined where
 * the operating system does not tell (it does on Linux).
 */
export function processesOf(folder: string): number[] | undefined {
  let ids: string[];
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
  return ids.filter((id) => variablesOf(id).includes(folder)).map(Number);
}

/** Whether a process lives, whoever it belongs to. */
export function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // somebody else's process is alive too
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends processes that a killed run has left behind. */
export function endLeftBehind(folder: string): number {
  const left = (processesOf(folder) ?? []).filter((id) => id !== process.pid);
  for (const id of left) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // it ended by itself in the meantime
    }
  }
  return left.length;
}

function variablesOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8');
  } catch {
    // it ended, or belongs to somebody else
    return '';
  }
}

function signal(group: number | undefined, name: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, name);
  } catch {
    // the whole group has ended already
  }
}

function plain(text: string): string {
  return text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
}
