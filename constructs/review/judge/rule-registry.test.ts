import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf, type Resources } from '../corpus/case.fixture';
import { corpus } from '../corpus/every.fixture';
import { judgeStack } from './judge';
import { isObject } from '../model';
import { oddVariants } from '../odd-value.fixture';
import type { Complaint, ReviewRule } from '../rule';
import { reviewRules } from './rule-registry';

/** What one rule says of a document, without repetition. */
function verdictsOf(rule: ReviewRule, resources: Resources): Complaint['verdict'][] {
  const { findings } = judgeStack({ ...documentOf(resources) }, undefined, [rule]);
  return [...new Set(findings.map(({ verdict }) => verdict))].sort();
}

/** Documents with an odd value in each place, within JSON in a text too. */
function* oddDocuments(resources: Resources): Generator {
  yield* oddVariants(documentOf(resources));
  for (const [type, named] of Object.entries(resources)) {
    for (const [name, block] of Object.entries(named)) {
      for (const [argument, value] of Object.entries(block)) {
        if (typeof value !== 'string' || !/^[[{]/.test(value)) continue;
        const parsed = safely(() => JSON.parse(value) as unknown);
        for (const odd of parsed === undefined ? [] : oddVariants(parsed)) {
          const changed = { ...named, [name]: { ...block, [argument]: JSON.stringify(odd) } };
          yield documentOf({ ...resources, [type]: changed });
        }
      }
    }
  }
}

function safely<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

describe('the rules', () => {
  it('are the files of their folder, in the order of their names', () => {
    const files = readdirSync(join(__dirname, '../rules')).map((file) => file.replace(/\.ts$/, ''));

    expect(reviewRules.map(({ id }) => id)).toEqual(files.sort());
  });

  it('have cases, and nothing else has', () => {
    expect(Object.keys(corpus).sort()).toEqual(reviewRules.map(({ id }) => id));
  });

  it.each(reviewRules)('$id says what holds, why and what to do', (rule) => {
    expect(rule.types.length).toBeGreaterThan(0);
    expect(rule.page).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
    for (const text of [rule.title, rule.remedy]) {
      // they stand within sentences of a report
      expect(text).toMatch(/^\S.*[^.]$/);
    }
    expect(rule.rationale).toMatch(/^[A-Z].*\.$/);
    expect(new Set(rule.controls).size).toBe(rule.controls.length);
  });
});

describe.each(reviewRules)('$id', (rule) => {
  const { bad = [], good = [], unread = [] } = corpus[rule.id] ?? {};

  it('has bad cases and good ones', () => {
    expect(Math.min(bad.length, good.length)).toBeGreaterThan(0);
  });

  it.each(bad)('is broken by %j', (resources) => {
    expect(verdictsOf(rule, resources)).toContain('broken');
  });

  it.each(good)('is kept by %j', (resources) => {
    expect(verdictsOf(rule, resources)).toEqual([]);
  });

  it('takes no side where it cannot tell', () => {
    for (const resources of unread) {
      expect([resources, ...verdictsOf(rule, resources)]).toEqual([resources, 'unread']);
    }
  });

  it('survives odd values in every place', () => {
    const blocks = [bad[0], good[0]].filter((resources) => resources !== undefined);
    for (const resources of blocks) {
      for (const odd of oddDocuments(resources)) {
        const document = isObject(odd) ? odd : {};
        expect(() => judgeStack(document, undefined, [rule])).not.toThrow();
      }
    }
  });
});
