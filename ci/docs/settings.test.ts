import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { settingsFrom } from '../../stacks/settings';
import { cellsOf } from './table';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const name = /SLIPWAY_\w*[A-Z]/g;

/** Pages that say how something is set; the pages of stacks that need little have tables of their own. */
const pages = [
  'docs/deploy.md',
  'docs/deploy-gcp.md',
  'docs/pipeline.md',
  'docs/sandbox.md',
  'docs/getting-started.md',
];

/** Variables in the first column of a page's tables. */
function explainedOn(path: string): string[] {
  const rows = read(path)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf);
  return rows.flatMap(([first = '']) => first.match(name) ?? []);
}

const settings = [...new Set(read('stacks/settings.ts').match(name))];

describe('the settings of the stacks', () => {
  it('are each explained in a table of a guide', () => {
    const explained = new Set(pages.flatMap(explainedOn));

    expect(settings.filter((one) => !explained.has(one))).toEqual([]);
    expect(settings.length).toBeGreaterThan(20);
  });

  it.each(pages)('are all that the tables of %s explain', (path) => {
    expect(explainedOn(path)).not.toEqual([]);
    expect(explainedOn(path).filter((one) => !settings.includes(one))).toEqual([]);
  });
});

describe('the variables of the other programs', () => {
  const programs = readdirSync(join(root, 'ci'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mjs|py)$/.test(path) && !path.endsWith('.test.ts'))
    .map((path) => join('ci', path));
  const texts = [...programs, 'docker-compose.yml', '.ci/run', '.github/workflows/deploy.yml'];
  const others = [...new Set(texts.flatMap((path) => read(path).match(name) ?? []))].filter(
    (one) => !settings.includes(one),
  );

  it.each(others)('may be set while a stack is synthesized: %s', (one) => {
    expect(() => settingsFrom({ [one]: '1' })).not.toThrow();
  });

  it('are found in the text of the programs', () => {
    expect(others).toContain('SLIPWAY_SMOKE_ONLY');
    expect(others.length).toBeGreaterThan(10);
  });
});
