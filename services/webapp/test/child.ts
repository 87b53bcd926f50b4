import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDER = resolve(__dirname, '..');

export interface LogLine {
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Builds as the image does and returns the folder that it would hold. */
export function build(environment: Record<string, string>): string {
  const output = resolve(FOLDER, '.test', 'built');
  const env = { ...process.env, ...environment };
  execFileSync(process.execPath, ['build.mjs'], { cwd: FOLDER, env, stdio: 'pipe' });
  rmSync(output, { recursive: true, force: true });
  cpSync(resolve(FOLDER, '.next', 'standalone'), output, { recursive: true });
  return output;
}

/** The built server as a process of its own, on ports that the system picks. */
export class Child {
  url = '';
  metricsUrl = '';
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  #output = '';

  private constructor(folder: string, environment: Record<string, string>) {
    const env = { ...process.env, PORT: '0', METRICS_PORT: '0', ...environment };
    this.#process = spawn(process.execPath, [`${folder}/server.js`], { env });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
    });
    this.#exit = once(this.#process, 'exit');
  }

  static async start(folder: string, environment: Record<string, string>): Promise<Child> {
    const child = new Child(folder, environment);
    const { port, metrics_port: metricsPort } = await child.logged('listening');
    child.url = `http://127.0.0.1:${String(port)}`;
    child.metricsUrl = `http://127.0.0.1:${String(metricsPort)}`;
    return child;
  }

  get stdout(): string {
    return this.#output;
  }

  /** The first complete line with this message; waits for it. */
  async logged(msg: string): Promise<LogLine> {
    for (;;) {
      const lines = this.#output.split('\n').slice(0, -1);
      const found = lines.map((line) => JSON.parse(line) as LogLine).find((it) => it.msg === msg);
      if (found) return found;
      if (this.#process.exitCode !== null) throw new Error(`exited early: ${this.#output}`);
      await sleep(10);
    }
  }

  terminate(): void {
    this.#process.kill('SIGTERM');
  }

  async exited(): Promise<number> {
    const [code] = await this.#exit;
    return code as number;
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exit;
  }
}
