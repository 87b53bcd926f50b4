import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, lines } from '../../faults/docker';

const label = 'slipway.bench';

/** Which processor the measured container has for itself, and which the rest shares; none where there is only one. */
export const processors = cpus().length > 1 ? { measured: '0', rest: '1' } : undefined;

/** How a container is started. */
export interface Start {
  readonly image: string;
  /** Name under which the others find it. */
  readonly alias?: string;
  readonly on?: keyof NonNullable<typeof processors>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is mounted: path in the container to volume or folder, with `:ro` where it is only read. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Port of loopback to port of the container. */
  readonly publish?: readonly [host: number, container: number];
}

/** A container that answers. */
export interface Running {
  readonly id: string;
  readonly url: string;
}

/** A private network and what runs on it; all of it goes with `remove`. */
export class Lab {
  private readonly name = `slipway-bench-${process.pid}-${randomBytes(3).toString('hex')}`;
  private readonly mine = `${label}=${this.name}`;
  private closed = false;

  /** Makes the network. */
  public static async create(): Promise<Lab> {
    const lab = new Lab();
    await docker('network', 'create', '--label', lab.mine, lab.name);
    return lab;
  }

  /** Builds an image that goes with the lab. */
  public async build(folder: string): Promise<string> {
    await docker('build', '--quiet', '--label', this.mine, '--tag', this.name, folder);
    return this.name;
  }

  /** Starts a container and waits until its path answers 200. */
  public async start(start: Start, port: number, path: string): Promise<Running> {
    const id = await this.make(start);
    await docker('start', id);
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    const url = `http://${await docker('inspect', '--format', format, id)}:${port}`;
    for (const end = Date.now() + 30_000; (await statusOf(`${url}${path}`)) !== 200;) {
      if (Date.now() > end) throw new Error(`${start.image} does not answer at ${path}`);
      await sleep(50);
    }
    return { id, url };
  }

  /** Makes a container as hardened as the compose file does, without starting it. */
  public async make(start: Start): Promise<string> {
    if (this.closed) throw new Error('the benchmark has ended');
    const { image, alias, on, environment = {}, mounts = {}, publish } = start;
    return docker(
      ...['create', '--label', this.mine, '--network', this.name, '--no-healthcheck'],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges:true'],
      // every line is still written and read by the engine, which then drops it: where logs go is no service's affair
      ...['--log-driver', 'none'],
      ...(alias === undefined ? [] : ['--network-alias', alias]),
      ...(on === undefined || !processors ? [] : ['--cpuset-cpus', processors[on]]),
      ...(publish ? ['--publish', `127.0.0.1:${publish[0]}:${publish[1]}`] : []),
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(mounts).flatMap(([path, from]) => ['--volume', mounted(path, from)]),
      image,
    );
  }

  /** Takes away containers that are not needed any more, with their volumes. */
  public async drop(...ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await docker('rm', '--force', '--volumes', ...ids);
  }

  /** Takes away everything, also what was just being started. */
  public async remove(): Promise<void> {
    this.closed = true;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.drop(...(await this.found('ps', '--all')));
        for (const id of await this.found('network', 'ls')) await docker('network', 'rm', id);
        for (const id of new Set(await this.found('images'))) await docker('rmi', '--force', id);
        return;
      } catch (error) {
        if (attempt === 5) throw error;
        await sleep(500);
      }
    }
  }

  private async found(...list: readonly string[]): Promise<string[]> {
    return lines(await docker(...list, '--quiet', '--filter', `label=${this.mine}`));
  }
}

/** The status of one request on a connection of its own, or undefined where nothing answers. */
export function statusOf(url: string, timeout = 5000): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, timeout }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => {
      resolve(undefined);
    });
    asked.end();
  });
}

function mounted(path: string, from: string): string {
  return from.endsWith(':ro') ? `${from.slice(0, -3)}:${path}:ro` : `${from}:${path}`;
}
