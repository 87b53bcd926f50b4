import { inRounds } from './round';

describe('rounds', () => {
  test('measure each contender once, after a warm-up, and start with another each time', async () => {
    const order: string[] = [];

    const samples = await inRounds(['a', 'b', 'c'], 2, (name) => {
      order.push(name);
      return Promise.resolve(order.length);
    });

    expect(order.join('')).toBe('abcbcacab');
    expect(Object.fromEntries(samples)).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] });
  });

  test('end at the first failure', async () => {
    const fails = inRounds(['a'], 3, () => Promise.reject(new Error('no answer')));
    await expect(fails).rejects.toThrow('no answer');
  });
});
