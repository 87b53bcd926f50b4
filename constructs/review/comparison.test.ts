import { cloudLimits, compare, dockerLimits } from './comparison';
import type { Edge } from './graph';
import { allPorts, type PortRange, tcpPort } from './port-range';

const edge = (
  from: string,
  to: string,
  ports: PortRange,
  verdict: Edge['verdict'] = 'reachable',
): Edge => ({
  from,
  to,
  ports,
  verdict,
  steps: [],
});
const call = { from: 'web', to: 'api', port: 8080 };

describe('compare', () => {
  it('confirms what is declared and reachable', () => {
    const way = edge('web', 'api', tcpPort(8080));

    expect(compare([call], [way], cloudLimits)).toEqual({
      confirmed: [call],
      missing: [],
      extra: [],
      inevitable: [],
    });
  });

  it.each([
    ['another port', edge('web', 'api', tcpPort(8081))],
    ['more ports', edge('web', 'api', allPorts)],
    ['the way back', edge('api', 'web', tcpPort(8080))],
    ['a way that is not certain', edge('web', 'api', tcpPort(8080), 'unknown')],
  ])('takes %s for something else', (_, way) => {
    expect(compare([call], [way], cloudLimits)).toMatchObject({ missing: [call], extra: [way] });
  });

  it('finds more ports beside the declared one', () => {
    const [way, wide] = [edge('web', 'api', tcpPort(8080)), edge('web', 'api', tcpPort(9090))];

    expect(compare([call], [way, wide], cloudLimits)).toMatchObject({ missing: [], extra: [wide] });
  });

  it('sets what a Docker network cannot close apart from what it could', () => {
    const there = edge('web', 'api', allPorts);
    const back = edge('api', 'web', allPorts);
    const other = edge('api', 'db', allPorts);

    expect(compare([call], [there, back, other], dockerLimits)).toEqual({
      confirmed: [call],
      missing: [],
      extra: [other],
      inevitable: [back],
    });
  });
});
