import type { SerializedBundle } from '@sigstore/bundle';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signerFrom } from './signer';
import { kindOf, signatureOf } from './statement';
import { githubIdentity, trustInKey } from './trust';

const digest = `sha256:${'1'.repeat(64)}`;
const statement = signatureOf('slipway/goapp', digest);

let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-trust-'));
  for (const name of ['own', 'foreign']) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(file(`${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(file(`${name}-public.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(file('rsa.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The bundle with another statement in it, under the same signature. */
function forged(bundle: SerializedBundle): SerializedBundle {
  const copy = JSON.parse(JSON.stringify(bundle)) as { dsseEnvelope: { payload: string } };
  const other = JSON.stringify(signatureOf('slipway/goapp', `sha256:${'2'.repeat(64)}`));
  copy.dsseEnvelope.payload = Buffer.from(other).toString('base64');
  return copy as unknown as SerializedBundle;
}

describe('a signature by a key', () => {
  it('is opened with the public half', async () => {
    const bundle = await signerFrom(file('own.pem'), {}).sign(statement);

    const opened = await trustInKey(file('own-public.pem')).open(bundle);

    expect(opened).toEqual(statement);
    expect(kindOf(opened, digest)).toBe('signature');
  });

  it('says nothing about another image', () => {
    expect(kindOf(statement, `sha256:${'2'.repeat(64)}`)).toBeUndefined();
  });

  it('names no key in its envelope, which cosign would take for the name of another one', async () => {
    const bundle = await signerFrom(file('own.pem'), {}).sign(statement);

    expect(bundle.dsseEnvelope?.signatures[0]?.keyid).toBeFalsy();
  });

  it('fails with another key', async () => {
    const bundle = await signerFrom(file('foreign.pem'), {}).sign(statement);

    await expect(async () => trustInKey(file('own-public.pem')).open(bundle)).rejects.toThrow(
      'signature verification failed',
    );
  });

  it('fails when what was signed is exchanged', async () => {
    const bundle = await signerFrom(file('own.pem'), {}).sign(statement);

    await expect(async () =>
      trustInKey(file('own-public.pem')).open(forged(bundle)),
    ).rejects.toThrow('signature verification failed');
  });
});

describe('who signs', () => {
  it.each(['rsa.pem', 'own-public.pem', 'absent.pem'])('fails when it shall be %s', (name) => {
    expect(() => signerFrom(file(name), {})).toThrow(/is no private key that can sign; make one: /);
  });

  it('fails when there is neither a key nor an identity', () => {
    expect(() => signerFrom(undefined, {})).toThrow(/^nobody is there to sign: /);
  });

  it('is the workflow that runs, where it may ask for a token', () => {
    const signer = signerFrom(undefined, {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.org',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/deploy.yml@refs/heads/main',
    });

    expect(signer.trust.who).toBe(
      'https://github.com/o/r/.github/workflows/deploy.yml@refs/heads/main',
    );
  });
});

describe('who is trusted', () => {
  it('is the identity that is set, before the one of the workflow that runs', () => {
    const variables = {
      SLIPWAY_SIGNER_IDENTITY: 'https://github.com/o/r/.github/workflows/build.yml@refs/heads/main',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/deploy.yml@refs/heads/main',
    };

    expect(githubIdentity(variables).who).toBe(variables.SLIPWAY_SIGNER_IDENTITY);
  });

  it('is the workflow that runs where the identity and its issuer are set to nothing', () => {
    const variables = {
      SLIPWAY_SIGNER_IDENTITY: '',
      SLIPWAY_SIGNER_ISSUER: '',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/deploy.yml@refs/heads/main',
    };

    expect(githubIdentity(variables).who).toBe(
      'https://github.com/o/r/.github/workflows/deploy.yml@refs/heads/main',
    );
  });

  it.each([{}, { GITHUB_SERVER_URL: '', GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/a.yml@b' }])(
    'fails when there is nobody: %j',
    (variables) => {
      expect(() => githubIdentity(variables)).toThrow(/^nobody is trusted: /);
    },
  );

  it('fails when it shall be a file without a key', () => {
    expect(() => trustInKey(file('absent.pem'))).toThrow(/is no key in PEM/);
  });
});
