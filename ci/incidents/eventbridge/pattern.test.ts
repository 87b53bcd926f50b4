import { matches } from './pattern';
import { patternCases } from './pattern.fixture';

it.each(patternCases)('matches as documented: $what', ({ pattern, event, matches: expected }) => {
  expect(matches(pattern, event)).toBe(expected);
});

it.each([
  [{ source: [{ wildcard: 'aws.*' }] }, /wildcard.* is not known/],
  [{ source: [{ prefix: { 'equals-ignore-case': 'AWS' } }] }, /is not known here where a text is/],
  [{ source: 'aws.ec2' }, /needs a list for 'source'/],
  [{ source: [] }, /an empty list for 'source'/],
  [{ $or: [{ source: ['aws.ec2'] }] }, /is not known/],
])('fails when a pattern has what is not known: %j', (pattern, message) => {
  expect(() => matches(pattern, { source: 'aws.ec2' })).toThrow(message);
});
