import { spawn } from 'node:child_process';

/** What a command came to. */
export interface CommandResult {
  /** Exit code; 127 where the program does not exist. */
  readonly code: number;
  /** Standard output and error in the order in which they came. */
  readonly output: string;
}

/** How a command is run. */
export interface CommandOptions {
  /**
   * Working directory.
   *
   * @default - that of this process
   */
  readonly cwd?: string;

  /**
   * Variables on top of those of this process.
   *
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;

  /**
   * Called with each piece of output as it comes.
   *
   * @default - output is only collected
   */
  readonly onOutput?: (text: string) => void;
}

/** Runs a program without a shell and collects its output. Never rejects: a missing program is exit code 127. */
export function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (text: string) => {
      output += text;
      options.onOutput?.(text);
    };
    // a letter of several bytes may come in two pieces
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => {
      resolve({ code: 127, output: `${output}${program}: ${error.message}\n` });
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? 1, output: signal ? `${output}ended by ${signal}\n` : output });
    });
  });
}

/** The last lines of an output, for a message. */
export function tail(output: string, lines: number): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
