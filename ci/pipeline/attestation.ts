import { BUNDLE_V03_MEDIA_TYPE } from '@sigstore/bundle';
import { inLanes } from '../test/lanes';
import { attestedAt } from './attestations';
import { type ImageDigest, shown } from './reference';
import type { Registry } from './registry';
import { Refusal } from './refusal';
import { sbomOf } from './sbom';
import type { Signer } from './signer';
import { sbomStatement, signatureOf, type Statement, type StatementKind } from './statement';

/** An image as it is pushed: `slipway/goapp:content-...`. */
export interface TaggedImage {
  readonly reference: string;
  /** Folder that it was built from. */
  readonly folder: string;
}

const wanted: readonly StatementKind[] = ['signature', 'sbom'];

/**
 * Signs the digest of each image and attaches its SBOM, where one of them is missing.
 *
 * @throws Refusal where an image is not in the registry
 */
export async function attestImages(
  images: readonly TaggedImage[],
  registry: Registry,
  signer: Signer,
  say: (line: string) => void,
): Promise<void> {
  await inLanes(images, async ({ reference, folder }) => {
    const [repository = '', tag = ''] = reference.split(':');
    const manifest = await registry.manifest(repository, tag);
    if (!manifest) {
      throw new Refusal(
        `${reference} is not in the registry ${registry.host}; run 'npm run build:images -- --push' first`,
      );
    }
    const image = { host: registry.host, repository, digest: manifest.digest };
    const { kinds } = await attestedAt(registry, image, signer.trust);
    const missing = wanted.filter((kind) => !kinds.includes(kind));
    if (missing.length === 0) {
      say(`ok    ${shown(image)} is signed already`);
      return;
    }
    const documents: { mediaType: string; bytes: Buffer }[] = [];
    for (const kind of missing) {
      const bundle = await signer.sign(await statementOf(kind, image, folder));
      documents.push({
        mediaType: BUNDLE_V03_MEDIA_TYPE,
        bytes: Buffer.from(JSON.stringify(bundle)),
      });
    }
    await registry.attach(repository, manifest, documents);
    say(`ok    ${shown(image)} was signed: ${missing.join(' and ')}`);
  });
}

async function statementOf(
  kind: StatementKind,
  image: ImageDigest,
  folder: string,
): Promise<Statement> {
  const { repository, digest } = image;
  if (kind === 'signature') return signatureOf(repository, digest);
  return sbomStatement(repository, digest, await sbomOf(image, folder));
}
