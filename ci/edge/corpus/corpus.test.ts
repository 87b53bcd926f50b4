import { allAbuses, corpus } from './corpus';
import { hidden, type Spot } from './spot';

const at: Spot = {
  id: 'edge-corpus-1',
  path: '/edge-corpus-1',
  bodyPath: '/users',
  bodyType: 'application/json',
};

describe('the corpus', () => {
  it('holds at least 300 cases, and each theme some', () => {
    expect(allAbuses.length).toBeGreaterThanOrEqual(300);
    for (const cases of Object.values(corpus)) expect(cases.length).toBeGreaterThan(20);
  });

  it('gives no two cases one name, nor the same bytes', () => {
    const names = allAbuses.map(({ name }) => name);
    const sent = allAbuses.map(({ bytes, halfClose }) => `${halfClose} ${bytes(at)}`);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((_, index) => sent.indexOf(sent[index]!) !== index)).toEqual([]);
  });

  it('is made of characters that are one byte each', () => {
    const wide = allAbuses.filter(({ bytes }) => /[^\x00-\xff]/.test(bytes(at)));

    expect(wide.map(({ name }) => name)).toEqual([]);
  });

  it('hides requests where a wrong reading would find them, with names of their own', () => {
    const hiding = allAbuses.filter(({ bytes }) => bytes(at).includes(hidden(at)));

    expect(hiding.length).toBeGreaterThan(100);
    expect(hidden(at)).toContain('X-Request-Id: edge-corpus-1-hidden\r\n');
  });

  it('counts what may follow', () => {
    for (const { name, atMost, followers } of allAbuses) {
      expect([name, followers.length]).toEqual([name, atMost - 1]);
    }
  });
});
