import { summarize } from './statistics';

describe('a summary', () => {
  it('takes the middle value, whatever the order', () => {
    expect(summarize([5, 1, 3])).toEqual({ median: 3, min: 1, spread: 4 });
  });

  it('takes the mean of the two middle values of an even number', () => {
    expect(summarize([4, 1, 2, 10])).toEqual({ median: 3, min: 1, spread: 9 });
  });

  it('of one value has no spread', () => {
    expect(summarize([7])).toEqual({ median: 7, min: 7, spread: 0 });
  });

  it('leaves the measurements as they are', () => {
    const values = [3, 1, 2];

    summarize(values);

    expect(values).toEqual([3, 1, 2]);
  });
});
