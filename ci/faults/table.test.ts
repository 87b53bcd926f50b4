import { nothing, type Outcome } from './fault';
import { hasPassed, table } from './table';

function outcome(measured: Partial<Outcome['measured']>): Outcome {
  return {
    name: 'kill-writer',
    promise: 'nothing is lost',
    seconds: 1.25,
    measured: { ...nothing, rounds: 3, requests: 20, acknowledged: 18, ...measured },
  };
}

it('a fault without a problem has passed', () => {
  expect(hasPassed(outcome({}))).toBe(true);
});

it.each([
  ['a problem', { problems: ['it hangs'] }],
  ['an acknowledged write lost', { lost: 1 }],
  ['nothing asked', { requests: 0 }],
])('fails when there is %s', (_, measured) => {
  expect(hasPassed(outcome(measured))).toBe(false);
});

it('the table has the numbers of each fault, and its problems below', () => {
  const text = table([outcome({}), outcome({ lost: 2, problems: ['2 are lost'] })]);

  expect(text).toMatch(/kill-writer +3 +20 +18 +0 +0 +passed +1\.3/);
  expect(text).toMatch(/kill-writer +3 +20 +18 +2 +0 +FAILED +1\.3/);
  expect(text).toContain('  kill-writer: 2 are lost');
});
