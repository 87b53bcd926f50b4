import { lintTexts } from './lint-texts';

const good = ['stacks/ecs-prod.ts', 'stacks/ecs-prod.test.ts', 'ci/lint/a.mjs', 'ci/.a.mjs'];
const vague = ['utils', 'util', 'helpers', 'helper', 'common', 'misc'];
const bad = vague.flatMap((name) => [`stacks/${name}.ts`, `ci/${name}/a.ts`, `ci/${name}.test.ts`]);
const notKebab = ['stacks/ecsProd.ts', 'stacks/EcsProd.ts', 'ci/ecs_prod/a.mjs'];

const paths = [...good, ...bad, ...notKebab];
const reports = lintTexts(paths.map((path) => ({ path, source: 'console.log(1);\n' })));
const reported = (path: string): string[] => reports[paths.indexOf(path)]!;

describe('file-name', () => {
  it.each(good)('accepts %s', (path) => {
    expect(reported(path)).toEqual([]);
  });

  it.each(bad)('fails when a name says nothing: %s', (path) => {
    expect(reported(path)).toEqual([
      expect.stringMatching(/^slipway\/file-name: '\w+' says nothing about what it holds/),
    ]);
  });

  it.each(notKebab)('fails when a name is not kebab-case: %s', (path) => {
    expect(reported(path)).toEqual([expect.stringMatching(/^slipway\/file-name: .* kebab-case$/)]);
  });
});
