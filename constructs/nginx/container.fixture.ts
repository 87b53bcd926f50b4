import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeConfig } from './payload';

/** What a test asks for. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Asks the TLS listener, over plain HTTP. */
  readonly tlsPort?: boolean;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a proxy is started. */
export interface ProxyOptions {
  readonly configuration?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volume?: string;
  /** Files of the host, mounted read-only: path in the container to path on the host. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further arguments of `docker run`. */
  readonly docker?: readonly string[];
}

/** How a program of Node.js is started. */
export interface NodeOptions {
  readonly aliases?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The network, or `container:<id>` for the one that another container is in. */
  readonly network?: string;
}

/** A private network with the proxy's image; everything in it carries one unique name and goes with `remove`. */
export class ProxyLab {
  public readonly name = `slipway-nginx-${process.pid}-${randomBytes(4).toString('hex')}`;
  public readonly image = this.name;
  private containers = 0;

  constructor() {
    const folder = join(__dirname, '../../services/reverse-proxy');
    docker('build', '--quiet', '--tag', this.image, folder);
    docker('network', 'create', '--label', `lab=${this.name}`, this.name);
  }

  /** Starts the echo server under these names; answers with the container's id. */
  public startServices(...aliases: readonly string[]): string {
    const script = readFileSync(join(__dirname, 'echo-server.fixture.mjs'), 'utf8');
    const names = aliases.flatMap((alias) => ['--network-alias', alias]);
    const command = ['node', '--input-type=module', '--eval', script];
    return docker(
      ...['run', '--detach', ...this.common(), ...names, 'node:24-trixie-slim', ...command],
    ).trim();
  }

  /** Starts a program of Node.js; answers with the container's id. */
  public startNode(program: string, options: NodeOptions = {}): string {
    const { aliases = [], environment = {}, network } = options;
    return docker(
      ...['run', '--detach', ...this.common(network)],
      ...aliases.flatMap((alias) => ['--network-alias', alias]),
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...['node:24-trixie-slim', 'node', '--input-type=module', '--eval', program],
    ).trim();
  }

  /** Starts the image without waiting for anything; answers with the container's id. */
  public startImage(options: ProxyOptions): string {
    return docker('run', '--detach', ...this.proxyArguments(options)).trim();
  }

  /** Starts the proxy as hardened as every platform starts it, and waits until it is ready. */
  public async startProxy(options: ProxyOptions): Promise<Proxy> {
    const proxy = new Proxy(docker('run', '--detach', ...this.proxyArguments(options)).trim());
    await proxy.becomeReady();
    return proxy;
  }

  /** Runs a proxy that is expected to give up at once. */
  public runProxy(options: ProxyOptions): { readonly code: number | null; readonly log: string } {
    const run = spawnSync('docker', ['run', ...this.proxyArguments(options)], { encoding: 'utf8' });
    return { code: run.status, log: run.stdout + run.stderr };
  }

  /** One fact of the proxy's image, by a Go template. */
  public inspectImage(template: string): string {
    return docker('image', 'inspect', '--format', template, this.image).trim();
  }

  /** Size of an image with its base. */
  public imageBytes(image: string): number {
    return Number(docker('image', 'inspect', '--format', '{{.Size}}', image));
  }

  /** IPv4 address of a container in the lab's network. */
  public addressOf(id: string): string {
    const address = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    return docker('inspect', '--format', address, id).trim();
  }

  /** A new volume. */
  public createVolume(): string {
    return docker('volume', 'create', '--label', `lab=${this.name}`).trim();
  }

  /** Takes away everything that the lab started, whatever state it is in. */
  public remove(): void {
    const mine = ['--quiet', '--filter', `label=lab=${this.name}`];
    const removed = (list: readonly string[], remove: readonly string[]): void => {
      const found = docker(...list, ...mine)
        .split('\n')
        .filter(Boolean);
      if (found.length > 0) docker(...remove, ...found);
    };
    removed(['ps', '--all'], ['rm', '--force', '--volumes']);
    removed(['network', 'ls'], ['network', 'rm']);
    removed(['volume', 'ls'], ['volume', 'rm']);
    docker('rmi', this.image);
  }

  private proxyArguments(options: ProxyOptions): string[] {
    const { configuration, environment = {}, volume } = options;
    const variables = {
      ...(configuration === undefined ? {} : { NGINX_CONF: encodeConfig(configuration) }),
      ...environment,
    };
    return [
      ...this.common(),
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--publish', '127.0.0.1::8080', '--publish', '127.0.0.1::8443'],
      ...(volume === undefined ? [] : ['--volume', `${volume}:/var/lib/reverse-proxy`]),
      ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(options.files ?? {}).flatMap(([at, from]) => [
        '--volume',
        `${from}:${at}:ro`,
      ]),
      ...(options.docker ?? []),
      this.image,
    ];
  }

  private common(network = this.name): string[] {
    this.containers += 1;
    const name = `${this.name}-${this.containers}`;
    return ['--name', name, '--label', `lab=${this.name}`, '--network', network];
  }
}

/** A running proxy. */
export class Proxy {
  private httpPort = 0;
  private httpsPort = 0;

  constructor(public readonly id: string) {}

  /** The container's log: nginx's own lines, the entrypoint's and one per request. */
  public log(): string {
    const run = spawnSync('docker', ['logs', this.id], { encoding: 'utf8' });
    return run.stdout + run.stderr;
  }

  /** The first line of the log that holds a text, as soon as it is there: lines are written once a second. */
  public async logged(text: string): Promise<string> {
    return loggedLine(() => this.log(), text);
  }

  /** Runs a program in the container and returns what it prints. */
  public run(...command: readonly string[]): string {
    return docker('exec', this.id, ...command);
  }

  /** Sends a signal to the first process. */
  public signal(signal: string): void {
    docker('kill', '--signal', signal, this.id);
  }

  /** Waits for the end and returns the exit code. */
  public exitCode(): number {
    return Number(docker('wait', this.id).trim());
  }

  /** When the process ended, by the engine's clock: what the engine cleans up afterwards does not count. */
  public endedAt(): number {
    return Date.parse(docker('inspect', '--format', '{{.State.FinishedAt}}', this.id).trim());
  }

  /** Stops and starts the same container again. */
  public async restart(): Promise<void> {
    docker('restart', this.id);
    await this.becomeReady();
  }

  /** Asks over plain HTTP, as the TLS-ending balancer in front: `X-Forwarded-Proto: https` unless the test says more. */
  public fromBalancer(path: string, ask: Ask = {}): Promise<Answer> {
    return this.plain(path, { ...ask, headers: { 'x-forwarded-proto': 'https', ...ask.headers } });
  }

  /** Asks over plain HTTP. */
  public plain(path: string, ask: Ask = {}): Promise<Answer> {
    const port = ask.tlsPort === true ? this.httpsPort : this.httpPort;
    return answerOf(httpRequest({ ...place(port, path), ...options(ask) }), ask.body);
  }

  /** Asks over HTTPS, whoever signed the certificate. */
  public secure(path: string, ask: Ask = {}): Promise<Answer> {
    const target = { ...place(this.httpsPort, path), rejectUnauthorized: false };
    return answerOf(httpsRequest({ ...target, ...options(ask) }), ask.body);
  }

  /** The host's port of the plain listener. */
  public get port(): number {
    return this.httpPort;
  }

  /** The host's port of the TLS listener. */
  public get tlsPort(): number {
    return this.httpsPort;
  }

  /** Waits until the proxy says that it is ready. */
  public async becomeReady(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      try {
        this.httpPort = this.published(8080);
        this.httpsPort = this.published(8443);
        if ((await this.plain('/readyz')).status === 200) return;
      } catch {
        // not listening yet
      }
      await sleep(100);
    }
    throw new Error(`the proxy did not become ready:\n${this.log()}`);
  }

  private published(port: number): number {
    return Number(docker('port', this.id, `${port}/tcp`).trim().split(':').at(-1));
  }
}

function place(port: number, path: string): RequestOptions {
  return { host: '127.0.0.1', port, path, agent: false };
}

function options({ method, headers }: Ask): RequestOptions {
  return { ...(method === undefined ? {} : { method }), headers: { ...headers } };
}

function answerOf(
  request: ReturnType<typeof httpRequest>,
  body: string | Buffer | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.end(body);
  });
}

/** The first line of a log that holds a text, as soon as it is there. */
export async function loggedLine(log: () => string, text: string): Promise<string> {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const line = log()
      .split('\n')
      .find((one) => one.includes(text));
    if (line !== undefined) return line;
    await sleep(100);
  }
  throw new Error(`nothing with ${text} was logged:\n${log()}`);
}

/** Runs the Docker client and returns what it prints. */
export function docker(...command: readonly string[]): string {
  return execFileSync('docker', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
