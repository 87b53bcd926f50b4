import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { alerts } from '../../constructs/core/alert';
import { firingShare } from '../../constructs/core/burn-rate';
import { resolveObjective } from '../../constructs/core/objective';
import { burnRules } from './burn-rules';
import { observed, renderRules, rulesPath } from './rules';

interface Parsed {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

const rules = (parse(renderRules()) as Parsed).groups.flatMap((group) => group.rules);

describe('the rules of Prometheus', () => {
  it('are what the objectives render to; npm run prometheus:local renders them again', () => {
    expect(readFileSync(rulesPath, 'utf8') === renderRules()).toBe(true);
  });

  it('have the names of the shared alerts, each with its runbook', () => {
    for (const { alert, annotations } of rules) {
      expect(Object.keys(alerts)).toContain(alert);
      expect(annotations.runbook).toBe(`docs/runbooks/${alert}.md`);
    }
  });

  it('look for the errors of every language: Go writes the level in capitals', () => {
    const searches = rules
      .map(({ annotations }) => annotations.action ?? '')
      .filter((action) => action.includes('| grep'));

    expect(searches.length).toBeGreaterThan(2);
    for (const action of searches) expect(action).toMatch(/ \| grep -i '"level":"error"'$/);
  });

  it('watch every service with metrics, and the answers of sockets for errors alone', () => {
    const jobs = (name: string) =>
      new Set(
        rules
          .filter(({ alert }) => alert === name)
          .flatMap(({ expr }) => /job=~"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? []),
      );
    const all = observed().map(({ name }) => name);

    expect([...jobs('availability-burn')].sort()).toEqual([...all].sort());
    expect(all.filter((name) => !jobs('latency-burn').has(name))).toEqual(['pythonapp', 'webapp']);
  });

  it('fire above the share that core computes', () => {
    const { availability, burnRates } = resolveObjective();
    const floors = burnRates.map((rate) => `> ${firingShare(rate, availability)}\n`);

    const found = rules.filter(({ alert }) => alert === 'availability-burn');
    expect(found.map(({ expr }) => expr.split(/(> [\d.]+\n)/)[1])).toEqual(floors);
  });
});

it('services with other objectives have rules of their own, with what fails by nature on top', () => {
  const objective = { availabilityPercent: 98, naturalErrorPercent: 10, minimumBadRequests: 50 };
  const rates = [{ factor: 2, longMinutes: 45, shortMinutes: 5, severity: 'ticket' }] as const;
  const found = burnRules([
    { name: 'one', objective: {}, sockets: true },
    { name: 'two', objective: { ...objective, burnRates: rates }, sockets: true },
  ]);

  expect(found).toHaveLength(4);
  expect(found[3]).toMatchObject({
    labels: { severity: 'ticket', goal: '98%', window: '45m' },
    expr: expect.stringMatching(/job=~"two".*\[45m\].*> 0\.14\n.*>= 50\n$/s) as string,
  });
});
