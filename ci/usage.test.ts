import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../constructs/core/repository-root';

const root = repositoryRoot();
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The scripts that run a program of this repository, with what stands behind the runner. */
const own = Object.entries(scripts).flatMap(([name, script]) => {
  const [, words] = /(?:^|&& )node ci\/run\.mjs (.+)$/.exec(script) ?? [];
  return words === undefined ? [] : [{ name, script, words: words.split(' ') }];
});

/** What a program of its own says to the arguments, without npm, which takes longer than all the rest. */
function answer(words: readonly string[], ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['ci/run.mjs', ...words, ...args],
    // a program that worked instead would find no account, no engine and no tool
    { cwd: root, encoding: 'utf8', env: { PATH: '' }, timeout: 20_000 },
  );
  return { code: status, said: stdout, complained: stderr };
}

describe('a script of package.json', () => {
  it('runs its program and nothing before it', () => {
    expect(own.filter(({ script }) => !script.startsWith('node ci/run.mjs '))).toEqual([]);
    expect(own.length).toBeGreaterThan(30);
  });

  it.each(own)('$name says how it is called when it is asked for help', ({ name, words }) => {
    const { code, said, complained } = answer(words, '--help');
    const call = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;

    expect(said).toContain(call);
    expect(complained).toBe('');
    expect(code).toBe(0);
  });

  it.each(own)('$name refuses an option that it does not know, by its name', ({ words }) => {
    const { code, said, complained } = answer(words, '--tpyo');

    expect(complained).toMatch(/--tpyo/);
    expect(complained).not.toMatch(/^\s+at /m);
    expect(said).toBe('');
    expect([1, 2]).toContain(code);
  });
});

describe('a call of a program', () => {
  it.each([
    [['ci/sandbox/down.ts', 'now', 'please'], ["'now', 'please' means nothing here"]],
    [
      ['ci/faults/run.ts', '--only', '--rounds=5', '--fast'],
      ["'--only' needs a value", "'--fast' is unknown here"],
    ],
    [['ci/emulated/deploy.ts', '--keep=yes'], ["'--keep' takes no value, got 'yes'"]],
    [['ci/bench/synth.ts', '3', '4'], ["'4' means nothing here"]],
    [
      ['ci/pipeline/deploy.ts', '--fast', '--key'],
      ['<stack> is missing', "'--fast' is unknown here", "'--key' needs a value"],
    ],
    [['ci/pipeline/smoke.ts', 'ecs-prod', 'gcp-run'], ["'gcp-run' means nothing here"]],
  ])('%j is refused with every problem at once', (words, problems) => {
    const { code, complained } = answer(words);

    expect(complained.split('\n\n')[0]).toBe(problems.join('\n'));
    expect(code).toBe(2);
  });

  it.each([['ci/pipeline/plan.ts'], ['ci/review/print-changes.ts']])(
    '%s does not end with 2 where it is refused: that says that something differs',
    (program) => {
      expect(answer([program], '--tpyo').code).toBe(1);
    },
  );

  it('is refused for every program of the table, and each of them is one of package.json', () => {
    const table = readFileSync(join(root, 'ci/usages.json'), 'utf8');
    const programs = own.map(({ words: [program = ''] }) => program);

    expect(Object.keys(JSON.parse(table) as object).sort()).toEqual([...new Set(programs)].sort());
  });

  it('lists every suite of npm test', () => {
    expect(answer(['ci/test/run.ts'], '--help').said).toMatch(/the suites are lint, format, types/);
  });

  it.each([['ci/lint/workflows.ts'], ['ci/review/comment.ts']])(
    '%s fails with a sentence when there is no such folder',
    (program) => {
      const { code, complained } = answer([program], 'nowhere');

      expect(complained).toMatch(/^there is no folder '.*nowhere'/);
      expect(code).toBeGreaterThan(0);
    },
  );
});
