import { cycleProblem, findCycle, peerByName, addedVariableProblems } from './connection';

describe('findCycle', () => {
  it('finds none where the calls end', () => {
    expect(
      findCycle([
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c' },
        { from: 'b', to: 'c' },
      ]),
    ).toBe(undefined);
  });

  it.each([
    [[['a', 'a']], 'a -> a'],
    [
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'a -> b -> a',
    ],
    [
      [
        ['x', 'a'],
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
      'a -> b -> c -> a',
    ],
  ])('finds the cycle of %j', (pairs, path) => {
    const cycle = findCycle(pairs.map(([from, to]) => ({ from: from!, to: to! })));

    expect(cycle?.join(' -> ')).toBe(path);
    expect(cycleProblem(cycle!)).toContain(`${path}; each service starts after those it calls`);
  });

  it('walks a dense graph of 200 services in no time', () => {
    const names = Array.from({ length: 200 }, (_, at) => `s${at}`);
    const edges = names.flatMap((from, at) => names.slice(at + 1).map((to) => ({ from, to })));

    expect(findCycle(edges)).toBe(undefined);
  });
});

describe('a peer', () => {
  it('is reached by its name', () => {
    expect(peerByName('goapp', 8080)).toEqual({
      name: 'goapp',
      host: 'goapp',
      port: 8080,
      url: 'http://goapp:8080',
    });
  });

  it('fails when it brings a variable that is set already', () => {
    expect(addedVariableProblems('web', ['URL'], { URL: 'x', NEW: 'y', 'a-b': '' }, 'api')).toEqual(
      [
        "'environment' of the connection from 'web' to 'api' sets URL, which is set already; rename one of them",
        "the connection from 'web' to 'api': 'environment' has the key 'a-b', which is no variable name; use letters, digits and '_'",
      ],
    );
  });
});
