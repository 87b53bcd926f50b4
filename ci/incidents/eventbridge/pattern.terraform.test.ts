import { tmpdir } from 'node:os';
import { repositoryRoot } from '../../../constructs/core/repository-root';
import { installEmulator } from '../../emulated/moto';
import { Programs } from '../../terraform/programs';
import { patternCases } from './pattern.fixture';

const ask = `
import json, os
from moto.events.models import EventPattern
cases = json.loads(os.environ["CASES"])
print(json.dumps([EventPattern(None, one["pattern"]).matches_event(one["event"]) for one in cases]))
`;

it('moto, which others wrote, matches the same', async () => {
  const programs = new Programs();
  const interpreter = await installEmulator(programs, repositoryRoot());

  const { code, output } = await programs.run(interpreter, ['-c', ask], {
    folder: tmpdir(),
    variables: { PATH: process.env.PATH, CASES: JSON.stringify(patternCases) },
    limitSeconds: 120,
  });

  expect(code).toBe(0);
  const answers = JSON.parse(output) as readonly boolean[];
  const named = patternCases.map(({ what }, index) => [what, answers[index]]);
  expect(named).toEqual(patternCases.map(({ what, matches }) => [what, matches]));
});
