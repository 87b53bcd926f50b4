import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { runCommand } from '../../constructs/review/command';
import { documentOf } from '../../constructs/review/corpus/case.fixture';
import { corpus } from '../../constructs/review/corpus/every.fixture';
import { synthesizedStacks } from '../schema/stacks';
import { sarifProblems } from './sarif-schema';
import { waiversFile } from './waivers';

interface Result {
  kind: string;
  ruleId: string;
  readonly suppressions?: readonly object[];
  readonly locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
}
interface Sarif {
  version?: string;
  readonly runs: readonly [
    { readonly tool: { driver: { name?: string } }; readonly results: Result[] },
  ];
}

const problemsOf = sarifProblems();
const folder = mkdtempSync(join(tmpdir(), 'slipway-sarif-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of synthesized output with these stacks. */
function folderOf(name: string, stacks: Readonly<Record<string, unknown>>): string {
  for (const [stack, document] of Object.entries(stacks)) {
    mkdirSync(join(folder, name, 'stacks', stack), { recursive: true });
    writeFileSync(join(folder, name, 'stacks', stack, 'cdk.tf.json'), JSON.stringify(document));
  }
  return join(folder, name);
}

/** What `slipway review --sarif` writes. */
function sarifOf(path: string, waivers: string): { sarif: Sarif; code: number; err: string } {
  let [out, err] = ['', ''];
  const code = runCommand(
    ['review', path, '--sarif', '--waivers', waivers],
    { write: (text) => (out += text), complain: (text) => (err += text) },
    { today: '2026-11-21' },
  );
  return { sarif: JSON.parse(out) as Sarif, code, err };
}

/** Every document of the corpus as a stack of its own, some of their findings waived and one waiver for nothing. */
function wholeCorpus(): { path: string; waivers: string } {
  const cases = Object.entries(corpus).flatMap(([id, { bad, unread = [] }]) =>
    [...bad, ...unread].map((resources, at) => [`${id}-${at}`, documentOf(resources)] as const),
  );
  const decision = {
    stack: 'sg-open-port-0',
    resource: '*',
    reason: 'Quotes " and > signs, and a line\nthat breaks',
    expires: '2027-06-30',
  };
  const waivers = join(folder, 'waivers.json');
  const list = [
    { ...decision, rule: 'sg-open-port' },
    { ...decision, rule: 'elb-waf' },
    { ...decision, rule: 'alarm-actions', stack: 'alarm-actions-0', premise: 'only-way-in' },
    { ...decision, rule: 'ecr-scan', stack: 'ecr-scan-0', expires: '2026-01-31' },
  ];
  writeFileSync(waivers, JSON.stringify({ waivers: list }));
  return { path: folderOf('corpus', Object.fromEntries(cases)), waivers };
}

describe('--sarif, by the schema of SARIF 2.1.0', () => {
  const stacks = folderOf('stacks', synthesizedStacks());
  const own = sarifOf(stacks, join(repositoryRoot(), waiversFile));

  it('is valid for our stacks, whose waived findings are in it', () => {
    expect(problemsOf(own.sarif)).toEqual([]);
    expect(own.code).toBe(0);
    const [{ results }] = own.sarif.runs;
    const waived = results.filter(({ suppressions }) => suppressions?.length === 1);
    expect(waived.length).toBeGreaterThan(0);
    expect(own.err).toMatch(
      new RegExp(
        `^\\d+ rules, \\d+ resources, 0 findings, ${waived.length} waived, \\d+ not judged\\n$`,
      ),
    );
  });

  it('is valid for findings of every rule, waived, ended and not judged', () => {
    const { path, waivers } = wholeCorpus();
    const { sarif, code } = sarifOf(path, waivers);
    const [{ results }] = sarif.runs;
    const rules = new Set(results.map(({ ruleId }) => ruleId));

    expect(problemsOf(sarif)).toEqual([]);
    expect(code).toBe(1);
    expect(Object.keys(corpus).filter((id) => !rules.has(id))).toEqual([]);
    expect([...rules]).toEqual(expect.arrayContaining(['waiver-expired', 'waiver-unused']));
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['fail', 'review']));
    expect(results.some(({ suppressions }) => suppressions !== undefined)).toBe(true);
  });

  it.each([
    ['another version', (sarif: Sarif) => (sarif.version = '2.0.0'), /\/version must be equal/],
    [
      'a tool without a name',
      (sarif: Sarif) => delete driverOf(sarif).name,
      /driver must have.*name/,
    ],
    [
      'a kind that is none',
      (sarif: Sarif) => (resultOf(sarif).kind = 'bad'),
      /\/kind must be equal/,
    ],
    [
      'a path that is no reference',
      (sarif: Sarif) => (locationOf(sarif).uri = 'a b\\c'),
      /uri must match format "uri-reference"/,
    ],
    [
      'a member that nobody knows',
      (sarif: Sarif) => Object.assign(resultOf(sarif), { colour: 'red' }),
      /must NOT have additional properties/,
    ],
  ])('would be refused with %s', (_, breakIt, problem) => {
    const sarif = structuredClone(own.sarif);
    breakIt(sarif);

    expect(problemsOf(sarif).join('\n')).toMatch(problem);
  });
});

function driverOf({ runs: [{ tool }] }: Sarif): { name?: string } {
  return tool.driver;
}

function resultOf({ runs: [{ results }] }: Sarif): Result {
  return results[0]!;
}

function locationOf(sarif: Sarif): { uri: string } {
  return resultOf(sarif).locations[0]!.physicalLocation.artifactLocation;
}
