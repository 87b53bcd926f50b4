import { Token } from 'cdktf';
import { logRetentionProblems } from './log-retention';

describe('logRetentionProblems', () => {
  it('accepts what CloudWatch Logs accepts', () => {
    expect([1, 30, 365, 3653].flatMap((days) => logRetentionProblems('days', days))).toEqual([]);
  });

  it('names the next longer period for a number in between', () => {
    expect(logRetentionProblems('days', 31)).toEqual([
      expect.stringMatching(/^'days' must be .* got 31; use 60$/),
    ]);
  });

  it('names the longest period for a number above it', () => {
    expect(logRetentionProblems('days', 4000)).toEqual([expect.stringMatching(/use 3653$/)]);
  });

  it('does not judge a token', () => {
    expect(logRetentionProblems('days', Token.asNumber({ days: 31 }))).toEqual([]);
  });
});
