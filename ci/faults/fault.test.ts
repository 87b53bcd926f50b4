import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type Measured, nothing, outcomeOf, problemsOf, together } from './fault';
import { faults } from './faults';
import type { Lab } from './lab';

// none of these faults looks at it
const lab = undefined as unknown as Lab;
const options = { rounds: 1, say: () => undefined };

function fault(run: () => Promise<Measured>, seconds = 5): Fault {
  return { name: 'any', promise: 'it holds', rounds: 1, seconds, run };
}

it('a fault that throws is a problem and no crash', async () => {
  const { measured } = await outcomeOf(
    fault(() => Promise.reject(new Error('no such image'))),
    lab,
    options,
  );

  expect(measured.problems).toEqual(['no such image']);
});

it('a fault that takes longer than its time is a problem', async () => {
  const slow = fault(() => sleep(2000, nothing, { ref: false }), 0.05);
  const { measured, seconds } = await outcomeOf(slow, lab, options);

  expect(measured.problems).toEqual(['took more than its 0 s']);
  expect(seconds).toBeLessThan(1);
});

it('more rounds have more time', async () => {
  const slow = fault(() => sleep(200, nothing), 0.05);
  const { measured } = await outcomeOf(slow, lab, { ...options, rounds: 40 });

  expect(measured.problems).toEqual([]);
});

it('a check that does not hold is a problem', () => {
  expect(
    problemsOf([
      [true, 'fine'],
      [false, 'broken'],
    ]),
  ).toEqual(['broken']);
});

it('parts are summed, with every problem', () => {
  const part = { ...nothing, rounds: 1, requests: 2, lost: 1, measured: 'a', problems: ['b'] };

  expect(together([part, part])).toMatchObject({
    rounds: 2,
    requests: 4,
    lost: 2,
    measured: 'a; a',
    problems: ['b', 'b'],
  });
});

it('every fault has a name of its own and a bounded time', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  for (const { name, seconds } of faults) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(seconds).toBeLessThanOrEqual(240);
  }
});
