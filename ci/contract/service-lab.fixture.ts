import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../constructs/core/repository-root';

/** A service whose image is held to its contract. */
export interface ContractedService {
  /** Folder below services, and name of the case file. */
  readonly service: string;
  /** Port that is published. */
  readonly port: number;
  /** Services that it calls, which run beside it. */
  readonly calls?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of the repository, mounted read-only, by path in the container. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** What a new one answers to a request, when nobody has asked it anything before. */
  readonly fresh?: { readonly path: string; readonly body: string };
}

const readyWithinMs = 60_000;

/** A private network with services on it; everything carries one unique name and goes with `remove`. */
export class ServiceLab {
  public readonly name = `slipway-p${process.pid}-contract-${randomBytes(4).toString('hex')}`;
  private readonly images = new Set<string>();

  constructor(private readonly services: readonly ContractedService[]) {
    docker('network', 'create', '--label', `lab=${this.name}`, this.name);
  }

  /** Builds and starts a service and whatever it calls; answers with its base URL. */
  public async start(service: string): Promise<string> {
    const row = this.services.find((one) => one.service === service);
    if (row === undefined) throw new Error(`there is no row for ${service}`);
    for (const callee of row.calls ?? []) await this.start(callee);
    this.build(service);
    docker('run', '--detach', ...this.arguments(row), this.imageOf(service));
    const url = `http://${docker('port', this.containerOf(service), `${row.port}/tcp`).trim()}`;
    await this.becomeReady(service, url);
    return url;
  }

  /** Ends a service as a platform does; answers with its exit code. */
  public stop(service: string): number {
    docker('stop', '--time', '10', this.containerOf(service));
    const state = docker('inspect', '--format', '{{.State.ExitCode}}', this.containerOf(service));
    return Number(state);
  }

  /** What a service has written on its standard output. */
  public output(service: string): string {
    const run = spawnSync('docker', ['logs', this.containerOf(service)], { encoding: 'utf8' });
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

  private arguments({ service, port, environment = {}, mounts = {} }: ContractedService): string[] {
    return [
      ...['--name', this.containerOf(service), '--label', `lab=${this.name}`],
      ...['--network', this.name, '--network-alias', service],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--user', '65532:65532', '--memory', '512m', '--pids-limit', '200'],
      ...['--publish', `127.0.0.1::${port}`],
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(mounts).flatMap(([at, from]) => {
        return ['--volume', `${join(repositoryRoot(), from)}:${at}:ro`];
      }),
    ];
  }

  private async becomeReady(service: string, url: string): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    while (Date.now() < deadline) {
      // uptime has no health path: any answer of it will do
      // and what accepts a connection before the service does may never answer on it
      const signal = AbortSignal.timeout(2_000);
      const status = await fetch(`${url}/readyz`, { signal }).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 200 || (status !== 0 && status !== 503)) return;
      await sleep(100);
    }
    const run = spawnSync('docker', ['logs', this.containerOf(service)], { encoding: 'utf8' });
    throw new Error(`${service} did not become ready:\n${run.stdout}${run.stderr}`);
  }

  private imageOf(service: string): string {
    return `${this.name}/${service}`;
  }

  private containerOf(service: string): string {
    return `${this.name}-${service}`;
  }
}

function docker(...command: readonly string[]): string {
  return execFileSync('docker', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
