import { Route } from '../core/route';
import { depthOf, freePriority, maxPriority, priorityOf } from './listener-priority';

const priority = (path: string, host?: string) => priorityOf(Route.path(path, { host }));

describe('priorityOf', () => {
  it('puts the deeper path first', () => {
    const paths = ['/1/2/3/4/5/6/7', '/1/2/3/4/5/6', '/a/b/c', '/a/b', '/b/a', '/a', '/z', '/'];

    for (const deeper of paths) {
      for (const other of paths.filter((path) => depthOf(path) < depthOf(deeper))) {
        expect(priority(deeper)).toBeLessThan(priority(other));
      }
    }
  });

  it('puts a host before none, whatever the path', () => {
    expect(priority('/', 'app.example.org')).toBeLessThan(priority('/1/2/3/4/5/6/7'));
  });

  it('stays inside of what a listener accepts', () => {
    const all = Array.from({ length: 2000 }, (_, at) => [
      priority(at === 0 ? '/' : `/p${at}`),
      priority(`/1/2/3/4/5/6/p${at}`, `h${at}.example.org`),
    ]).flat();

    expect(Math.min(...all)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...all)).toBeLessThanOrEqual(maxPriority);
    expect(all.every(Number.isInteger)).toBe(true);
  });

  it('is part of the contract: another number would renumber deployed rules', () => {
    expect([priority('/'), priority('/admin'), priority('/', 'app.example.org')]).toEqual([
      47179, 44640, 22602,
    ]);
  });
});

describe('freePriority', () => {
  const route = Route.path('/admin');

  it('is the next number that nobody has', () => {
    const own = priorityOf(route);

    expect(freePriority(route, new Set([own, own + 1]))).toBe(own + 2);
  });

  it('is nothing where the band is full', () => {
    const all = new Set(Array.from({ length: maxPriority }, (_, at) => at + 1));

    expect(freePriority(route, all)).toBeUndefined();
  });

  it('never leaves the band', () => {
    const own = priorityOf(route);
    const above = new Set(Array.from({ length: 5000 }, (_, at) => own + at));

    expect(freePriority(route, above)).toBeLessThan(own);
    expect(freePriority(route, above)).toBeGreaterThan(priorityOf(Route.path('/a/b')));
  });
});
