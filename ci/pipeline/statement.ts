import { shown } from './reference';

/** What is said about an image, and signed. */
export interface Statement {
  readonly _type: string;
  readonly subject: readonly {
    readonly name: string;
    readonly digest: Readonly<Record<string, string>>;
  }[];
  readonly predicateType: string;
  readonly predicate: unknown;
}

/** What a statement can say: that its signer vouches for the image, or what is in it. */
export type StatementKind = 'signature' | 'sbom';

/** Type of the content of an envelope. */
export const payloadType = 'application/vnd.in-toto+json';

/** What cosign writes into a signature of its own, and what CycloneDX is called in a statement. */
const predicateTypes: Readonly<Record<StatementKind, string>> = {
  signature: 'https://sigstore.dev/cosign/sign/v1',
  sbom: 'https://cyclonedx.org/bom',
};

/** That an image, by its digest alone, is the signer's. */
export function signatureOf(repository: string, digest: string): Statement {
  return statement('signature', repository, digest, {});
}

/** What is in an image, as a CycloneDX document. */
export function sbomStatement(repository: string, digest: string, sbom: unknown): Statement {
  return statement('sbom', repository, digest, sbom);
}

/** What a statement says; undefined where it is about something else, or about another image. */
export function kindOf(statement: Statement, digest: string): StatementKind | undefined {
  const about = statement.subject.some(({ digest: { sha256 } }) => `sha256:${sha256}` === digest);
  if (!about) return undefined;
  const kinds = Object.entries(predicateTypes) as [StatementKind, string][];
  return kinds.find(([, type]) => type === statement.predicateType)?.[0];
}

/** Images that a statement is about, for a sentence. */
export function subjectsOf({ subject }: Statement): string {
  return subject
    .map(({ name, digest: { sha256 = '' } }) =>
      shown({ repository: name, digest: `sha256:${sha256}` }),
    )
    .join(', ');
}

function statement(
  kind: StatementKind,
  repository: string,
  digest: string,
  predicate: unknown,
): Statement {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: repository, digest: { sha256: digest.replace('sha256:', '') } }],
    predicateType: predicateTypes[kind],
    predicate,
  };
}
