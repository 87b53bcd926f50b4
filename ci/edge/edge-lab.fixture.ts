import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, ProxyLab } from '../../constructs/nginx/container.fixture';
import type { ProxyUpstream } from '../../constructs/nginx/upstream';
import { repositoryRoot } from '../../constructs/core/repository-root';
import type { Address } from './exchange';

/** A service of the system as these tests start it. */
export interface EdgeService {
  readonly port: number;
  readonly protocol?: ProxyUpstream['protocol'];
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of the host, mounted read-only, by path in the container. */
  readonly mounts?: Readonly<Record<string, string>>;
}

/** The services by their folder, which is their name in the network too. */
export const services: Readonly<Record<string, EdgeService>> = {
  goapp: { port: 8080 },
  pythonapp: { port: 8090, environment: { ALLOWED_ORIGINS: 'https://partner.example' } },
  'static-site': { port: 8080, environment: { CONTENT_DIR: '/content' } },
  'users-api': { port: 8080 },
  'users-form': { port: 8000, environment: { BACKEND_HOST: 'users-api', BACKEND_PORT: '8080' } },
  webapp: {
    port: 3000,
    protocol: 'websocket',
    environment: { BACKEND_URL: 'http://pythonapp:8090' },
  },
};

/** What a proxy's configuration knows of the services. */
export const upstreams: Readonly<Record<string, ProxyUpstream>> = Object.fromEntries(
  Object.entries(services).map(([host, { port, protocol = 'http' }]) => [
    host,
    { host, port, keepAliveSeconds: 75, protocol },
  ]),
);

/** Ranges that Docker gives its networks: a proxy that trusts them takes the test for the balancer in front. */
export const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const healthyWithinMs = 60_000;

/**
 * The real images of the proxy and of services in a network of their own. They are asked by the addresses that they have
 * there: a published port would put a program of the engine in between, which ends connections in its own way.
 */
export class EdgeLab extends ProxyLab {
  private readonly built = new Set<string>();
  private readonly ids = new Map<string, string>();

  /** Builds and starts services, in this order, each healthy before the next. */
  public async start(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.startService(name, services[name]!);
  }

  /** Builds and starts one service and waits until it is healthy. */
  public async startService(name: string, service: EdgeService): Promise<void> {
    const image = `${this.name}-${name}`;
    const folder = join(repositoryRoot(), 'services', name);
    execFileSync('docker', ['build', '--quiet', '--tag', image, folder], {
      env: { ...process.env, DOCKER_BUILDKIT: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.built.add(image);
    const { environment = {}, mounts = {} } = service;
    const id = docker(
      ...['run', '--detach', '--name', `${this.name}-run-${name}`, '--label', `lab=${this.name}`],
      ...['--network', this.name, '--network-alias', name],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--memory', '512m', '--pids-limit', '200', '--health-interval', '1s'],
      ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...Object.entries(mounts).flatMap(([at, from]) => ['--volume', `${from}:${at}:ro`]),
      image,
    ).trim();
    this.ids.set(name, id);
    await this.becomeHealthy(name);
  }

  /** Where a service listens. */
  public service(name: string): Address {
    return { host: this.addressOf(this.idOf(name)), port: services[name]!.port };
  }

  /** Everything that a service, or the container of an id, has written. */
  public logOf(name: string): string {
    const { stdout, stderr } = spawnSync('docker', ['logs', this.ids.get(name) ?? name], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout + stderr;
  }

  /** Whether a service is what it was at its start: healthy, and never started again. */
  public isWell(name: string): boolean {
    const state = '{{.State.Health.Status}} {{.RestartCount}} {{.State.OOMKilled}}';
    return docker('inspect', '--format', state, this.idOf(name)).trim() === 'healthy 0 false';
  }

  /** Takes away what the lab has started and built. */
  public override remove(): void {
    super.remove();
    if (this.built.size > 0) docker('rmi', ...this.built);
  }

  private async becomeHealthy(name: string): Promise<void> {
    const health = ['inspect', '--format', '{{.State.Health.Status}}', this.idOf(name)];
    for (let waited = 0; waited < healthyWithinMs; waited += 200) {
      if (docker(...health).trim() === 'healthy') return;
      await sleep(200);
    }
    throw new Error(`${name} did not become healthy:\n${this.logOf(name)}`);
  }

  private idOf(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`${name} was not started`);
    return id;
  }
}
