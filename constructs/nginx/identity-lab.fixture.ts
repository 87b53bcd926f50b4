import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, ProxyLab } from './container.fixture';
import { renderSidecarConfig, sidecarVariables } from './identity-sidecar';
import { cloudRunSidecarPlatform } from './sidecar-platform';
import type { SidecarUpstream } from './sidecar-upstream';

/** What the application got from a run of requests. */
export interface Answers {
  /** Number of answers by status. */
  readonly counts: Readonly<Record<string, number>>;
  readonly last: {
    readonly status: number;
    readonly text: string;
    readonly location?: string;
    readonly ms: number;
  };
  readonly ms: number;
}

/** What a callee says of the call that it got. */
export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body itself where it is small. */
  readonly body: string;
  readonly bytes: number;
  readonly claims: { readonly aud: string; readonly number: number };
}

/** What the application is told to do. */
export interface Order {
  readonly path?: string;
  readonly port?: number;
  readonly times?: number;
  readonly together?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sends a body of this many characters. */
  readonly repeatBody?: number;
  readonly follow?: boolean;
}

/** Ports of localhost that lead to the two callees. */
export const localPorts = { goapp: 20001, chat: 20002 } as const;

const script = (name: string) => readFileSync(join(__dirname, `${name}.fixture.mjs`), 'utf8');
const upstreams: readonly SidecarUpstream[] = [
  {
    name: 'goapp',
    localPort: localPorts.goapp,
    protocol: 'http',
    keepAliveSeconds: 75,
    timeoutSeconds: 2,
  },
  {
    name: 'chat',
    localPort: localPorts.chat,
    protocol: 'websocket',
    keepAliveSeconds: 75,
    timeoutSeconds: 2,
  },
];

/** Two callees with tokens to check, a metadata server, and sidecars with an application beside each. */
export class IdentityLab {
  public readonly lab = new ProxyLab();
  private readonly folder = mkdtempSync(join(tmpdir(), 'slipway-identity-'));
  private readonly keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  /** The container of the callee `chat`. */
  public readonly chat: string;
  private readonly metadata: string;

  constructor() {
    chmodSync(this.folder, 0o777);
    this.makeCertificates();
    this.metadata = this.lab.startNode(script('metadata-server'), {
      aliases: ['metadata.test'],
      environment: { SIGNING_KEY: this.keys.privateKey },
    });
    this.startCallee('goapp');
    this.chat = this.startCallee('chat');
  }

  /** Starts a callee. */
  public startCallee(name: string): string {
    return this.lab.startNode(script('callee'), {
      aliases: [`${name}.run.test`],
      environment: {
        TLS_KEY: this.file('callee.key'),
        TLS_CERTIFICATE: this.file('callee.pem'),
        VERIFYING_KEY: this.keys.publicKey,
        AUDIENCE: `https://${name}.run.test`,
      },
    });
  }

  /** A fresh sidecar, ready, with an application beside it; by default it trusts who signed the callees. */
  public async startSidecar(trusted = 'ca'): Promise<Sidecar> {
    const id = this.lab.startImage(this.sidecarOptions(trusted));
    const sidecar = new Sidecar(
      id,
      this.lab.startNode('setInterval(() => {}, 1000)', { network: `container:${id}` }),
    );
    await sidecar.becomeReady();
    return sidecar;
  }

  /** Runs a sidecar that is expected to give up at once. */
  public runSidecar(environment: Readonly<Record<string, string>>) {
    const options = this.sidecarOptions();
    return this.lab.runProxy({
      ...options,
      environment: { ...options.environment, ...environment },
    });
  }

  /** Changes what the metadata server does, and answers with how often it was asked before. */
  public tellMetadata(state: {
    mode?: 'ok' | 'fail' | 'hang' | 'nonsense';
    lifeSeconds?: number;
    asked?: number;
  }): number {
    const query = encodeURIComponent(JSON.stringify(state));
    const before = this.control('{}');
    this.control(query);
    return before.asked;
  }

  /** How often the metadata server was asked for a token. */
  public get asked(): number {
    return this.control('{}').asked;
  }

  /** Takes everything away. */
  public remove(): void {
    this.lab.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private control(query: string): { asked: number } {
    const program = `console.log(await (await fetch('http://127.0.0.1/control?state=${query}')).text())`;
    return JSON.parse(
      docker('exec', this.metadata, 'node', '--input-type=module', '--eval', program),
    ) as { asked: number };
  }

  private sidecarOptions(trusted = 'ca') {
    const platform = {
      ...cloudRunSidecarPlatform(),
      metadataHost: 'metadata.test',
      upstreamPort: 8443,
      trustedCertificates: '/etc/trusted.pem',
    };
    const configuration = renderSidecarConfig({ upstreams, platform });
    const origins = upstreams.map(({ name }) => ({ name, origin: `https://${name}.run.test` }));
    return {
      environment: sidecarVariables(origins, configuration),
      files: { '/etc/trusted.pem': join(this.folder, `${trusted}.pem`) },
    };
  }

  private file(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** An authority, a certificate of it for every callee, and one that nobody signed. */
  private makeCertificates(): void {
    const made = (name: string, more: string) =>
      `openssl req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN=${name} -keyout ${name}.key -out ${name}.pem ${more}`;
    const program = [
      'cd /made',
      made('ca', '-addext basicConstraints=critical,CA:TRUE'),
      made(
        'callee',
        '-CA ca.pem -CAkey ca.key -addext subjectAltName=DNS:*.run.test -addext basicConstraints=CA:FALSE',
      ),
      made('stranger', '-addext subjectAltName=DNS:*.run.test'),
      'chmod 644 *',
    ].join(' && ');
    const mounts = ['--volume', `${this.folder}:/made`, '--entrypoint', 'sh'];
    docker('run', '--rm', '--user', '0', ...mounts, this.lab.image, '-c', program);
  }
}

/** A sidecar and the application beside it, which share localhost. */
export class Sidecar {
  constructor(
    public readonly id: string,
    private readonly application: string,
  ) {}

  /** Lets the application send requests. */
  public ask(order: Order = {}): Answers {
    const { path = '/', port = localPorts.goapp, ...rest } = order;
    return JSON.parse(this.run({ url: `http://localhost:${port}${path}`, ...rest })) as Answers;
  }

  /** Lets the application send one request, and answers with what the callee heard. */
  public heard(order: Order = {}): Heard {
    return JSON.parse(this.ask(order).last.text) as Heard;
  }

  /** Lets the application say words over a WebSocket. */
  public talk(words: readonly string[], port: number): string[] {
    return JSON.parse(
      this.run({ url: `http://localhost:${port}/socket`, socket: words }),
    ) as string[];
  }

  /** Everything that the sidecar has logged. */
  public log(): string {
    const run = spawnSync('docker', ['logs', this.id], { encoding: 'utf8' });
    return run.stdout + run.stderr;
  }

  /** The startup probe of the platform. */
  public health(path = '/healthz'): string {
    const program = `const a = await fetch('http://127.0.0.1:15020${path}'); console.log(a.status)`;
    return docker(
      'exec',
      this.application,
      'node',
      '--input-type=module',
      '--eval',
      program,
    ).trim();
  }

  /** The words after `docker` that let the application do something. */
  public command(order: string): string[] {
    return [
      'exec',
      this.application,
      'node',
      '--input-type=module',
      '--eval',
      script('application'),
      order,
    ];
  }

  /** Waits until the health check answers. */
  public async becomeReady(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      try {
        if (this.health() === '200') return;
      } catch {
        // not listening yet
      }
      await sleep(100);
    }
    throw new Error(`the sidecar did not become ready:\n${this.log()}`);
  }

  private run(order: object): string {
    return execFileSync('docker', this.command(JSON.stringify(order)), {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
