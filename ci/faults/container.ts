import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from './docker';
import { send } from './load';

/** How a container is started. */
export interface ContainerOptions {
  /** Folder below services that the image is built from. */
  readonly service: string;
  /** Names under which the others find it, its own for one; several containers may share them. */
  readonly aliases?: readonly string[];
  /** Port that is published on loopback. */
  readonly port?: number;
  /** Path that answers 200 once it is ready. */
  readonly ready?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is mounted: path in the container to volume or folder, with `:ro` where it is only read. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Program and arguments in place of the image's own. */
  readonly command?: readonly string[];
}

const readyWithinMs = 45_000;

/** A container of one of the system's images. Its published port stays the same when it is started again. */
export class Container {
  constructor(
    public readonly id: string,
    private readonly hostPort: number | undefined,
    private readonly options: ContainerOptions,
    private readonly secure: boolean,
  ) {}

  /** Where its published port answers. */
  public get url(): string {
    return `${this.secure ? 'https' : 'http'}://127.0.0.1:${this.hostPort ?? 0}`;
  }

  /** Sends a signal to the first process. */
  public async signal(name: 'KILL' | 'TERM'): Promise<void> {
    await docker('kill', '--signal', name, this.id);
  }

  /** Starts it again, on the same volumes. */
  public async start(): Promise<void> {
    await docker('start', this.id);
  }

  /** Ends it as a platform does; answers with its exit code. */
  public async stop(): Promise<number> {
    await docker('stop', '--time', '20', this.id);
    return this.exitCode();
  }

  /** Waits for its end; answers with its exit code. */
  public async exitCode(): Promise<number> {
    return Number(await docker('wait', this.id));
  }

  /** Runs a program in it and answers with what it prints. */
  public exec(...command: readonly string[]): Promise<string> {
    return docker('exec', this.id, ...command);
  }

  /** Everything that it has logged. */
  public log(): Promise<string> {
    return docker('logs', this.id);
  }

  /** When its process was started last. */
  public startedAt(): Promise<string> {
    return docker('inspect', '--format', '{{.State.StartedAt}} {{.RestartCount}}', this.id);
  }

  /** Waits until it is ready; one without a path to ask is taken to be. */
  public async becomeReady(): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    const { ready, service } = this.options;
    while (!(await this.isReady(ready))) {
      if (Date.now() > deadline) throw new Error(`${service} is not ready: ${await this.log()}`);
      await sleep(25);
    }
  }

  private async isReady(path: string | undefined): Promise<boolean> {
    if (path === undefined) return true;
    return (await send(this.url, { path }, { timeoutMs: 5000 })).status === 200;
  }
}
