import { BUNDLE_V03_MEDIA_TYPE, type SerializedBundle } from '@sigstore/bundle';
import { type ImageDigest, shown } from './reference';
import type { ManifestDocument, Registry } from './registry';
import { Refusal } from './refusal';
import { kindOf, type Statement, type StatementKind, subjectsOf } from './statement';
import type { Trust } from './trust';

/** What is attached to an image, and what of it counts. */
export interface Attested {
  /** What trusted signers say about exactly this image. */
  readonly kinds: readonly StatementKind[];
  /** Why others do not count. */
  readonly problems: readonly string[];
}

/** Reads what is attached to an image and looks at each signature. */
export async function attestedAt(
  registry: Registry,
  { repository, digest }: Pick<ImageDigest, 'repository' | 'digest'>,
  trust: Trust,
): Promise<Attested> {
  const kinds: StatementKind[] = [];
  const problems: string[] = [];
  for (const bundle of await bundlesOf(registry, repository, digest)) {
    const opened = await openedBy(trust, bundle);
    if (typeof opened === 'string') {
      problems.push(`it is signed, but not by ${trust.who}: ${opened}`);
      continue;
    }
    const kind = kindOf(opened, digest);
    if (kind) kinds.push(kind);
    else if (kindOf(opened, `sha256:${opened.subject[0]?.digest.sha256}`)) {
      problems.push(`its signature is the one of another image, ${subjectsOf(opened)}`);
    }
  }
  return { kinds, problems };
}

/**
 * Holds an image to its signature and its SBOM.
 *
 * @returns the sentence that refuses it, or undefined
 */
export async function problemOf(
  registry: Registry,
  image: Pick<ImageDigest, 'repository' | 'digest'>,
  trust: Trust,
): Promise<string | undefined> {
  const name = shown(image);
  if ((await registry.manifest(image.repository, image.digest)) === undefined) {
    return `${name} is not in the registry ${registry.host}; run 'npm run build:images -- --push'`;
  }
  const { kinds, problems } = await attestedAt(registry, image, trust);
  if (!kinds.includes('signature')) {
    const [problem] = problems;
    return problem === undefined
      ? `${name} is not signed: whoever pushed it is unknown; run 'npm run images:attest' where it was built`
      : `${name} is refused: ${problem}`;
  }
  if (kinds.includes('sbom')) return undefined;
  return `${name} has no SBOM that ${trust.who} signed; run 'npm run images:attest' where it was built`;
}

async function bundlesOf(
  registry: Registry,
  repository: string,
  digest: string,
): Promise<SerializedBundle[]> {
  const bundles: SerializedBundle[] = [];
  for (const referrer of await registry.referrers(repository, digest)) {
    if (referrer.artifactType !== BUNDLE_V03_MEDIA_TYPE) continue;
    const manifest = await registry.manifest(repository, referrer.digest);
    const { layers = [] } = JSON.parse(manifest?.bytes.toString() ?? '{}') as ManifestDocument;
    for (const layer of layers) {
      const bytes = await registry.blob(repository, layer.digest);
      bundles.push(JSON.parse(bytes.toString()) as SerializedBundle);
    }
  }
  return bundles;
}

/** What was signed, or why it does not count. */
async function openedBy(trust: Trust, bundle: SerializedBundle): Promise<Statement | string> {
  try {
    return await trust.open(bundle);
  } catch (error) {
    // without the roots of trust nothing can be said about any signature
    if (error instanceof Error && error.name === 'TUFError') {
      throw new Refusal(`the roots of Sigstore's trust cannot be read: ${error.message}`);
    }
    return error instanceof Error ? error.message : String(error);
  }
}
