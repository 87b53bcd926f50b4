import { TokenBucket } from './token-bucket';

describe('TokenBucket', () => {
  let now: number;
  let bucket: TokenBucket;

  beforeEach(() => {
    now = 0;
    bucket = new TokenBucket(3, 2, () => now);
  });

  function taken(tries: number): number {
    return Array.from({ length: tries }, () => bucket.take()).filter(Boolean).length;
  }

  it('lets its capacity through at once, and no more', () => {
    expect(taken(10)).toBe(3);
  });

  it('fills again with time', () => {
    taken(3);

    now = 499;
    expect(taken(1)).toBe(0);
    now = 500;
    expect(taken(2)).toBe(1);
    now = 1_500;
    expect(taken(5)).toBe(2);
  });

  it('never holds more than its capacity', () => {
    now = 1_000_000;

    expect(taken(10)).toBe(3);
  });
});
