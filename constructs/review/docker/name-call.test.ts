import { gzipSync } from 'node:zlib';
import { type Blocks, graphOf, on } from './stack.fixture';

const reasons = (web: Blocks, api: Blocks, networks: Blocks = {}): string[] =>
  graphOf(
    { web: { name: 'web', ...web }, api: { name: 'api', ...api } },
    { a: { name: 'a' }, b: { name: 'b' }, ...networks },
  ).broken.map(({ from, to, port, reason }) => `${from} -> ${to}:${port ?? '?'} ${reason}`);
const calls = (value: string): Blocks => ({ env: [`URL=${value}`] });

describe('calls by name', () => {
  it.each<[string, Blocks, Blocks]>([
    ['a container', on(['a'], calls('http://api:80')), on(['a'])],
    [
      'a container by reference',
      on(['a'], calls('http://${docker_container.api.name}:80')),
      on(['a']),
    ],
    ['itself', on(['a'], calls('http://web:80')), on(['a'])],
    [
      'an alias',
      on(['a'], calls('http://backend:80')),
      { networks_advanced: [{ name: 'a', aliases: ['Backend'] }] },
    ],
    ['a host of the internet', on(['a'], calls('https://example.org')), on(['b'])],
    ['its own loopback', on(['a'], calls('http://localhost:80')), on(['b'])],
    [
      'a host that it was told',
      on(['a'], { ...calls('http://db:80'), host: [{ host: 'db' }] }),
      {},
    ],
    [
      'a name on a network made elsewhere',
      { ...calls('http://x:80'), networks_advanced: [{ name: 'old' }] },
      {},
    ],
    [
      'a name on networks that cannot be told',
      { ...calls('http://x:80'), networks_advanced: '${var.n}' },
      {},
    ],
    ['a name on an overlay that is both', on(['c'], calls('http://api:80')), on(['c'])],
  ])('work to %s', (_, web, api) => {
    expect(reasons(web, api, { c: { name: 'c', driver: 'overlay' } })).toEqual([]);
  });

  it.each<[string, Blocks, Blocks, Blocks, string]>([
    [
      'without a common network',
      on(['a'], calls('http://api:80')),
      on(['b']),
      {},
      "web -> api:80 web shares no network with api; put both on one in 'networks_advanced'",
    ],
    [
      'to nobody',
      on(['a'], calls('http://apo:80')),
      on(['a']),
      {},
      'web -> apo:80 no container of this stack is called apo; use one of api, web',
    ],
    [
      'on the default bridge',
      calls('http://api:80'),
      {},
      {},
      'web -> api:80 both are on the default bridge, which resolves no names; put both on a docker_network',
    ],
    [
      'on a network that keeps them apart',
      on(['a'], calls('http://api:80')),
      on(['a']),
      { a: { name: 'a', options: { 'com.docker.network.bridge.enable_icc': false } } },
      'web -> api:80 a keeps its containers apart (enable_icc is false); turn that off, or use another network',
    ],
    [
      'on the machine',
      { network_mode: 'host', ...calls('http://api:80') },
      on(['a']),
      {},
      'web -> api:80 web is on the network of the machine, where no container has a name; put it on a network with api',
    ],
    [
      'without any network',
      { network_mode: 'none', ...calls('redis://x') },
      on(['a']),
      {},
      'web -> x:6379 no container of this stack is called x; it is on no network with names',
    ],
    [
      'by a name with an underscore',
      on(['a'], calls('http://my_api:80')),
      on(['a']),
      {},
      'web -> my_api:80 no container of this stack is called my_api; use one of api, web',
    ],
  ])('fail %s', (_, web, api, networks, expected) => {
    expect(reasons(web, api, networks)).toEqual([expected]);
  });

  it('are found in a compressed configuration of nginx', () => {
    const configuration = 'upstream x {\n  server gone:8080 resolve;\n}\n';
    const env = [`NGINX_CONF=${gzipSync(configuration).toString('base64')}`];

    expect(reasons(on(['a'], { env }), on(['a']))).toEqual([
      expect.stringContaining('web -> gone:8080 no container'),
    ]);
  });
});
