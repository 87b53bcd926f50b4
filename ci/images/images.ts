import { baseImages, readBaseImageLock } from '../../constructs/core/base-image-lock';
import type { FolderSource, Image } from '../../constructs/core/image';
import { repositoryRoot } from '../../constructs/core/repository-root';
import {
  cacheImage,
  litestreamImage,
  prometheusImage,
  proxyImage,
  system,
} from '../../services/system';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, tail } from '../command';

/** An image that is built from a folder, with the two names it gets. */
export interface BuiltImage {
  readonly source: FolderSource;
  /** Name by content, for the registry. */
  readonly reference: string;
  /** Name for the compose file, which must not change with every edit. */
  readonly local: string;
}

/** Every image that is built from a folder, each once. */
export function folderImages(): BuiltImage[] {
  const others = [litestreamImage, cacheImage, prometheusImage].flatMap(builtImage);
  return [...registryImages(), ...others];
}

/**
 * What a registry has a place for: on Google Cloud it is one for all, and has the image of the container that copies files
 * too.
 */
export function imagesFor(registry: string): BuiltImage[] {
  const google = /^[a-z0-9-]+\.pkg\.dev$/.test(registry.split('/')[0] ?? '');
  return [...registryImages(), ...(google ? builtImage(litestreamImage) : [])];
}

/**
 * The images of some names, or all where none is named.
 *
 * @throws RangeError for a name that none has
 */
export function namedAmong(
  images: readonly BuiltImage[],
  names: readonly string[],
): readonly BuiltImage[] {
  const nameOf = ({ source }: BuiltImage) => source.folder.split('/').at(-1) ?? '';
  const unknown = names.filter((name) => !images.some((image) => nameOf(image) === name));
  if (unknown.length > 0) {
    throw new RangeError(
      `there is no image ${unknown.join(', ')}; the images are ${images.map(nameOf).join(', ')}`,
    );
  }
  return names.length === 0 ? images : images.filter((image) => names.includes(nameOf(image)));
}

/** What every cloud runs: the cache and Prometheus are a laptop's alone, and no registry has a place for them. */
export function registryImages(): BuiltImage[] {
  const workloads = Object.values(system.workloads).map(({ image }) => image);
  const built = [...workloads, proxyImage].flatMap(builtImage);
  return built.filter(
    ({ reference }, at) => built.findIndex((one) => one.reference === reference) === at,
  );
}

function builtImage({ name, source, tag }: Image): BuiltImage[] {
  if (source.kind !== 'folder' || tag === undefined) return [];
  return [{ source, reference: `slipway/${name}:${tag}`, local: `slipway/${name}:local` }];
}

/** Builds every image whose content is not built yet; answers with the folders that failed. */
export async function buildImages(
  say: (line: string) => void,
  images: readonly BuiltImage[] = folderImages(),
): Promise<string[]> {
  const failed: string[] = [];
  for (const image of images) {
    const started = Date.now();
    const built = await buildImage(image, say);
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`${built.ok ? 'ok  ' : 'FAIL'}  ${image.reference} ${built.note} (${seconds} s)`);
    if (!built.ok) failed.push(image.source.folder);
  }
  return failed;
}

async function buildImage(
  image: BuiltImage,
  say: (line: string) => void,
): Promise<{ readonly ok: boolean; readonly note: string }> {
  const { reference, local } = image;
  const known = await run('docker', ['image', 'inspect', reference]);
  if (known.code === 0) {
    const tagged = await run('docker', ['tag', reference, local]);
    return { ok: tagged.code === 0, note: 'is built already' };
  }
  say(`      building ${reference} from ${image.source.folder}`);
  const result = await run('docker', buildArguments(image), { env: { DOCKER_BUILDKIT: '1' } });
  if (result.code !== 0) say(tail(result.output, 30).replaceAll(/^/gm, '      | '));
  return { ok: result.code === 0, note: result.code === 0 ? 'was built' : 'failed to build' };
}

function buildArguments({ source, reference, local }: BuiltImage): string[] {
  return [
    ...fromFolder(source),
    '--tag',
    reference,
    '--tag',
    local,
    join(repositoryRoot(), source.folder),
  ];
}

/**
 * What is said to the builder about a folder, whatever the image is called. A locked base is built from by its digest,
 * whatever its name points to by now.
 */
export function fromFolder(source: FolderSource, platform = 'linux/amd64'): string[] {
  const root = repositoryRoot();
  const folder = join(root, source.folder);
  const lock = readBaseImageLock(root);
  const pinned = baseImages(readFileSync(join(folder, 'Dockerfile'), 'utf8')).flatMap((name) =>
    lock[name] ? ['--build-context', `${name}=docker-image://${name}@${lock[name]}`] : [],
  );
  const given = Object.entries(source.buildArguments).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    'buildx',
    'build',
    '--load',
    // what the stacks run, whatever the processor of this machine: the tag does not tell them apart
    ...['--platform', platform],
    ...pinned,
    ...given.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(source.target === undefined ? [] : ['--target', source.target]),
  ];
}
