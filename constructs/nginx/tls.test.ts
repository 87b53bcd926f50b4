import { dockerPlatform, ecsPlatform } from './platform';
import { tlsLines } from './tls';

describe('tlsLines', () => {
  const lines = tlsLines(dockerPlatform());

  it("are Mozilla's intermediate profile", () => {
    expect(lines).toContain('ssl_protocols TLSv1.2 TLSv1.3;');
    expect(lines).toContain('ssl_prefer_server_ciphers off;');
    expect(lines).toContain('ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;');
    expect(lines).toContain('http2 on;');
  });

  it('name six suites with forward secrecy and authenticated encryption', () => {
    const ciphers = lines
      .find((line) => line.startsWith('ssl_ciphers'))!
      .slice(12, -1)
      .split(':');

    expect(ciphers).toHaveLength(6);
    expect(ciphers.filter((cipher) => !/^ECDHE-.*(GCM|POLY1305)/.test(cipher))).toEqual([]);
  });

  it('are absent behind a balancer', () => {
    expect(tlsLines(ecsPlatform({ trustedProxies: ['10.0.0.0/16'] }))).toEqual([]);
  });
});
