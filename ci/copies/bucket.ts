import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command';
import type { Container } from '../faults/container';
import { docker } from '../faults/docker';
import type { Lab } from '../faults/lab';

/** Host and port under which the instances find the bucket. */
export const bucketHost = 'bucket:4443';

/** Name of the bucket. */
const bucketName = 'users';

/** A bucket of Cloud Storage on this machine, which litestream asks as it asks Google's. */
export class Bucket {
  private constructor(private readonly container: Container) {}

  /** Builds the program beside this file, and starts it with an empty bucket. */
  public static async start(lab: Lab): Promise<Bucket> {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-bucket-'));
    lab.before(() => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, 'bucket');
    const built = await run('go', ['build', '-trimpath', '-o', program, '.'], {
      cwd: join(__dirname, 'bucket'),
      env: { CGO_ENABLED: '0' },
    });
    if (built.code !== 0) throw new Error(`go build: ${built.output}`);
    return new Bucket(
      await lab.start({
        service: 'litestream', // an image without anything else
        aliases: ['bucket'],
        port: 4443,
        ready: '/_internal/healthcheck',
        mounts: { '/bucket': `${program}:ro` },
        command: ['/bucket', 'bucket', bucketName],
      }),
    );
  }

  /** Nothing is answered until `resume`. */
  public async pause(): Promise<void> {
    await docker('pause', this.container.id);
  }

  /** Answers again. */
  public async resume(): Promise<void> {
    await docker('unpause', this.container.id);
  }

  /** Names of all objects. */
  public async objects(): Promise<string[]> {
    const answer = await fetch(`${this.container.url}/storage/v1/b/${bucketName}/o`);
    const { items = [] } = (await answer.json()) as { items?: { name: string }[] };
    return items.map(({ name }) => name);
  }

  /** Deletes objects. */
  public async delete(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const path = `/storage/v1/b/${bucketName}/o/${encodeURIComponent(name)}`;
      const { ok, status } = await fetch(this.container.url + path, { method: 'DELETE' });
      if (!ok) throw new Error(`DELETE ${name}: ${status}`);
    }
  }
}
