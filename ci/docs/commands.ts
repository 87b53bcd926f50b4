import { spawn } from 'node:child_process';
import type { Fence, Page } from './markdown';

/** Commands of a page, and the last lines that they print. */
export interface Step {
  readonly commands: readonly string[];
  readonly expected: readonly string[];
}

/** What the commands of a block came to. */
export interface RunBlock {
  readonly code: number;
  /** Standard output of each step that was reached. */
  readonly outputs: readonly string[];
  /** Standard error of all. */
  readonly errors: string;
}

/** What commands leave on a machine. */
export interface Traces {
  readonly containers: readonly string[];
  readonly images: readonly string[];
  readonly ports: readonly number[];
  /** Arguments of `docker compose` that name a project's files. */
  readonly projects: readonly (readonly string[])[];
}

const mark = '\u001E\n';

/** The blocks of a page that a reader types into a shell. */
export function shellBlocksOf({ fences }: Page): Fence[] {
  return fences.filter(({ info }) => info === 'sh');
}

/**
 * Takes a block apart where it says what is printed: behind a command, or on lines of its own below it.
 *
 * @example
 * stepsOf('echo one\necho two # => two') // one step: two commands, and `two` is printed last
 */
export function stepsOf(text: string): Step[] {
  const steps: { commands: string[]; expected: string[] }[] = [];
  for (const line of text.split('\n')) {
    const [, command = line, expected] = /^(.*?)\s*# => (.*)$/.exec(line) ?? [];
    const last = steps.at(-1);
    // what is printed belongs to the commands above it
    const step = last && (last.expected.length === 0 || command === '') ? last : undefined;
    const to = step ?? { commands: [], expected: [] };
    if (!step) steps.push(to);
    if (command !== '') to.commands.push(command);
    if (expected !== undefined) to.expected.push(expected.trim());
  }
  return steps;
}

/** Runs the steps in one shell that stops at the first failure, as a reader would. */
export function runSteps(steps: readonly Step[], folder: string): Promise<RunBlock> {
  const separator = `printf '\\036\\n'`;
  const script = steps.flatMap(({ commands }) => [...commands, separator]).join('\n');
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    shell.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    shell.on('error', reject);
    shell.on('close', (code) => {
      resolve({ code: code ?? 1, outputs: output.split(mark).slice(0, -1), errors });
    });
  });
}

/** The last lines of an output, as many as are expected of it, without the spaces around them. */
export function lastLines(output: string, { expected }: Step): string[] {
  const lines = output.trimEnd().split('\n');
  return expected.length === 0 ? [] : lines.slice(-expected.length).map((line) => line.trim());
}

/** What a page's commands would leave, by the names that they give. */
export function tracesOf(blocks: readonly Fence[]): Traces {
  const text = blocks.map((block) => block.text).join('\n');
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);
  const projects = all(/\bdocker compose ((?:-f \S+ )+)/g).map((files) => files.trim());
  return {
    containers: unique(all(/--name (\S+)/g)),
    images: unique(all(/ -t (\S+)/g)),
    ports: unique(all(/-p 127\.0\.0\.1:(\d+):/g)).map(Number),
    projects: unique(projects).map((files) => files.split(' ')),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
