import { type Block, graphOf, reasons, service } from './stack.fixture';

const starts = (...containers: Block[]): string[] =>
  reasons(graphOf(service('web', { template: { containers } })));
const probe = { startup_probe: { tcp_socket: { port: 1 } } };

describe('the order in which containers start', () => {
  it('works with a startup probe', () => {
    expect(starts({ name: 'a', depends_on: ['b'] }, { name: 'b', ...probe })).toEqual([]);
  });

  it.each<[string, Block[], string[]]>([
    [
      'a probe is missing',
      [{ name: 'a', depends_on: ['b'] }, { name: 'b' }],
      [
        'web -> b: b has no startup probe, so that nobody knows when it is ready; add a startup_probe to it',
      ],
    ],
    [
      'the container is missing',
      [{ name: 'a', depends_on: ['b'] }],
      ['web -> b: the instance has no container b; correct depends_on of the container a'],
    ],
    [
      'containers wait for each other',
      [
        { name: 'a', depends_on: ['b'], ...probe },
        { name: 'b', depends_on: ['a'], ...probe },
      ],
      [
        'web -> a: a waits for b in turn; remove one of the two from depends_on',
        'web -> b: b waits for a in turn; remove one of the two from depends_on',
      ],
    ],
  ])('fails where %s', (_, containers, expected) => {
    expect(starts(...containers)).toEqual(expected);
  });
});
