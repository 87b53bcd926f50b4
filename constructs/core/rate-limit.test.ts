import { type ClientRate, RateLimit, rateLimitProblems } from './rate-limit';

describe('a rate limit', () => {
  it('is a rate and a burst, or nothing', () => {
    const rate = { requestsPerSecond: 5, burst: 20 };

    expect(RateLimit.perClient(rate).rate).toEqual(rate);
    expect(RateLimit.off().rate).toBeUndefined();
  });

  it.each<ClientRate>([
    { requestsPerSecond: 1, burst: 0 },
    { requestsPerSecond: 100_000, burst: 100_000 },
  ])('may be %j', (rate) => {
    expect(rateLimitProblems('', RateLimit.perClient(rate))).toEqual([]);
  });

  it('has nothing wrong where it is off', () => {
    expect(rateLimitProblems('', RateLimit.off())).toEqual([]);
  });

  it.each<[ClientRate, RegExp]>([
    [{ requestsPerSecond: 0, burst: 1 }, /'rateLimit.requestsPerSecond' must .* from 1 .* got 0;/],
    [{ requestsPerSecond: 0.5, burst: 1 }, /'rateLimit.requestsPerSecond' .* got 0.5;/],
    [{ requestsPerSecond: 1, burst: -1 }, /'rateLimit.burst' must .* from 0 to 100000, got -1;/],
    [{ requestsPerSecond: 1, burst: 100_001 }, /'rateLimit.burst' .* got 100001; .*off\(\)/],
    [{ requestsPerSecond: 1, burst: NaN }, /'rateLimit.burst' .* got NaN;/],
  ])('fails when it is %j', (rate, sentence) => {
    const problems = rateLimitProblems(`route '/a': `, RateLimit.perClient(rate));

    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems[0]).toMatch(/^route '\/a': /);
  });
});
