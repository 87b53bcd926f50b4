import { resolve, uniqueVariables, UnknownVariableError } from './variables';

describe('variables', () => {
  it('replace a text that is one of them alone by its value, with its type', () => {
    const variables = { age: 41, list: [1, 'two'], nothing: null };

    expect(resolve({ a: '${age}', b: ['${list}'], c: '${nothing}' }, variables)).toEqual({
      a: 41,
      b: [[1, 'two']],
      c: null,
    });
  });

  it('stand as text within a text, and in names', () => {
    const variables = { id: 7, field: 'name' };

    expect(resolve({ '${field}': '/users/${id}?x=${id}' }, variables)).toEqual({
      name: '/users/7?x=7',
    });
  });

  it('stand for themselves in a pattern', () => {
    const { pattern } = resolve({ pattern: '^${url}$' }, { url: 'http://a.b/(c)+' });

    expect(new RegExp(pattern).test('http://a.b/(c)+')).toBe(true);
    expect(new RegExp(pattern).test('http://axb/cc')).toBe(false);
  });

  it('make a long text of a short one', () => {
    expect(resolve({ name: { $repeat: ['ab', 3] } }, {})).toEqual({ name: 'ababab' });
  });

  it('leave everything else as it is', () => {
    const value = { a: '$', b: '${', c: '{{7*7}}', d: 1.5, e: [true, null], f: '${7*7}' };

    expect(resolve(value, {})).toEqual(value);
  });

  it('fails when one is neither built in nor captured', () => {
    expect(() => resolve('/${nobody}', {})).toThrow(UnknownVariableError);
    expect(() => resolve('${nobody}', {})).toThrow('${nobody}');
  });

  it('are new each time where they are unique', () => {
    const all = Array.from({ length: 200 }, uniqueVariables);

    expect(new Set(all.map(({ unique }) => unique)).size).toBe(200);
    for (const { unique, uniqueNumber, otherNumber } of all) {
      expect(unique).toMatch(/^[a-z0-9]{10,30}$/);
      expect(Number(uniqueNumber)).toBeLessThan(Number(otherNumber));
    }
  });
});
