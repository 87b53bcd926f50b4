import {
  cloudRunSidecarPlatform,
  type SidecarPlatform,
  sidecarPlatformProblems,
} from './sidecar-platform';

const platform = cloudRunSidecarPlatform();

describe('cloudRunSidecarPlatform', () => {
  it('takes identity from the metadata server, and ends within 10 s', () => {
    expect(platform).toEqual({
      metadataHost: '169.254.169.254',
      upstreamPort: 443,
      trustedCertificates: '/etc/ssl/certs/ca-certificates.crt',
      stopSeconds: 10,
      lingerSeconds: 6,
      drainSeconds: 3,
      writableDirectory: '/var/lib/reverse-proxy',
    });
  });
});

describe('sidecarPlatformProblems', () => {
  it('finds nothing wrong with what is ready-made', () => {
    expect(sidecarPlatformProblems(platform)).toEqual([]);
  });

  const cases: readonly (readonly [change: Partial<SidecarPlatform>, sentence: RegExp])[] = [
    [{ metadataHost: 'a/b' }, /^'metadataHost' must be a host name .* got 'a\/b'; use/],
    [{ metadataHost: 'a;b' }, /^'metadataHost' must be a host name .* got 'a;b'; use/],
    [{ upstreamPort: 0 }, /^'upstreamPort' must be a whole number from 1 to 65535, got 0; use/],
    [{ trustedCertificates: 'ca.pem' }, /^'trustedCertificates' must be .* got 'ca.pem'; use/],
    [{ lingerSeconds: 7 }, /^'lingerSeconds' and .* 'stopSeconds' \(10\), got 7 and 3; lower one/],
    [{ lingerSeconds: -1 }, /^'lingerSeconds' and .* got -1 and 3/],
    [{ drainSeconds: 0 }, /^'lingerSeconds' and .* got 6 and 0/],
    [{ writableDirectory: '/a b' }, /^'writableDirectory' must be .* got '\/a b'; use/],
  ];

  it.each(cases)('fails when it has %j', (change, sentence) => {
    expect(sidecarPlatformProblems({ ...platform, ...change })).toEqual([
      expect.stringMatching(sentence),
    ]);
  });

  it('takes a metadata server with a port, and no time to linger', () => {
    const change = { metadataHost: 'metadata.test:8080', lingerSeconds: 0, drainSeconds: 9 };

    expect(sidecarPlatformProblems({ ...platform, ...change })).toEqual([]);
  });
});
