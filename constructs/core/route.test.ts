import { RateLimit } from './rate-limit';
import { Access, Route, routeProblems } from './route';

describe('a route', () => {
  it('is open, keeps its path and is bounded unless told otherwise', () => {
    expect(Route.path('/', 'web')).toMatchObject({
      path: '/',
      target: 'web',
      host: undefined,
      access: Access.open(),
      stripPrefix: false,
      timeoutSeconds: 60,
      bodyLimitKiB: 64,
      retryServerErrors: false,
      rateLimit: undefined,
    });
  });

  it('may be made without a target, with the same options', () => {
    expect(Route.path('/a', { host: 'a.example.org' })).toMatchObject({
      target: undefined,
      host: 'a.example.org',
    });
  });

  it.each(['admin', '/admin/', '//', '/a//b', '/a b', '/../etc', '/a/./b', '/a;b', '/a"'])(
    'fails when its path is %j',
    (path) => {
      expect(routeProblems([Route.path(path, 'web')])[0]).toMatch(/'path' must be '\/' or start/);
    },
  );

  it.each<[Parameters<typeof Route.path>[2], RegExp]>([
    [{ host: 'Example.org' }, /'host' must be a lower-case host name, got 'Example.org'/],
    [{ host: 'a.org;' }, /'host'/],
    [{ timeoutSeconds: 0 }, /'timeoutSeconds' must be a whole number from 1 to 3600, got 0/],
    [{ bodyLimitKiB: 2 ** 21 }, /'bodyLimitKiB' .* got 2097152/],
    [
      { rateLimit: RateLimit.perClient({ requestsPerSecond: 0, burst: 1 }) },
      /^route '\/a': 'rateLimit.requestsPerSecond' .* got 0;/,
    ],
    [{ access: Access.addresses([]) }, /lists no address/],
    [{ access: Access.addresses(['all;']) }, /'access' needs address ranges, got 'all;'/],
  ])('fails when it has %j', (options, message) => {
    expect(routeProblems([Route.path('/a', 'web', options)])[0]).toMatch(message);
  });

  it('accepts address ranges of both families', () => {
    const access = Access.addresses(['203.0.113.0/24', '2001:db8::/32', '192.0.2.1']);

    expect(routeProblems([Route.path('/a', 'web', { access })])).toEqual([]);
  });
});

describe('routes together', () => {
  it('fail when two claim the same requests', () => {
    const routes = [Route.path('/a', 'web'), Route.path('/a', 'api'), Route.path('/a/b', 'api')];

    expect(routeProblems(routes)).toEqual([
      "'routes' has '/a' twice, to 'web' and to 'api'; change one path or give one a 'host'",
    ]);
  });

  it('may share a path on different hosts', () => {
    const routes = [
      Route.path('/', 'web', { host: 'a.org' }),
      Route.path('/', 'api', { host: 'b.org' }),
    ];

    expect(routeProblems(routes)).toEqual([]);
  });
});
