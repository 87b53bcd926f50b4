import { setTimeout as wait } from 'node:timers/promises';
import { inLanes, stagesOf } from './lanes';
import { none } from './counts';
import type { Suite } from './suite';

const suite = (name: string, subject?: string): Suite => ({
  name,
  needs: [],
  ...(subject === undefined ? {} : { subject }),
  run: () => Promise.resolve({ counts: none, output: '' }),
});

it('suites of different subjects run beside each other, all others alone', () => {
  const stages = stagesOf([
    suite('format'),
    suite('a-lint', 'a'),
    suite('a', 'a'),
    suite('b', 'b'),
    suite('containers'),
    suite('c', 'c'),
  ]);

  expect(stages.map((stage) => stage.map((group) => group.map(({ name }) => name)))).toEqual([
    [['format']],
    [['a-lint', 'a'], ['b']],
    [['containers']],
    [['c']],
  ]);
});

it('no more run at the same time than there are lanes, and results keep their order', async () => {
  let running = 0;
  let most = 0;
  const results = await inLanes(
    [30, 5, 5, 5],
    async (milliseconds) => {
      running++;
      most = Math.max(most, running);
      await wait(milliseconds);
      running--;
      return milliseconds * 2;
    },
    2,
  );

  expect(results).toEqual([60, 10, 10, 10]);
  expect(most).toBe(2);
});
