import { dockerPlatform, ecsPlatform } from './platform';
import {
  type ProxyUpstream,
  resolverLines,
  upstreamBlock,
  upstreamIdleSeconds,
  upstreamProblems,
} from './upstream';

const ecs = ecsPlatform({ trustedProxies: ['10.0.0.0/16'] });
const uptime: ProxyUpstream = {
  host: 'uptime',
  port: 8080,
  keepAliveSeconds: 15,
  protocol: 'http',
};

describe('upstreamIdleSeconds', () => {
  it.each([
    [15, 10],
    [75, 50],
    [3600, 60],
    [3, 2],
    [2, 1],
  ])('closes before a service that closes after %i s, at %i s', (keepAliveSeconds, idle) => {
    const seconds = upstreamIdleSeconds({ ...uptime, keepAliveSeconds }, ecs);

    expect(seconds).toBe(idle);
    expect(seconds).toBeLessThan(keepAliveSeconds);
  });
});

describe('upstreamBlock', () => {
  it('lists one address as two equal peers that never count as failed', () => {
    expect(upstreamBlock('uptime', uptime, ecs)).toEqual([
      'upstream uptime {',
      '  zone uptime 64k;',
      '  server uptime:8080 max_fails=0;',
      '  server uptime:8080 max_fails=0;',
      '  keepalive 32;',
      '  keepalive_timeout 10s;',
      '}',
    ]);
  });

  it('follows the address where the platform has a resolver', () => {
    const servers = upstreamBlock('uptime', uptime, dockerPlatform()).filter((line) =>
      line.includes('server'),
    );

    expect(servers).toEqual([
      '  server uptime:8080 resolve max_fails=1 fail_timeout=5s;',
      '  server uptime:8080 resolve max_fails=0 backup;',
      '  server uptime:8080 resolve max_fails=0 backup;',
    ]);
    expect(resolverLines(dockerPlatform())[0]).toBe('resolver 127.0.0.11 valid=5s ipv6=off;');
  });

  it.each([
    ['Docker', dockerPlatform(), ' resolve'],
    ['ECS', ecs, ''],
  ])('fails over between several hosts, each once, on %s', (_, platform, resolve) => {
    const several = { ...uptime, host: 'b', otherHosts: ['c', 'a', 'b'] };
    const servers = upstreamBlock('uptime', several, platform).filter((line) =>
      line.includes('server'),
    );

    expect(servers).toEqual([
      ...['b', 'a', 'c'].map(
        (host) => `  server ${host}:8080${resolve} max_fails=1 fail_timeout=5s;`,
      ),
      ...['b', 'a', 'c'].map((host) => `  server ${host}:8080${resolve} max_fails=0 backup;`),
    ]);
  });

  it('asks no resolver for static names', () => {
    expect(resolverLines(ecs)).toEqual([]);
  });
});

describe('upstreamProblems', () => {
  it.each([
    ['uptime', { host: 'a b' }, "'host' must be a host name that is known at synth, got 'a b'"],
    [
      'uptime',
      { otherHosts: ['b;'] },
      "'host' must be a host name that is known at synth, got 'b;'",
    ],
    ['uptime', { port: 70000 }, "'port' must be a whole number from 1 to 65535, got 70000"],
    ['uptime', { keepAliveSeconds: 1 }, "'keepAliveSeconds' must be a whole number of at least 2"],
    ['Up;time', {}, 'its name must hold only lower-case letters'],
  ])('fails when %s has %j', (target, change, sentence) => {
    expect(upstreamProblems(target, { ...uptime, ...change })).toEqual([
      expect.stringContaining(sentence),
    ]);
  });
});
