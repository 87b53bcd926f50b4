import { createHash } from 'node:crypto';
import { authorizationFor } from './credentials';
import { Refusal } from './refusal';

/** What a registry says about something that it keeps under the hash of its bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  /** @default - an image, or whatever the media type says */
  readonly artifactType?: string;
}

/** A manifest as its bytes, and what they hash to. */
export interface Manifest extends Descriptor {
  readonly bytes: Buffer;
}

/** The parts of a manifest that lead on. */
export interface ManifestDocument {
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

const index = 'application/vnd.oci.image.index.v1+json';
const image = 'application/vnd.oci.image.manifest.v1+json';
const manifestTypes = [
  index,
  image,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** The hash of bytes, as registries write it. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * What the pipeline asks of a registry, in the words of its HTTP API.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 */
export class Registry {
  private readonly base: string;
  private readonly authorization: string | undefined;

  constructor(public readonly host: string) {
    const here = /^(127\.\d+\.\d+\.\d+|localhost)(:\d+)?$/.test(host);
    this.base = `${here ? 'http' : 'https'}://${host}/v2`;
    this.authorization = authorizationFor(host);
  }

  /**
   * A manifest by its tag or its digest; undefined where there is none.
   *
   * @throws Refusal where what comes is not what the digest names
   */
  public async manifest(repository: string, reference: string): Promise<Manifest | undefined> {
    const headers = { accept: manifestTypes };
    const answer = await this.ask('GET', `${repository}/manifests/${reference}`, { headers });
    if (answer.status === 404) return undefined;
    const bytes = await this.bytesOf(answer);
    const digest = digestOf(bytes);
    if (reference.startsWith('sha256:') && reference !== digest) {
      throw new Refusal(
        `${this.host} answers ${repository}@${reference} with other content, ${digest}; the registry or the way to it cannot be trusted`,
      );
    }
    const mediaType = answer.headers.get('content-type') ?? image;
    return { bytes, digest, mediaType, size: bytes.length };
  }

  /** Bytes by their hash. */
  public async blob(repository: string, digest: string): Promise<Buffer> {
    const bytes = await this.bytesOf(await this.ask('GET', `${repository}/blobs/${digest}`));
    if (digestOf(bytes) !== digest) {
      throw new Refusal(
        `${this.host} answers the part ${digest} of ${repository} with other content; the registry or the way to it cannot be trusted`,
      );
    }
    return bytes;
  }

  /** What refers to an image, such as its signatures: asked of the API, or read at the tag that stands in for it. */
  public async referrers(repository: string, digest: string): Promise<readonly Descriptor[]> {
    const answer = await this.ask('GET', `${repository}/referrers/${digest}`);
    // one that fails for a moment must not look like one without the API: a signed image would have no signature
    if (answer.ok || answer.status === 429 || answer.status >= 500) {
      const bytes = await this.bytesOf(answer);
      return (JSON.parse(bytes.toString()) as ManifestDocument).manifests ?? [];
    }
    const tag = await this.manifest(repository, digest.replace(':', '-'));
    if (tag === undefined) return [];
    return (JSON.parse(tag.bytes.toString()) as ManifestDocument).manifests ?? [];
  }

  /**
   * Adds documents to an image. All of one call appear together: a registry whose tags never move takes the tag that
   * stands in for the referrers API only once.
   */
  public async attach(
    repository: string,
    subject: Descriptor,
    documents: readonly { readonly mediaType: string; readonly bytes: Buffer }[],
  ): Promise<void> {
    const empty = await this.putBlob(repository, 'application/vnd.oci.empty.v1+json', emptyBlob);
    const before = await this.referrers(repository, subject.digest);
    const added: Descriptor[] = [];
    let known = true;
    for (const { mediaType, bytes } of documents) {
      const layer = await this.putBlob(repository, mediaType, bytes);
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: image,
          artifactType: mediaType,
          config: empty,
          layers: [layer],
          subject: pick(subject),
        }),
      );
      const digest = digestOf(manifest);
      const answer = await this.putManifest(repository, digest, image, manifest);
      known &&= answer.headers.has('oci-subject');
      added.push({ mediaType: image, digest, size: manifest.length, artifactType: mediaType });
    }
    if (known) return;
    const manifests = [...before, ...added];
    const list = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: index, manifests }));
    await this.putManifest(repository, subject.digest.replace(':', '-'), index, list);
  }

  /** Puts a manifest under a tag or its digest. */
  public async putManifest(
    repository: string,
    reference: string,
    mediaType: string,
    body: Buffer,
  ): Promise<Response> {
    const headers = { 'content-type': mediaType };
    const path = `${repository}/manifests/${reference}`;
    return this.expect(await this.ask('PUT', path, { headers, body }), path);
  }

  private async putBlob(repository: string, mediaType: string, body: Buffer): Promise<Descriptor> {
    const digest = digestOf(body);
    const path = `${repository}/blobs/${digest}`;
    if (!(await this.ask('HEAD', path)).ok) {
      const begun = this.expect(await this.ask('POST', `${repository}/blobs/uploads/`), path);
      const where = new URL(begun.headers.get('location') ?? '', this.base);
      where.searchParams.set('digest', digest);
      const headers = { 'content-type': 'application/octet-stream' };
      this.expect(await this.ask('PUT', where.href, { headers, body }), path);
    }
    return { mediaType, digest, size: body.length };
  }

  private async bytesOf(answer: Response): Promise<Buffer> {
    this.expect(answer, new URL(answer.url).pathname);
    return Buffer.from(await answer.arrayBuffer());
  }

  private expect(answer: Response, path: string): Response {
    if (answer.ok) return answer;
    const login = [401, 403].includes(answer.status)
      ? `; log in first: docker login ${this.host}`
      : '';
    throw new Refusal(`the registry ${this.host} answers ${answer.status} to ${path}${login}`);
  }

  private async ask(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: Buffer } = {},
  ): Promise<Response> {
    const all: Record<string, string> = { ...headers };
    if (this.authorization) all.authorization = this.authorization;
    const url = /^https?:/.test(path) ? path : `${this.base}/${path}`;
    try {
      return await fetch(url, {
        method,
        headers: all,
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
        signal: AbortSignal.timeout(60_000),
      });
    } catch (error) {
      throw new Refusal(`the registry ${this.host} does not answer: ${reasonOf(error)}`);
    }
  }
}

const emptyBlob = Buffer.from('{}');

function pick({ mediaType, digest, size }: Descriptor): Descriptor {
  return { mediaType, digest, size };
}

/** What fetch hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { readonly cause?: Partial<NodeJS.ErrnoException> };
  // one that is several, such as one for each address, has no message of its own
  return [cause?.message, cause?.code, message].find(Boolean) ?? message;
}
