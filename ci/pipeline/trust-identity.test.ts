import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { execFileSync } from 'node:child_process';
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { payloadType, signatureOf } from './statement';
import { trustInIdentity, trustInKey, type VerifierOf } from './trust';

const issuer = 'https://token.actions.githubusercontent.com';
const subject = 'https://github.com/o/r/.github/workflows/deploy.yml@refs/heads/main';
const statement = signatureOf('slipway/goapp', `sha256:${'1'.repeat(64)}`);
const other = signatureOf('slipway/goapp', `sha256:${'2'.repeat(64)}`);
const folder = mkdtempSync(join(tmpdir(), 'slipway-identity-'));
const file = (name: string) => join(folder, name);
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
const log = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const logKey = log.publicKey.export({ type: 'spki', format: 'der' });
const logId = sha256(logKey);

/** What may be wrong with a bundle. */
interface Signed {
  readonly by?: string;
  readonly confirmedBy?: string;
  readonly type?: string;
}

/** A bundle as a workflow makes it: a certificate of an authority of this test, an envelope, an entry in a log. */
function bundleOf({ by = subject, confirmedBy = issuer, type = payloadType }: Signed = {}) {
  const certificate = certificateOf(by, confirmedBy);
  const payload = Buffer.from(JSON.stringify(statement));
  const encoded = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  const signed = Buffer.concat([Buffer.from(encoded), payload]);
  const sig = sign('sha256', signed, readFileSync(file('leaf.pem'))).toString('base64');
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: certificate.toString('base64') }] },
      tlogEntries: [entryOf(sig, payload)],
    },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: type,
      signatures: [{ sig, keyid: '' }],
    },
  };
}

/** @see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
function certificateOf(identity: string, confirmedBy: string): Buffer {
  const extensions = [
    `subjectAltName=critical,URI:${identity}`,
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=codeSigning',
    `1.3.6.1.4.1.57264.1.8=ASN1:UTF8String:${confirmedBy}`,
  ];
  writeFileSync(file('leaf.cnf'), extensions.join('\n'));
  const ca = ['-CA', file('ca.crt'), '-CAkey', file('ca.pem'), '-CAcreateserial'];
  const leaf = ['-in', file('leaf.csr'), '-extfile', file('leaf.cnf'), '-out', file('leaf.crt')];
  openssl('x509', '-req', '-sha256', '-days', '1', ...ca, ...leaf);
  return new X509Certificate(readFileSync(file('leaf.crt'))).raw;
}

function entryOf(signature: string, payload: Buffer) {
  // after the certificate was made: it counts at that moment alone
  const seconds = Math.floor(Date.now() / 1000);
  const spec = {
    payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
    signatures: [{ signature }],
  };
  const text = JSON.stringify({ apiVersion: '0.0.1', kind: 'dsse', spec });
  const body = Buffer.from(text).toString('base64');
  // the names in the order of the alphabet, as the log signs them
  const promise = { body, integratedTime: seconds, logID: logId.toString('hex'), logIndex: 1 };
  const set = sign('sha256', Buffer.from(JSON.stringify(promise)), log.privateKey);
  return {
    logIndex: '1',
    logId: { keyId: logId.toString('base64') },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(seconds),
    inclusionPromise: { signedEntryTimestamp: set.toString('base64') },
    canonicalizedBody: body,
  };
}

/** Sigstore's own verifier, with this test's authority and log as roots; the log of certificates alone is left out. */
const verifierOf: VerifierOf = ({ certificateIssuer }) => {
  const always = { start: new Date(0) };
  const root = {
    certificateAuthorities: [
      {
        certChain: { certificates: [{ rawBytes: der(file('ca.crt')) }] },
        validFor: always,
      },
    ],
    timestampAuthorities: [],
    tlogs: [
      { baseUrl: '', logId: { keyId: logId }, publicKey: { rawBytes: logKey, validFor: always } },
    ],
    ctlogs: [],
  } as unknown as Parameters<typeof toTrustMaterial>[0];
  const verifier = new Verifier(toTrustMaterial(root), { ctlogThreshold: 0 });
  return Promise.resolve({
    verify: (bundle) =>
      verifier.verify(toSignedEntity(bundleFromJSON(bundle)), {
        extensions: { issuer: certificateIssuer },
      }),
  });
};

const open = (bundle: object) =>
  trustInIdentity({ subject, issuer }, verifierOf).open(bundle as SerializedBundle);

function der(path: string): Buffer {
  return new X509Certificate(readFileSync(path)).raw;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

beforeAll(() => {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ca = ['-days', '2', '-subj', '/O=slipway/CN=authority', '-out', file('ca.crt')];
  openssl('req', '-x509', '-sha256', ...curve, '-keyout', file('ca.pem'), ...ca);
  const leaf = ['-subj', '/CN=workflow', '-keyout', file('leaf.pem'), '-out', file('leaf.csr')];
  openssl('req', '-new', ...curve, ...leaf);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a signature by a workflow', () => {
  it('is opened where it is the one that is trusted', async () => {
    expect(await open(bundleOf())).toEqual(statement);
  });

  it.each([
    ['what the name starts with', subject.slice(0, -1)],
    ['a name that goes on', `${subject}2`],
    ['a name in front', subject.replace('https://', 'https://evil.example/https://')],
    ['another branch', subject.replace('heads/main', 'heads/other')],
    ['another workflow', subject.replace('deploy.yml', 'ci.yml')],
    ['another repository', subject.replace('/o/r/', '/o/s/')],
    ['any letter for a dot', subject.replace('deploy.yml', 'deployxyml')],
  ])('fails when it is of %s', async (_, by) => {
    await expect(open(bundleOf({ by }))).rejects.toThrow(`it was signed by ${by}`);
  });

  it('fails when somebody else has confirmed the name', async () => {
    const bundle = bundleOf({ confirmedBy: 'https://evil.example' });

    await expect(open(bundle)).rejects.toThrow(/issuer=https:\/\/evil\.example/);
  });

  it('fails when the envelope says that it holds something else', async () => {
    await expect(open(bundleOf({ type: 'text/plain' }))).rejects.toThrow(
      "it holds 'text/plain' and no statement",
    );
  });

  it('fails when what was signed is exchanged', async () => {
    const bundle = bundleOf();
    bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(other)).toString('base64');

    await expect(open(bundle)).rejects.toThrow('DSSE payload hash mismatch');
  });

  it('fails when no log has its entry', async () => {
    const bundle = bundleOf();
    bundle.verificationMaterial.tlogEntries = [];

    await expect(open(bundle)).rejects.toThrow('expected 1 timestamps, got 0');
  });

  it('counts for nothing where a key is trusted, even the key in its certificate', async () => {
    const key: KeyObject = createPublicKey(readFileSync(file('leaf.pem')));
    writeFileSync(file('public.pem'), key.export({ type: 'spki', format: 'pem' }));
    const bundle = bundleOf() as unknown as SerializedBundle;

    await expect(async () => trustInKey(file('public.pem')).open(bundle)).rejects.toThrow(
      'it was signed by a certificate',
    );
  });
});
