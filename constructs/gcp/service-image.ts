import type { Image } from '../core/image';
import type { IRegistry } from './registry';

/** Hosts that Cloud Run pulls from by itself. */
const pullable = /^([a-z0-9-]+\.pkg\.dev|([a-z]+\.)?gcr\.io|docker\.io)\//;

/** Problems of an image on this platform, before it is resolved. */
export function imageProblems(
  prop: string,
  { source }: Image,
  registry: IRegistry | undefined,
): string[] {
  if (source.kind === 'folder') {
    if (registry) return [];
    return [
      `'${prop}' is built from '${source.folder}', but the region has no 'registry' to pull it from; give the Region a Registry or use Image.fromRegistry`,
    ];
  }
  if (source.reference.includes('${') || pullable.test(source.reference)) return [];
  return [
    `'${prop}' comes from '${source.reference}', but Cloud Run pulls from pkg.dev, gcr.io and docker.io only; copy the image to Artifact Registry or read it through a remote repository`,
  ];
}

/** Turns an image into a reference by digest. */
export function resolveImage(image: Image, registry: IRegistry | undefined): string {
  if (image.source.kind === 'registry') return image.source.reference;
  return registry?.imageOf(image.name, image).reference ?? image.source.folder;
}
