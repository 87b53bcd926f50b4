import { allPorts, commonPorts, includesPort, printPorts, tcpPort } from './port-range';

describe('commonPorts', () => {
  it.each([
    [allPorts, tcpPort(80), tcpPort(80)],
    [
      { protocol: 'tcp', from: 1, to: 100 },
      { protocol: 'tcp', from: 50, to: 200 },
      { protocol: 'tcp', from: 50, to: 100 },
    ],
    [tcpPort(80), { protocol: 'udp', from: 80, to: 80 }, undefined],
    [tcpPort(80), tcpPort(81), undefined],
  ])('of %j and %j is %j', (a, b, common) => {
    expect(commonPorts(a, b)).toEqual(common);
    expect(commonPorts(b, a)).toEqual(common);
  });
});

describe('includesPort', () => {
  it('is about TCP', () => {
    expect(includesPort({ protocol: 'udp', from: 0, to: 65535 }, 80)).toBe(false);
    expect(includesPort(allPorts, 80)).toBe(true);
  });
});

describe('printPorts', () => {
  it.each([
    [tcpPort(8080), '8080'],
    [{ protocol: 'tcp', from: 1, to: 9 }, '1-9'],
    [{ protocol: 'tcp', from: 0, to: 65535 }, 'all tcp'],
    [{ protocol: 'udp', from: 53, to: 53 }, 'udp 53'],
    [allPorts, 'all'],
  ])('writes %j as %s', (ports, text) => {
    expect(printPorts(ports)).toBe(text);
  });
});
