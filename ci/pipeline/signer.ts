import { type BundleWithDsseEnvelope, bundleToJSON, type SerializedBundle } from '@sigstore/bundle';
import { DSSEBundleBuilder } from '@sigstore/sign';
import { createHash, createPrivateKey, createPublicKey, sign as signBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { attest } from 'sigstore';
import { Refusal } from './refusal';
import { payloadType, type Statement } from './statement';
import { githubIdentity, type Trust, trustInKey } from './trust';

/** Who signs, and how a signature of theirs is recognized. */
export interface Signer {
  readonly sign: (statement: Statement) => Promise<SerializedBundle>;
  readonly trust: Trust;
}

/** The variables that GitHub sets for a job that may ask for a token of its identity. */
const tokenVariables = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'] as const;

/**
 * The signer of this run: the key where one is given, else the identity of the workflow that runs.
 *
 * @throws Refusal where there is neither
 */
export function signerFrom(
  key: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): Signer {
  if (key !== undefined) return keySigner(key);
  if (tokenVariables.some((name) => !variables[name])) {
    throw new Refusal(
      "nobody is there to sign: give the job 'id-token: write' in GitHub Actions, or name a private key with --key <file>",
    );
  }
  return {
    // the certificate lives for minutes, and the public log keeps when it was used
    sign: (statement) => attest(payloadOf(statement), payloadType),
    trust: githubIdentity(variables),
  };
}

/** A private key in a file, for a laptop: elliptic, P-256, in PEM, without a password. */
function keySigner(file: string): Signer {
  const key = readKey(file);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const hint = createHash('sha256').update(publicKey).digest('base64');
  const builder = new DSSEBundleBuilder({
    signer: {
      sign: (data) =>
        Promise.resolve({
          signature: signBytes('sha256', data, key),
          key: { $case: 'publicKey', publicKey: '', hint },
        }),
    },
    witnesses: [],
  });
  return {
    sign: async (statement) => {
      const artifact = { data: payloadOf(statement), type: payloadType };
      const bundle: BundleWithDsseEnvelope = await builder.create(artifact);
      // cosign takes a name here for another key's: the hint beside the envelope says which one it is
      for (const signature of bundle.content.dsseEnvelope.signatures) signature.keyid = '';
      return bundleToJSON(bundle);
    },
    trust: trustInKey(file),
  };
}

function readKey(file: string): ReturnType<typeof createPrivateKey> {
  try {
    const key = createPrivateKey(readFileSync(file, 'utf8'));
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // the sentence below says what it must be, whatever is wrong with it
  }
  throw new Refusal(
    `'${file}' is no private key that can sign; make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${file}`,
  );
}

function payloadOf(statement: Statement): Buffer {
  return Buffer.from(JSON.stringify(statement));
}
