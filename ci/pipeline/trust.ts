import { bundleFromJSON, isBundleWithDsseEnvelope, type SerializedBundle } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createVerifier } from 'sigstore';
import { githubIssuer } from '../../constructs/core/github';
import { setAmong, type Variables } from '../variables';
import { Refusal } from './refusal';
import { payloadType, type Statement } from './statement';

/** Whose signatures count. */
export interface Trust {
  /** Who that is, for a sentence. */
  readonly who: string;

  /** Answers with what was signed, or throws with the reason why it does not count. */
  readonly open: (bundle: SerializedBundle) => Promise<Statement>;
}

/** A workflow of GitHub, exactly. */
export interface Identity {
  /** `https://github.com/<owner>/<repository>/.github/workflows/<file>@<ref>`. */
  readonly subject: string;
  /** Who confirmed it. */
  readonly issuer: string;
}

/** Signatures by the private half of a key. */
export function trustInKey(file: string): Trust {
  let publicKey: ReturnType<typeof createPublicKey>;
  try {
    publicKey = createPublicKey(readFileSync(file, 'utf8'));
  } catch {
    throw new Refusal(`'${file}' is no key in PEM; name the public key of whoever signed`);
  }
  const nothing = { mediaType: '', certificateAuthorities: [], timestampAuthorities: [] };
  const trustMaterial = toTrustMaterial({ ...nothing, tlogs: [], ctlogs: [] }, () => ({
    publicKey,
    validFor: () => true,
  }));
  // a key of one's own is in no log
  const verifier = new Verifier(trustMaterial, {
    tlogThreshold: 0,
    ctlogThreshold: 0,
    timestampThreshold: 0,
  });
  return {
    who: `the key ${file}`,
    open: (serialized) => {
      const bundle = bundleFromJSON(serialized);
      if (bundle.verificationMaterial.content.$case !== 'publicKey') {
        return Promise.reject(new Refusal('it was signed by a certificate'));
      }
      verifier.verify(toSignedEntity(bundle));
      return Promise.resolve(statementIn(serialized));
    },
  };
}

/** Makes what checks a certificate, its issuer and its entry in the log, and answers whose certificate it is. */
export type VerifierOf = (options: { readonly certificateIssuer: string }) => Promise<{
  readonly verify: (bundle: SerializedBundle) => {
    readonly identity?: { readonly subjectAlternativeName?: string };
  };
}>;

/**
 * Signatures by a workflow, whose certificate and entry in the log are checked.
 *
 * @param verifierOf who knows the roots of trust: by default those of Sigstore's public service
 */
export function trustInIdentity(
  { subject, issuer }: Identity,
  verifierOf: VerifierOf = createVerifier,
): Trust {
  let verifier: ReturnType<VerifierOf> | undefined;
  return {
    who: subject,
    open: async (bundle) => {
      verifier ??= verifierOf({ certificateIssuer: issuer });
      const { identity } = (await verifier).verify(bundle);
      // SECURITY(exact identity): the library takes a name as a regular expression that may match in the middle
      if (identity?.subjectAlternativeName !== subject) {
        throw new Refusal(`it was signed by ${identity?.subjectAlternativeName ?? 'nobody known'}`);
      }
      return statementIn(bundle);
    },
  };
}

/** The workflow that runs, or the one that SLIPWAY_SIGNER_IDENTITY names. */
export function githubIdentity(given: Variables): Trust {
  const variables = setAmong(given);
  const { GITHUB_SERVER_URL: server, GITHUB_WORKFLOW_REF: workflow } = variables;
  const own = server && workflow ? `${server}/${workflow}` : undefined;
  const subject = variables.SLIPWAY_SIGNER_IDENTITY ?? own;
  if (subject === undefined) {
    throw new Refusal(
      'nobody is trusted: name the public key with --key <file>, or the workflow that signs in SLIPWAY_SIGNER_IDENTITY, such as https://github.com/<owner>/<repository>/.github/workflows/<file>@refs/heads/main',
    );
  }
  return trustInIdentity({ subject, issuer: variables.SLIPWAY_SIGNER_ISSUER ?? githubIssuer });
}

/** Whose signatures count in this run. */
export function trustFrom(key: string | undefined, variables: Variables): Trust {
  return key === undefined ? githubIdentity(variables) : trustInKey(key);
}

function statementIn(serialized: SerializedBundle): Statement {
  const bundle = bundleFromJSON(serialized);
  if (!isBundleWithDsseEnvelope(bundle)) throw new Refusal('it holds no statement');
  const { payload, payloadType: type } = bundle.content.dsseEnvelope;
  if (type !== payloadType) throw new Refusal(`it holds '${type}' and no statement`);
  return JSON.parse(payload.toString()) as Statement;
}
