import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../constructs/core/repository-root';

/** A service whose image is held to its contract. */
export interface ContractedService {
  /** Folder below services, and name of the case file. */
  readonly service: string;
  /** Name of the row, where a service has several; its folder otherwise. */
  readonly name?: string;
  /** Port that is published. */
  readonly port: number;
  /** Rows that it calls, which run beside it. */
  readonly calls?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of the repository, mounted read-only, by path in the container. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** What a new one answers to a request, when nobody has asked it anything before. */
  readonly fresh?: { readonly path: string; readonly body: string };
}

/** Where every service but the frozen one has its metrics. */
export const metricsPort = 9090;

const healthyWithinMs = 60_000;

/** What a row is called. */
export function nameOf({ name, service }: ContractedService): string {
  return name ?? service;
}

/** A private network with services on it; everything carries one unique name and goes with `remove`. */
export class ServiceLab {
  public readonly name = `slipway-p${process.pid}-contract-${randomBytes(4).toString('hex')}`;
  private readonly images = new Set<string>();

  constructor(private readonly services: readonly ContractedService[]) {
    docker('network', 'create', '--label', `lab=${this.name}`, this.name);
  }

  /** Builds and starts the service of a row and whatever it calls, and waits until all are healthy. */
  public async start(name: string): Promise<void> {
    const row = this.services.find((one) => nameOf(one) === name);
    if (row === undefined) throw new Error(`there is no row for ${name}`);
    for (const callee of row.calls ?? []) await this.start(callee);
    this.build(row.service);
    docker('run', '--detach', ...this.arguments(row), this.imageOf(row.service));
    await this.becomeHealthy(name);
  }

  /** The base URL of a container's port. */
  public urlOf(name: string, port: number): string {
    return `http://${docker('port', this.containerOf(name), `${port}/tcp`).trim()}`;
  }

  /** Tells a service to end, as a platform does. */
  public terminate(name: string): void {
    docker('kill', '--signal', 'TERM', this.containerOf(name));
  }

  /** Waits for the end of a service; answers with its exit code. */
  public async ended(name: string): Promise<number> {
    const { stdout } = await promisify(execFile)('docker', ['wait', this.containerOf(name)]);
    return Number(stdout);
  }

  /** The user that an image says it runs as. */
  public userOf(service: string): string {
    return docker('image', 'inspect', '--format', '{{.Config.User}}', this.imageOf(service)).trim();
  }

  /** What a service has written on its standard output. */
  public output(name: string): string {
    const run = spawnSync('docker', ['logs', this.containerOf(name)], { encoding: 'utf8' });
    return run.stdout;
  }

  /** Takes away everything that the lab has made. */
  public remove(): void {
    const mine = ['--quiet', '--filter', `label=lab=${this.name}`];
    const containers = docker('ps', '--all', ...mine)
      .split('\n')
      .filter(Boolean);
    if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers);
    docker('network', 'rm', this.name);
    if (this.images.size > 0) docker('rmi', ...this.images);
  }

  private build(service: string): void {
    const folder = join(repositoryRoot(), 'services', service);
    const image = this.imageOf(service);
    execFileSync('docker', ['buildx', 'build', '--quiet', '--load', '--tag', image, folder], {
      env: { ...process.env, DOCKER_BUILDKIT: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.images.add(image);
  }

  private arguments(row: ContractedService): string[] {
    const { port, environment = {}, mounts = {} } = row;
    return [
      ...['--name', this.containerOf(nameOf(row)), '--label', `lab=${this.name}`],
      ...['--network', this.name, '--network-alias', nameOf(row)],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--memory', '512m', '--pids-limit', '200'],
      // the image's own health command, more often than a platform asks
      ...['--health-interval', '1s', '--health-start-period', '60s'],
      ...['--publish', `127.0.0.1::${port}`, '--publish', `127.0.0.1::${metricsPort}`],
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(mounts).flatMap(([at, from]) => {
        return ['--volume', `${join(repositoryRoot(), from)}:${at}:ro`];
      }),
    ];
  }

  private async becomeHealthy(name: string): Promise<void> {
    const health = ['inspect', '--format', '{{.State.Health.Status}}', this.containerOf(name)];
    for (let waited = 0; waited < healthyWithinMs; waited += 200) {
      if (docker(...health).trim() === 'healthy') return;
      await sleep(200);
    }
    const run = spawnSync('docker', ['logs', this.containerOf(name)], { encoding: 'utf8' });
    throw new Error(`${name} did not become healthy:\n${run.stdout}${run.stderr}`);
  }

  private imageOf(service: string): string {
    return `${this.name}/${service}`;
  }

  private containerOf(name: string): string {
    return `${this.name}-${name}`;
  }
}

function docker(...command: readonly string[]): string {
  return execFileSync('docker', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
