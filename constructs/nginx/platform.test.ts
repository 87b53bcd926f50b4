import { Token } from 'cdktf';
import { RateLimit } from '../core/rate-limit';
import { cloudRunPlatform } from './cloud-run-platform';
import { dockerPlatform, ecsPlatform, platformProblems, type ProxyPlatform } from './platform';

const ecs = ecsPlatform({ trustedProxies: ['10.0.0.0/16'] });

describe('ecsPlatform', () => {
  it('is plain HTTP with static names behind a balancer', () => {
    expect(ecs).toEqual({
      listeners: 'http',
      publicPort: 443,
      resolver: undefined,
      trustedProxies: ['10.0.0.0/16'],
      clientAddressHeader: 'X-Forwarded-For',
      schemeHeader: 'X-Forwarded-Proto',
      clientAddressEntry: 'last',
      rateLimit: RateLimit.perClient({ requestsPerSecond: 100, burst: 400 }),
      metricsPort: 9090,
      upstreamIdleSeconds: 60,
      stopSeconds: 30,
      readinessSeconds: 5,
      drainSeconds: 20,
      writableDirectory: '/var/lib/reverse-proxy',
    });
  });

  it('skips trusted hops where several stand in a row', () => {
    const { clientAddressEntry } = ecsPlatform({ trustedProxies: ['::/0'], chainedProxies: true });

    expect(clientAddressEntry).toBe('last-untrusted');
  });
});

describe('ecsPlatform behind a hop that ends TLS before the balancer', () => {
  it('takes the scheme from the header of that hop', () => {
    const platform = ecsPlatform({
      trustedProxies: ['10.0.0.0/16'],
      schemeHeader: 'X-Viewer-Scheme',
    });

    expect(platform.schemeHeader).toBe('X-Viewer-Scheme');
    expect(platformProblems(platform)).toEqual([]);
  });
});

describe('cloudRunPlatform', () => {
  it('believes the front end wherever it seems to be, and stops within 10 s', () => {
    expect(cloudRunPlatform()).toMatchObject({
      listeners: 'http',
      publicPort: 443,
      resolver: undefined,
      trustedProxies: ['0.0.0.0/0', '::/0'],
      clientAddressEntry: 'last',
      rateLimit: RateLimit.perClient({ requestsPerSecond: 100, burst: 400 }),
      metricsPort: undefined,
      stopSeconds: 10,
      readinessSeconds: 0,
      drainSeconds: 8,
    });
  });

  it('skips the balancer in front, which adds itself', () => {
    const platform = cloudRunPlatform({ balancerAddresses: ['203.0.113.7'] });

    expect(platform.clientAddressEntry).toBe('last-untrusted');
    expect(platform.trustedProxies).toEqual(
      expect.arrayContaining(['169.254.0.0/16', '203.0.113.7']),
    );
    expect(platform.trustedProxies).not.toContain('0.0.0.0/0');
  });

  it('leaves a place for a balancer that only the deployment knows', () => {
    const address = Token.asString({ resolve: () => '203.0.113.7' });
    const platform = cloudRunPlatform({ balancerAddresses: [address] });

    expect(platform.trustedProxies.at(-1)).toBe('192.0.2.80');
    expect(platformProblems(platform)).toEqual([]);
  });
});

describe('dockerPlatform', () => {
  it('ends TLS itself and follows the DNS of the engine', () => {
    expect(dockerPlatform()).toMatchObject({
      listeners: 'https-self-signed',
      publicPort: 8443,
      resolver: '127.0.0.11',
      trustedProxies: [],
      rateLimit: RateLimit.perClient({ requestsPerSecond: 1000, burst: 2000 }),
      metricsPort: 9090,
    });
  });

  it('takes the port that the host publishes', () => {
    expect(dockerPlatform({ publicPort: 443 }).publicPort).toBe(443);
  });
});

describe('every platform', () => {
  it('takes another limit, or none', () => {
    const rateLimit = RateLimit.off();

    expect([
      ecsPlatform({ trustedProxies: ['10.0.0.0/16'], rateLimit }).rateLimit,
      cloudRunPlatform({ rateLimit }).rateLimit,
      dockerPlatform({ rateLimit }).rateLimit,
    ]).toEqual([rateLimit, rateLimit, rateLimit]);
  });
});

describe('platformProblems', () => {
  it('finds nothing wrong with what is ready-made', () => {
    expect([ecs, dockerPlatform(), cloudRunPlatform()].flatMap(platformProblems)).toEqual([]);
  });

  const cases: readonly (readonly [change: Partial<ProxyPlatform>, sentence: RegExp])[] = [
    [{ publicPort: 0 }, /^'publicPort' must be .* got 0; use the port/],
    [{ resolver: 'dns.local' }, /^'resolver' must be an IPv4 address, got 'dns.local'/],
    [{ clientAddressHeader: 'a b' }, /^'clientAddressHeader' must be a header name, got 'a b'/],
    [
      { schemeHeader: 'a;b' },
      /^'schemeHeader' must be a header name, got 'a;b'; .* 'X-Forwarded-P/,
    ],
    [{ metricsPort: 80 }, /^'metricsPort' must be .* got 80; use for example 9090/],
    [{ metricsPort: 8080 }, /^'metricsPort' must be .* other than 8080 and 8443, got 8080/],
    [
      { rateLimit: RateLimit.perClient({ requestsPerSecond: 0, burst: 1 }) },
      /^'rateLimit.requestsPerSecond' must be .* got 0/,
    ],
    [{ upstreamIdleSeconds: 0 }, /^'upstreamIdleSeconds' must be .* got 0/],
    [{ drainSeconds: 25 }, /^'drainSeconds' must .* 6 s before 'stopSeconds' \(30\), got 25/],
    [{ drainSeconds: 0 }, /^'drainSeconds' must .* got 0/],
    [{ writableDirectory: '/a b' }, /^'writableDirectory' must be .* got '\/a b'/],
    [{ trustedProxies: [] }, /^'trustedProxies' is empty, .* redirected forever/],
    [{ trustedProxies: ['all;'] }, /^'trustedProxies' needs address ranges, got 'all;'/],
  ];

  it.each(cases)('fails when it has %j', (change, sentence) => {
    expect(platformProblems({ ...ecs, ...change })).toEqual([expect.stringMatching(sentence)]);
  });

  it('accepts the longest drain that ends in time', () => {
    expect(platformProblems({ ...ecs, drainSeconds: 24 })).toEqual([]);
  });
});
