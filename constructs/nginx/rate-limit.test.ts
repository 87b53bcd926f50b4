import { RateLimit } from '../core/rate-limit';
import { Route, type RouteOptions } from '../core/route';
import { rateLimitLines, rateLimitZones } from './rate-limit';
import { dockerPlatform, ecsPlatform } from './platform';

const ecs = ecsPlatform({ trustedProxies: ['10.0.0.0/16'] });
const slow = RateLimit.perClient({ requestsPerSecond: 5, burst: 20 });

function route(path: string, options: RouteOptions = {}): Route {
  return Route.path(path, 'web', options);
}

function zones(routes: readonly Route[], platform = ecs): string[] {
  return rateLimitZones(routes, platform).filter((line) => line.startsWith('limit_req_zone'));
}

describe('rateLimitZones', () => {
  it('are one for all routes', () => {
    expect(zones([route('/'), route('/a')])).toEqual([
      'limit_req_zone $client_network zone=clients:10m rate=100r/s;',
    ]);
  });

  it('are one more for each route with a limit of its own, in any order', () => {
    const routes = [
      route('/'),
      route('/b', { rateLimit: slow, host: 'app.example.org' }),
      route('/a', { rateLimit: slow }),
    ];

    expect(zones(routes)).toEqual([
      'limit_req_zone $client_network zone=clients:10m rate=100r/s;',
      'limit_req_zone $client_network zone=clients@/a:2m rate=5r/s;',
      'limit_req_zone $client_network zone=clients@app.example.org/b:2m rate=5r/s;',
    ]);
    expect(zones([...routes].reverse())).toEqual(zones(routes));
  });

  it('are none where nothing is limited', () => {
    const platform = dockerPlatform({ rateLimit: RateLimit.off() });

    expect(rateLimitZones([route('/')], platform)).toEqual([]);
    expect(rateLimitZones([route('/', { rateLimit: RateLimit.off() })], ecs)).toEqual([]);
    expect(rateLimitLines(route('/'), platform)).toEqual([]);
  });

  it('answer 429, and leave the line to the access log', () => {
    expect(rateLimitZones([route('/')], ecs)).toEqual(
      expect.arrayContaining(['limit_req_status 429;', 'limit_req_log_level info;']),
    );
  });

  // what nginx matches are bytes: an address of 4 or 16
  it.each([
    ['203.0.113.9', 'cb007109', undefined],
    ['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006', '20010db800010002'],
    ['2001:db8::', '20010db8000000000000000000000000', '20010db800000000'],
    ['line ends as bytes', '0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', '0a0a0a0a0a0a0a0a'],
    ['::ffff:203.0.113.9', '00000000000000000000ffffcb007109', undefined],
  ])('counts %s by its network', (_, hex, network) => {
    const [, pattern] = /"~\(\?s\)(.*)\\z"/.exec(rateLimitZones([route('/')], ecs).join('\n'))!;
    const bytes = Buffer.from(hex, 'hex').toString('latin1');
    const found = new RegExp(`${pattern!}$`, 's').exec(bytes);

    expect(found?.groups?.network_bytes).toBe(
      network === undefined ? undefined : Buffer.from(network, 'hex').toString('latin1'),
    );
  });
});
