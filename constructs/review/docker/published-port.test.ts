import { printPorts } from '../port-range';
import { type Blocks, graphOf, on } from './stack.fixture';

const lines = (port: unknown, web: Blocks = {}, network: Blocks = {}): string[] => {
  const { edges } = graphOf(
    { web: on(['net'], { name: 'web', ports: [port], ...web }) },
    { net: { name: 'net', ...network } },
  );
  return edges.map(
    ({ from, ports, through, verdict }) =>
      `${from} ${printPorts(ports)} ${through ?? '-'} ${verdict}`,
  );
};
const port = { internal: 8080, external: 80 };

describe('published ports', () => {
  it.each<[string, unknown, string]>([
    ['everywhere', port, 'internet 8080 0.0.0.0:80 reachable'],
    ['on every IPv6 address', { ...port, ip: '::' }, 'internet 8080 :::80 reachable'],
    ['on loopback', { ...port, ip: '127.0.0.1' }, 'this machine 8080 127.0.0.1:80 reachable'],
    [
      'on another loopback',
      { ...port, ip: '127.1.2.3' },
      'this machine 8080 127.1.2.3:80 reachable',
    ],
    ['on loopback of IPv6', { ...port, ip: '::1' }, 'this machine 8080 ::1:80 reachable'],
    [
      'on one address',
      { ...port, ip: '192.0.2.7' },
      'internet (192.0.2.7) 8080 192.0.2.7:80 reachable',
    ],
    ['for UDP', { ...port, protocol: 'udp' }, 'internet udp 8080 0.0.0.0:80 reachable'],
    ['on a port of the engine', { internal: 8080 }, 'internet 8080 0.0.0.0:some port reachable'],
    [
      'on an address that cannot be told',
      { ...port, ip: '${var.ip}' },
      'internet 8080 ?:80 unknown',
    ],
    [
      'to a port that cannot be told',
      { internal: '${var.p}' },
      'internet all tcp 0.0.0.0:some port unknown',
    ],
  ])('let in %s', (_, block, expected) => {
    expect(lines(block)).toEqual([expected]);
  });

  it.each<[string, Blocks, Blocks, string[]]>([
    ['all ports', { ports: [], publish_all_ports: true }, {}, ['internet all - unknown']],
    [
      'perhaps all ports',
      { ports: [], publish_all_ports: '${var.all}' },
      {},
      ['internet all - unknown'],
    ],
    ['ports that cannot be told', { ports: '${var.ports}' }, {}, ['internet all - unknown']],
    ['ports on an overlay', {}, { driver: 'overlay' }, ['internet 8080 0.0.0.0:80 unknown']],
    ['nothing', { ports: [] }, {}, []],
  ])('publish %s', (_, web, network, expected) => {
    expect(lines(port, web, network)).toEqual(expected);
  });

  it.each<[string, Blocks, Blocks, RegExp]>([
    [
      'internal networks alone',
      on(['net']),
      { internal: true },
      /only on internal networks \(net\), which publish nothing; put it on one more network/,
    ],
    ['no network', { network_mode: 'none' }, {}, /web is on no network, which publish/],
  ])('fail on %s', (_, block, network, reason) => {
    const graph = graphOf(
      { web: { name: 'web', ports: [port], ...block } },
      { net: { name: 'net', ...network } },
    );

    expect(graph.edges).toEqual([]);
    expect(graph.broken).toEqual([
      {
        from: 'internet',
        to: 'web',
        port: 8080,
        announced: { address: 'docker_container.web', text: 'publishes port 8080' },
        reason: expect.stringMatching(reason) as string,
      },
    ]);
  });

  it('come in through the one network that is not internal', () => {
    const graph = graphOf(
      { web: on(['inner', 'outer'], { name: 'web', ports: [port] }) },
      { inner: { name: 'inner', internal: true }, outer: { name: 'outer' } },
    );

    expect(graph.broken).toEqual([]);
    expect(graph.edges[0]?.steps).toEqual([
      { address: 'docker_container.web', text: 'publishes port 8080 as 0.0.0.0:80' },
      { address: 'docker_network.outer', text: 'is not internal, so that published ports work' },
    ]);
  });

  it('have no meaning on the network of the machine', () => {
    expect(
      graphOf({ web: { name: 'web', network_mode: 'host', ports: [port] } }).edges,
    ).toHaveLength(1);
  });
});
