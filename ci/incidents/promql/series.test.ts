import { counter, notation, series } from './series';

describe('the notation of promtool', () => {
  it.each([
    [[1, 1, 1], '1+0x2'],
    [[0, 2, 4, 4, 4], '0+2x2 4+0x1'],
    [[5], '5'],
    [[3, 2, 1], '3-1x2'],
    [[1, undefined, undefined, 7], '1 _x2 7'],
    [[0.1, 0.2, 0.3], '0.1+0.1x2'],
    [[], ''],
  ])('of %j is %j', (values, expected) => {
    expect(notation(values)).toBe(expected);
  });

  it('quotes the values of labels', () => {
    expect(series('up', { job: 'a"b' }, [1]).series).toBe('up{job="a\\"b"}');
  });
});

it('a counter forgets nothing while it is not measured', () => {
  expect(counter([1, 2, undefined, 3])).toEqual([1, 3, undefined, 6]);
});
