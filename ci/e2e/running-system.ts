import { run, tail } from '../command';
import { buildImages } from '../images/images';
import { localConfigFor } from '../local/proxy-config';
import { freePort } from '../local/ports';

/** What a test starts beside the system. */
interface More {
  readonly profile?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The compose file's system under a project name and on ports of its own, so that it never meets a person's. */
export class RunningSystem {
  private constructor(
    /** Where the proxy answers HTTPS. */
    public readonly httpsPort: number,
    /** Where the proxy redirects to HTTPS. */
    public readonly httpPort: number,
    private readonly project: string,
    private readonly more: More,
  ) {}

  /** Builds what is not built, starts every container and waits until all are healthy. */
  public static async start(more: More = {}): Promise<RunningSystem> {
    const lines: string[] = [];
    const failed = await buildImages((line) => lines.push(line));
    if (failed.length > 0) throw new Error(lines.join('\n'));
    const system = new RunningSystem(
      await freePort(),
      await freePort(),
      `slipway-e2e-${process.pid}`,
      more,
    );
    const up = await system.compose(
      'up',
      '--detach',
      '--no-build',
      '--wait',
      '--wait-timeout',
      '150',
    );
    if (up.code !== 0) {
      const logs = await system.compose('logs', '--tail', '20');
      await system.stop();
      throw new Error(`${tail(up.output, 20)}\n${tail(logs.output, 80)}`);
    }
    return system;
  }

  /** Takes containers, networks and volumes of this system down. */
  public async stop(): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '10');
  }

  /** Runs `docker compose` on this system. */
  public compose(...args: readonly string[]): ReturnType<typeof run> {
    const { profile, env } = this.more;
    const profiles = profile === undefined ? [] : ['--profile', profile];
    return run('docker', ['compose', '--project-name', this.project, ...profiles, ...args], {
      env: {
        ...env,
        SLIPWAY_HTTPS_PORT: String(this.httpsPort),
        SLIPWAY_HTTP_PORT: String(this.httpPort),
        SLIPWAY_NGINX_CONF: localConfigFor(this.httpsPort),
      },
    });
  }

  /** The login of /admin as `user:password`, read where a person is told to read it. */
  public async login(): Promise<string> {
    const file = '/var/lib/reverse-proxy/logins/admin-login.txt';
    const { output } = await this.compose('exec', '-T', 'reverse-proxy', 'cat', file);
    const found = /^user: (.+)\npassword: (.+)$/m.exec(output);
    if (!found) throw new Error(`no login in ${file}: ${output}`);
    return `${found[1]}:${found[2]}`;
  }

  /** What `docker inspect` knows of every container, by service. */
  public async inspect(): Promise<Record<string, Inspected>> {
    const ids = (await this.compose('ps', '--quiet')).output.trim().split('\n');
    const { output } = await run('docker', ['inspect', ...ids]);
    const containers = JSON.parse(output) as readonly Inspected[];
    return Object.fromEntries(
      containers.map((one) => [one.Config.Labels['com.docker.compose.service'] ?? '', one]),
    );
  }
}

/** The part of `docker inspect` that the tests look at. */
export interface Inspected {
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly PidsLimit: number | null;
    readonly Privileged: boolean;
  };
  readonly NetworkSettings: {
    readonly Ports: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
    >;
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}
