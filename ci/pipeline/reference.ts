import { Refusal } from './refusal';

/** An image by what it is: no tag, which could be moved. */
export interface ImageDigest {
  /** Host of the registry. */
  readonly host: string;
  /** Path below the host. */
  readonly repository: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

const form = /^(?<host>[^/]+)\/(?<repository>[^@:]+)@(?<digest>sha256:[0-9a-f]{64})$/;

/**
 * Reads a reference that ends in a digest.
 *
 * @throws Refusal where it is a tag, or nothing at all
 */
export function imageDigest(reference: string): ImageDigest {
  const { host, repository, digest } = form.exec(reference)?.groups ?? {};
  if (host === undefined || repository === undefined || digest === undefined) {
    throw new Refusal(
      `'${reference}' names no digest, so that what runs could change; use an image of the registry as <host>/<name>@sha256:<64 hex digits>`,
    );
  }
  return { host, repository, digest };
}

/** An image in a sentence: a whole digest is longer than the rest of it. */
export function shown({ repository, digest }: Pick<ImageDigest, 'repository' | 'digest'>): string {
  return `${repository}@${digest.slice(0, 'sha256:'.length + 12)}`;
}
