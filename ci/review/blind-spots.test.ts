import { judgeStack } from '../../constructs/review/judge/judge';
import { blindSpots } from './blind-spots/inputs';

it.each(blindSpots)('is seen, whatever a scanner says: $input', ({ document, rules, checks }) => {
  const { findings } = judgeStack({ ...document });
  const broken = findings.filter(({ verdict }) => verdict === 'broken').map(({ rule }) => rule);
  const same = broken.filter(({ controls }) => controls.some((name) => checks.includes(name)));

  expect(broken.map(({ id }) => id)).toEqual(expect.arrayContaining([...rules]));
  // a good input breaks no rule of that kind
  if (rules.length === 0) expect(same).toEqual([]);
});
