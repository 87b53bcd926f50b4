import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command';

/** What an engine says about an image. */
export interface InspectedImage {
  readonly Size: number;
  readonly RootFS: { readonly Layers: readonly string[] };
  readonly Config: {
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>> | null;
    readonly Env: readonly string[] | null;
    readonly Entrypoint: readonly string[] | null;
    readonly Healthcheck?: { readonly Test: readonly string[] };
    readonly Volumes: Readonly<Record<string, unknown>> | null;
    readonly ExposedPorts: Readonly<Record<string, unknown>> | null;
  };
}

/** Asks the engine for an image. */
export async function inspectImage(name: string): Promise<InspectedImage> {
  const [image] = JSON.parse(await docker('image', 'inspect', name)) as InspectedImage[];
  if (!image) throw new Error(`no image is called ${name}`);
  return image;
}

/** The image that the last stage of a Dockerfile starts from, through stages of its own. */
export function finalBase(dockerfile: string): string {
  const stages = [...dockerfile.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)];
  let base = stages.at(-1)?.[1] ?? '';
  for (let own; (own = stages.find(([, , name]) => name === base));) base = own[1] ?? '';
  return base;
}

/** Every file of an image by its path: kind, mode and content, but not its time. */
export async function filesOf(image: string): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-image-'));
  const archive = join(folder, 'image.tar');
  const root = join(folder, 'root');
  const container = (await docker('create', image, 'nothing')).trim();
  try {
    await docker('export', '--output', archive, container);
    await succeed('mkdir', root);
    await succeed('tar', '--extract', '--no-same-owner', '--file', archive, '--directory', root);
    return new Map(entriesOf(root, ''));
  } finally {
    await docker('rm', container);
    rmSync(folder, { recursive: true, force: true });
  }
}

function entriesOf(root: string, below: string): [string, string][] {
  return readdirSync(join(root, below)).flatMap((name) => {
    const path = `${below}/${name}`;
    const full = join(root, path);
    const stat = lstatSync(full);
    if (stat.isSymbolicLink()) return [[path, `link ${readlinkSync(full)}`] as [string, string]];
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isDirectory()) return [[path, `folder ${mode}`], ...entriesOf(root, path)];
    // a device of the base: reading one would never end
    if (!stat.isFile()) return [[path, `special ${mode}`] as [string, string]];
    const content = createHash('sha256').update(readFileSync(full)).digest('hex');
    return [[path, `file ${mode} ${content}`] as [string, string]];
  });
}

async function docker(...args: readonly string[]): Promise<string> {
  return succeed('docker', ...args);
}

async function succeed(program: string, ...args: readonly string[]): Promise<string> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${output}`);
  return output;
}
