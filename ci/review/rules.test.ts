import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { judgeStack } from '../../constructs/review/judge/judge';
import { applyWaivers, strayWaivers } from '../../constructs/review/waivers/ledger';
import { readWaivers } from '../../constructs/review/waivers/waiver';
import { synthesizedStacks } from '../schema/stacks';
import { waiversFile } from './waivers';

/** What each rule says of every stack, as a fresh clone makes it or with settings. */
function judgedWith(settings: Readonly<Record<string, string>> = {}) {
  const documents = synthesizedStacks(settings) as Record<string, Record<string, unknown>>;
  return new Map(Object.entries(documents).map(([name, document]) => [name, judgeStack(document)]));
}

const judgements = judgedWith();
const waivers = readWaivers(join(repositoryRoot(), waiversFile));
// a day on which every waiver counts: whether one has ended is for the command to say, which knows the day
const verdicts = applyWaivers(judgements, waivers, '2026-11-21');

it.each([...verdicts])('%s keeps every rule, or says why not', (_, { findings }) => {
  expect(findings.map(({ rule, address, reason }) => [rule.id, address, reason])).toEqual([]);
});

describe('with everything that a setting turns on', () => {
  const all = judgedWith({
    SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo',
    SLIPWAY_GITHUB_REPOSITORY_ID: '1296269',
    SLIPWAY_AWS_BUDGET: '400',
    SLIPWAY_GCP_BILLING_ACCOUNT: '012345-6789AB-CDEF01',
    SLIPWAY_GCP_BUDGET: '200',
    SLIPWAY_GCP_DOMAIN: 'run.example.org',
  });

  it.each([...applyWaivers(all, waivers, '2026-11-21')])(
    '%s breaks no rule without a reason',
    (_, { findings }) => {
      const broken = findings.filter(({ verdict }) => verdict === 'broken');
      expect(broken.map(({ rule, address, reason }) => [rule.id, address, reason])).toEqual([]);
    },
  );
});

it('no waiver is for a stack that is gone', () => {
  expect(strayWaivers(judgements, waivers)).toEqual([]);
});

it('every stack has resources that were judged', () => {
  for (const { resources } of verdicts.values()) expect(resources).toBeGreaterThan(0);
});
