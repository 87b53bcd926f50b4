import type { TlsOptions } from 'node:tls';
import type { TlsStep } from './case';
import { whyUnreachable } from './reachable';
import { selfSigned, serve, serveSecurely, stopServers } from './server.fixture';
import type { Target } from './target';
import { offerTls } from './tls-step';

const certificate = selfSigned();
// what nobody should have: only a server that accepts the old versions shows that they are really offered
const lax: TlsOptions = {
  ...certificate,
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.2',
  ciphers: 'DEFAULT@SECLEVEL=0',
};

afterAll(stopServers);

function start(options: TlsOptions): Promise<Target> {
  return serveSecurely((_, response) => response.end(), options);
}

async function offered(options: TlsOptions, step: TlsStep): Promise<string[]> {
  const { address } = await start(options);
  return (await offerTls(address, step)).map(({ expected, got }) => `${expected}, ${got}`);
}

describe('an offer of TLS', () => {
  it.each<[TlsStep['version'], boolean]>([
    ['TLSv1', true],
    ['TLSv1.1', true],
    ['TLSv1.2', true],
    ['TLSv1.3', false],
  ])('of %s alone is made as it is', async (version, accepted) => {
    expect(await offered(lax, { version, accepted })).toEqual([]);
    expect(await offered(lax, { version, accepted: !accepted })).toHaveLength(1);
  });

  it('fails when a server accepts what it should refuse', async () => {
    expect(await offered(lax, { version: 'TLSv1.1', accepted: false })).toEqual([
      'refused, accepted',
    ]);
  });

  it('fails when another protocol is agreed on', async () => {
    const old = { ...certificate, ALPNProtocols: ['http/1.1'] };
    const step: TlsStep = { version: 'TLSv1.3', accepted: true, alpn: 'h2' };

    expect(await offered({ ...certificate, ALPNProtocols: ['h2'] }, step)).toEqual([]);
    expect(await offered(old, step)).toHaveLength(1);
  });

  it('is not taken for refused when nobody is there', async () => {
    const address = { secure: true, host: '127.0.0.1', port: 1 };

    expect(await offerTls(address, { version: 'TLSv1', accepted: false })).toEqual([
      { at: 'TLSv1', expected: 'refused', got: 'ECONNREFUSED' },
    ]);
  });
});

describe('an address', () => {
  it('is reachable when its certificate is trusted, or need not be', async () => {
    const { address } = await start(certificate);

    expect(await whyUnreachable(address, { insecure: true })).toBeUndefined();
    expect(
      await whyUnreachable(address, { insecure: false, ca: certificate.cert }),
    ).toBeUndefined();
  });

  it('says in one sentence why it is not', async () => {
    const { address } = await start(certificate);
    const plain = (await serve((_, response) => response.end())).address;
    const trusting = { insecure: true };

    const reasons = await Promise.all([
      whyUnreachable(address, { insecure: false }),
      whyUnreachable({ ...plain, secure: true }, trusting),
      whyUnreachable({ ...plain, port: 1 }, trusting),
      whyUnreachable({ ...plain, host: 'nobody.invalid' }, trusting),
    ]);

    expect(reasons[0]).toMatch(/certificate of .* is not trusted .* --ca, .* --insecure$/);
    expect(reasons[1]).toMatch(/does not speak TLS/);
    expect(reasons[2]).toBe('nothing listens at http://127.0.0.1:1; is it running?');
    expect(reasons[3]).toBe(`the name in http://nobody.invalid:${plain.port} has no address`);
  });
});
