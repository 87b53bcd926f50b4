import { spawnSync } from 'node:child_process';
import { Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Proxy, ProxyLab } from './container.fixture';
import { dockerPlatform } from './platform';
import { upstreams } from './routed-lab.fixture';

const lab = new ProxyLab();
let proxy: Proxy;

beforeAll(async () => {
  lab.startServices('web');
  proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes: [Route.path('/', 'web')],
      upstreams,
      platform: dockerPlatform(),
    }),
  });
});
afterAll(() => lab.remove());

/** What openssl says of one handshake: the version and the suite, or nothing where it failed. */
function handshake(...options: readonly string[]): { version?: string; suite?: string } {
  const run = spawnSync(
    'openssl',
    ['s_client', '-connect', `127.0.0.1:${proxy.tlsPort}`, ...options],
    { encoding: 'utf8', input: '' },
  );
  const [, version, suite] = /^New, (\S+), Cipher is (\S+)$/m.exec(run.stdout) ?? [];
  if (suite === undefined || suite === '(NONE)') return {};
  // the line names the version that brought the suite, not the one that is spoken
  return { version: /^ *Protocol *: (\S+)$/m.exec(run.stdout)?.[1] ?? version!, suite };
}

function suitesOf(version: 'tls1_2' | 'tls1_3', all: readonly string[]): string[] {
  const option = version === 'tls1_3' ? '-ciphersuites' : '-cipher';
  return all.filter((suite) => handshake(`-${version}`, option, suite).suite === suite);
}

function known(...options: readonly string[]): string[] {
  const run = spawnSync('openssl', ['ciphers', ...options], { encoding: 'utf8' });
  return run.stdout.trim().split(':');
}

describe('TLS', () => {
  it('speaks two versions and no other', () => {
    const versions = ['-ssl3', '-tls1', '-tls1_1', '-tls1_2', '-tls1_3'];
    const spoken = versions.filter(
      (version) =>
        // without it openssl itself would not offer the old ones
        handshake(version, '-cipher', 'ALL:@SECLEVEL=0').suite !== undefined,
    );

    expect(spoken).toEqual(['-tls1_2', '-tls1_3']);
  });

  it("has the nine suites of Mozilla's intermediate profile and no other", () => {
    const old = known('-tls1_2', '-s', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0');
    const modern = [
      'TLS_AES_128_GCM_SHA256',
      'TLS_AES_256_GCM_SHA384',
      'TLS_CHACHA20_POLY1305_SHA256',
      'TLS_AES_128_CCM_SHA256',
      'TLS_AES_128_CCM_8_SHA256',
    ];

    expect(old.length).toBeGreaterThan(60);
    expect(suitesOf('tls1_2', old).sort()).toEqual([
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-CHACHA20-POLY1305',
      'ECDHE-RSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES256-GCM-SHA384',
      'ECDHE-RSA-CHACHA20-POLY1305',
    ]);
    expect(suitesOf('tls1_3', modern)).toEqual(modern.slice(0, 3));
  });

  it.each([
    ['h2,http/1.1', 'h2'],
    ['http/1.1', 'http/1.1'],
    ['h2', 'h2'],
  ])('agrees on a protocol: %s offered, %s taken', (offered, taken) => {
    const run = spawnSync(
      'openssl',
      ['s_client', '-connect', `127.0.0.1:${proxy.tlsPort}`, '-alpn', offered],
      { encoding: 'utf8', input: '' },
    );

    expect(run.stdout).toContain(`ALPN protocol: ${taken}\n`);
  });

  it('refuses to renegotiate and to compress', () => {
    const run = spawnSync(
      'openssl',
      ['s_client', '-connect', `127.0.0.1:${proxy.tlsPort}`, '-tls1_2'],
      { encoding: 'utf8', input: 'R\n' },
    );

    expect(run.stdout).toContain('Compression: NONE');
    expect(run.stdout).toContain('Secure Renegotiation IS supported');
    expect(run.stdout + run.stderr).toMatch(/no renegotiation|closed|reset/i);
  });
});
