import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, ContainerOptions } from '../faults/container';
import { docker } from '../faults/docker';
import { type Inspected, Inspector } from '../faults/inspector';
import type { Lab } from '../faults/lab';
import { send } from '../faults/load';
import { bucketHost } from './bucket';

/** Seconds of changes that every instance may lose. */
export const acceptedSeconds = 2;

/** litestream as Cloud Run has it, but for the bucket's address. */
export function litestream(volume: string, bucket = bucketHost): ContainerOptions {
  return {
    service: 'litestream',
    port: 9400,
    ready: '/healthz',
    mounts: { '/data': volume },
    environment: {
      ACCEPTED_LOSS_SECONDS: String(acceptedSeconds),
      REPLICA_URL: 'gs://users/users.db',
      STORAGE_EMULATOR_HOST: bucket,
    },
  };
}

/** users-api with litestream beside it, on a disk in memory that is gone with both. */
export class Instance {
  private constructor(
    private readonly lab: Lab,
    private readonly volume: string,
    /** Container that restores and copies. */
    public readonly beside: Container,
    /** The application. */
    public readonly api: Container,
  ) {}

  /** Starts the application after the container beside it is healthy, as Cloud Run does. */
  public static async start(lab: Lab): Promise<Instance> {
    const volume = await lab.volume(65_536);
    const beside = await lab.start(litestream(volume));
    const api = await lab.start({
      service: 'users-api',
      port: 8080,
      ready: '/healthz',
      mounts: { '/data': volume },
      environment: { DB_LOCKING: 'shared' },
    });
    return new Instance(lab, volume, beside, api);
  }

  /** The machine is gone. */
  public async kill(): Promise<void> {
    await docker('kill', '--signal', 'KILL', this.api.id, this.beside.id);
    await this.forget();
  }

  /** SIGTERM to both at once; answers with their exit codes. */
  public async stop(): Promise<number[]> {
    await docker('kill', '--signal', 'TERM', this.api.id, this.beside.id);
    const codes = [await this.api.exitCode(), await this.beside.exitCode()];
    await this.forget();
    return codes;
  }

  /** Ids of all users. */
  public async users(): Promise<number[]> {
    const { status, body, error } = await send(this.api.url, { path: '/users' });
    if (status !== 200) throw new Error(`GET /users: ${error ?? String(status)}`);
    return (JSON.parse(body) as { id: number }[]).map(({ id }) => id);
  }

  /** What lies on its disk, looked at by a SQLite of its own while nobody writes. */
  public async inspect(): Promise<Inspected> {
    const inspector = await Inspector.start(this.lab, this.volume);
    return inspector.look();
  }

  /** Waits until the container beside has logged a text. */
  public async logged(text: string): Promise<void> {
    for (const end = Date.now() + 60_000; !(await this.beside.log()).includes(text);) {
      if (Date.now() > end) throw new Error(`no '${text}' in ${await this.beside.log()}`);
      await sleep(100);
    }
  }

  private async forget(): Promise<void> {
    await docker('rm', '--force', '--volumes', this.api.id, this.beside.id);
  }
}
