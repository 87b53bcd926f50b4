import { dice } from './dice';

const calls = Array.from({ length: 1000 }, (_, at) => `call ${at}`);

describe('the dice', () => {
  it('fall the same way for the same seed, in whichever order the calls come', () => {
    const [one, other] = [dice('a', 30), dice('a', 30)];

    const thrown = calls.map(one);

    expect([...calls].reverse().map(other).reverse()).toEqual(thrown);
  });

  it('fall another way for another seed', () => {
    expect(calls.map(dice('a', 30))).not.toEqual(calls.map(dice('b', 30)));
  });

  it('fail about as many calls as they are asked to', () => {
    const failed = calls.filter(dice('a', 30)).length;

    expect(failed).toBeGreaterThan(250);
    expect(failed).toBeLessThan(350);
  });

  it('are thrown anew for each repetition of a call', () => {
    const fails = dice('a', 50);

    const thrown = Array.from({ length: 20 }, () => fails('one call'));

    expect(new Set(thrown)).toEqual(new Set([true, false]));
  });

  it.each([
    [0, 0],
    [100, 1000],
  ])('of %i percent fail %i of 1000 calls', (percent, failed) => {
    expect(calls.filter(dice('a', percent))).toHaveLength(failed);
  });
});
