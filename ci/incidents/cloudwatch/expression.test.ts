import { parseExpression, type Values } from './expression';
import { parseRule } from './rule';

describe('metric math', () => {
  it.each<[string, Values, number | undefined]>([
    ['1 + 2 * 3', {}, 7],
    ['(1 + 2) * 3', {}, 9],
    ['-a + 4', { a: 1 }, 3],
    ['10 - 2 - 3', {}, 5],
    ['errors / requests', { errors: 2, requests: 8 }, 0.25],
    ['errors / requests', { errors: 2, requests: undefined }, undefined],
    ['errors / requests', { errors: 2, requests: 0 }, undefined],
    ['FILL(errors, 0) / requests', { errors: undefined, requests: 8 }, 0],
    ['IF(requests > 10, 100 * errors / requests, 0)', { errors: 1, requests: 20 }, 5],
    ['IF(requests > 10, 100 * errors / requests, 0)', { errors: 1, requests: 2 }, 0],
    ['IF(requests > 10, errors)', { errors: 1, requests: 2 }, undefined],
    ['IF(requests, 1, 2)', { requests: undefined }, undefined],
    ['a > 1 AND b > 1', { a: 2, b: 1 }, 0],
    ['a > 1 || b > 1', { a: 2, b: 1 }, 1],
    ['a >= 2 OR b == 3 AND a != 2', { a: 2, b: 1 }, 1],
    ['MAX([a, b])', { a: 2, b: undefined }, 2],
    ['SUM([a, FILL(b, 5)]) - AVG([a]) + MIN([a, 1])', { a: 2, b: undefined }, 6],
    ['1e-3 * a', { a: 2 }, 0.002],
  ])('%s of %j is %j', (text, values, expected) => {
    expect(parseExpression(text)(values)).toBe(expected);
  });

  it.each(['1 +', '(1', 'MAX(a)', 'RATE(a)', 'IF(a)', 'a b', 'a ! b', 'FILL(a)'])(
    'fails when it is %s',
    (text) => {
      expect(() => parseExpression(text)({ a: 1, b: 1 })).toThrow(Error);
    },
  );

  it('fails when a metric is not there', () => {
    expect(() => parseExpression('a')({ b: 1 })).toThrow("no metric 'a'");
  });
});

describe('the rule of a composite alarm', () => {
  const stateOf = (name: string) => (name.startsWith('bad') ? 'ALARM' : 'OK');

  it.each([
    ['ALARM("bad one") AND ALARM(bad-two)', true],
    ['ALARM(bad) AND ALARM(good)', false],
    ['ALARM(good) OR ALARM(bad) AND NOT ALARM(good)', true],
    ["(ALARM('bad') OR ALARM(good)) AND OK(bad)", false],
    ['INSUFFICIENT_DATA(good) OR FALSE', false],
    ['NOT (ALARM(good) OR ALARM(good-too))', true],
  ])('%s is %s', (text, expected) => {
    expect(parseRule(text)(stateOf)).toBe(expected);
  });

  it.each(['', 'ALARM(a', 'BROKEN(a)', 'ALARM(a) OK(a)'])('fails when it is %j', (text) => {
    expect(() => parseRule(text)).toThrow(Error);
  });
});
