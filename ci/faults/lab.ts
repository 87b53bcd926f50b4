import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderImages } from '../images/images';
import { freePort } from '../local/ports';
import { Container, type ContainerOptions } from './container';
import { docker, lines } from './docker';

const label = 'slipway.faults';

/** One private network with containers of the real images on it; all of it goes with `remove`. */
export class Lab {
  private readonly cleanups: (() => void)[] = [];
  private closed = false;

  private constructor(
    private readonly name: string,
    private readonly images: ReadonlyMap<string, string>,
  ) {}

  /** Takes away what a killed run left, and makes a network. */
  public static async create(): Promise<Lab> {
    await removeLeftovers();
    const name = `slipway-faults-${process.pid}-${randomBytes(3).toString('hex')}`;
    await docker('network', 'create', '--label', `${label}=${process.pid}`, name);
    const images = folderImages().map(({ source, reference }) => {
      return [source.folder.slice(source.folder.lastIndexOf('/') + 1), reference] as const;
    });
    return new Lab(name, new Map(images));
  }

  /** Starts a container and waits until it is ready. */
  public async start(options: ContainerOptions): Promise<Container> {
    const container = await this.launch(options);
    await container.becomeReady();
    return container;
  }

  /** Starts a container as hardened as the compose file does, and waits for nothing. */
  public async launch(options: ContainerOptions): Promise<Container> {
    const { service, port, command = [] } = options;
    if (this.closed) throw new Error(`${service} is not started any more`);
    const hostPort = port === undefined ? undefined : await freePort();
    const id = await docker(
      ...['run', '--detach', '--label', `${label}=${process.pid}`, '--network', this.name],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges:true'],
      ...['--pids-limit', '200', '--memory', '512m', '--no-healthcheck'],
      ...(options.aliases ?? [service]).flatMap((alias) => ['--network-alias', alias]),
      ...(hostPort === undefined ? [] : ['--publish', `127.0.0.1:${hostPort}:${port ?? 0}`]),
      ...pairs('--env', options.environment, (name, value) => `${name}=${value}`),
      ...pairs('--volume', options.mounts, (path, from) => mounted(path, from)),
      ...(command.length === 0 ? [] : ['--entrypoint', command[0] ?? '']),
      this.imageOf(service),
      ...command.slice(1),
    );
    return new Container(id, hostPort, options, port === 8443);
  }

  /** A new volume; with a size it is a small disk in memory. */
  public async volume(sizeKiB?: number): Promise<string> {
    const small = ['--opt', 'type=tmpfs', '--opt', 'device=tmpfs'];
    const size = `o=size=${sizeKiB ?? 0}k,uid=65532,gid=65532,mode=0700`;
    const options = sizeKiB === undefined ? [] : [...small, '--opt', size];
    return docker('volume', 'create', '--label', `${label}=${process.pid}`, ...options);
  }

  /** Has something ended before the containers go, so that nobody goes on asking them. */
  public before(cleanup: () => void): void {
    this.cleanups.push(cleanup);
  }

  /** Takes away containers and volumes; the network stays for the next fault. */
  public async clear(): Promise<void> {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    await removeLabelled(`${label}=${process.pid}`, ['container', 'volume']);
  }

  /** Takes away everything, also what was just being started. */
  public async remove(): Promise<void> {
    this.closed = true;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.clear();
        await removeLabelled(`${label}=${process.pid}`, ['network']);
        return;
      } catch (error) {
        if (attempt === 5) throw error;
        await sleep(500);
      }
    }
  }

  private imageOf(service: string): string {
    const image = this.images.get(service);
    if (image === undefined) throw new Error(`no image is built from services/${service}`);
    return image;
  }
}

type Kind = 'container' | 'volume' | 'network';

/** What runs left whose processes are gone; a run that goes on beside this one keeps its own. */
async function removeLeftovers(): Promise<void> {
  for (const kind of ['container', 'volume', 'network'] as const) {
    for (const found of await labelled(kind, label)) {
      if (!isAlive(Number(found.owner))) await removeOne(kind, found.id);
    }
  }
}

async function removeLabelled(filter: string, kinds: readonly Kind[]): Promise<void> {
  for (const kind of kinds) {
    await Promise.all((await labelled(kind, filter)).map(({ id }) => removeOne(kind, id)));
  }
}

async function labelled(
  kind: Kind,
  filter: string,
): Promise<{ readonly id: string; readonly owner: string }[]> {
  const all = kind === 'container' ? ['--all'] : [];
  const id = kind === 'volume' ? '{{.Name}}' : '{{.ID}}';
  const format = `${id} {{.Label "${label}"}}`;
  const found = await docker(kind, 'ls', ...all, '--filter', `label=${filter}`, '--format', format);
  return lines(found).map((line) => {
    const [name = '', owner = ''] = line.split(' ');
    return { id: name, owner };
  });
}

async function removeOne(kind: Kind, id: string): Promise<void> {
  const force = kind === 'container' ? ['--force', '--volumes'] : [];
  await docker(kind, 'rm', ...force, id);
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function pairs(
  option: string,
  values: Readonly<Record<string, string>> = {},
  text: (name: string, value: string) => string,
): string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, text(name, value)]);
}

function mounted(path: string, from: string): string {
  return from.endsWith(':ro') ? `${from.slice(0, -3)}:${path}:ro` : `${from}:${path}`;
}
