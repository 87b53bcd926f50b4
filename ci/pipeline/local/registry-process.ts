import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../local/ports';
import type { Programs, Running } from '../../terraform/programs';

/** The registry that most registries run. */
const registryModule = 'github.com/distribution/distribution/v3/cmd/registry@v3.0.0';

/** One request as the registry has logged it. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
}

/** A real registry on loopback, which can be stopped and started again with what it holds. */
export class RegistryProcess {
  private running: Running | undefined;
  private earlier = '';

  private constructor(
    private readonly programs: Programs,
    private readonly folder: string,
    public readonly host: string,
  ) {}

  /** Prepares one in a folder; it listens after `start`. */
  public static async in(programs: Programs, folder: string): Promise<RegistryProcess> {
    mkdirSync(folder);
    const host = `127.0.0.1:${await freePort()}`;
    const configuration = {
      version: 0.1,
      log: { level: 'info', accesslog: { disabled: false } },
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: host },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(configuration));
    return new RegistryProcess(programs, folder, host);
  }

  /** Listens, compiled by an earlier run or now. */
  public async start(): Promise<void> {
    const parameters = ['run', registryModule, 'serve', join(this.folder, 'config.json')];
    const variables = { ...process.env, OTEL_TRACES_EXPORTER: 'none' };
    const options = { folder: this.folder, variables, limitSeconds: 3600 };
    this.running = this.programs.start('go', parameters, options);
    for (let tries = 0; tries < 1200; tries += 1) {
      if (await this.answers()) return;
      if (this.running.over()) break;
      await wait(250);
    }
    throw new Error(`the registry does not answer:\n${this.running.output()}`);
  }

  /** Ends it; what it holds stays. */
  public async stop(): Promise<void> {
    if (!this.running) return;
    this.earlier += this.running.output();
    await this.programs.end(this.running);
    this.running = undefined;
  }

  /** Every request so far, but for the question whether it is there. */
  public requests(): LoggedRequest[] {
    const log = this.earlier + (this.running?.output() ?? '');
    const line = /"(?<method>[A-Z]+) (?<path>\/v2\/\S+) HTTP/g;
    return [...log.matchAll(line)].flatMap(({ groups: { method = '', path = '' } = {} }) =>
      path === '/v2/' ? [] : [{ method, path }],
    );
  }

  /** File of a blob, for whoever wants to change what must not change. */
  public fileOf(digest: string): string {
    const [, hex = ''] = digest.split(':');
    const blobs = 'data/docker/registry/v2/blobs/sha256';
    return join(this.folder, blobs, hex.slice(0, 2), hex, 'data');
  }

  private answers(): Promise<boolean> {
    return fetch(`http://${this.host}/v2/`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

/** Requests that write something. */
export function writesAmong(requests: readonly LoggedRequest[]): LoggedRequest[] {
  return requests.filter(({ method }) => !['GET', 'HEAD'].includes(method));
}
