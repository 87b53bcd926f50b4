import { existsSync, readFileSync } from 'node:fs';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { pageOf, pagesBelow } from '../docs/markdown';
import { suites } from '../test/suites';
import { chapters, idOf, linesOf } from './chapters';
import { elsewhere } from './elsewhere';
import { fatesOf, placesOf } from './fate';
import { proven } from './proven';
import { isGuide, partsOf, typedOn } from './typed';

const typed = pagesBelow(repositoryRoot()).filter(isGuide).flatMap(typedOn);
const run = new Set(
  chapters.flatMap((chapter) => linesOf(chapter, typed)).flatMap(({ command }) => partsOf(command)),
);
const parts = [...placesOf(typed)].map(([key, [first]]) => ({
  part: key.slice(key.indexOf('\0') + 1),
  place: first!.place,
  page: first!.page,
}));

describe('the commands of the README and the guides', () => {
  it('are each typed, run by a suite or listed with a reason', () => {
    const lost = parts
      .filter(({ part, page }) => !run.has(part) && fatesOf(part, page).length === 0)
      .map(({ part, place }) => `${place} ${part}`);

    expect(lost).toEqual([]);
    expect(run.size).toBeGreaterThan(60);
  });

  it('are typed under names that no other chapter has, as all are removed by name', () => {
    const ids = chapters.map(idOf);

    expect(new Set(ids).size).toBe(chapters.length);
    expect(ids.filter((id) => ids.some((other) => other !== id && other.startsWith(id)))).toEqual(
      [],
    );
  });

  it.each([...elsewhere.keys()])('have no reason too many: %s', (command) => {
    const found = parts.filter(({ part }) => part === command);

    expect(found).not.toEqual([]);
    expect(run.has(command)).toBe(false);
    // in one place at least it is all there is
    expect(
      found.some(({ page }) => fatesOf(command, page).every(({ kind }) => kind === 'elsewhere')),
    ).toBe(true);
  });

  it('are known of runbooks too, whose commands ask what an account holds while an alarm fires', () => {
    const runbooks = parts.filter(({ page }) => page.startsWith('docs/runbooks/'));
    const fates = runbooks.flatMap(({ part, page }) => (run.has(part) ? [] : fatesOf(part, page)));

    expect(fates.filter(({ kind }) => kind === 'elsewhere').length).toBeGreaterThan(30);
  });

  it.each(proven)(
    'are run by the test that is named: $command',
    ({ command, suite, file, text }) => {
      expect(suites.map(({ name }) => name)).toContain(suite);
      expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toContain(text);
      expect(parts.map(({ part }) => part)).toContain(command);
      expect(run.has(command)).toBe(false);
    },
  );

  it('are of another suite where its words are the same', () => {
    const suiteOf = (part: string, page = 'README.md') => fatesOf(part, page)[0];

    expect(suiteOf('npm run lint')).toEqual({ kind: 'suite', suite: 'lint' });
    expect(suiteOf('npm test -- unit types')).toEqual({ kind: 'suite', suite: 'unit, types' });
    expect(suiteOf('npm test -- unit tipes')).toBeUndefined();
    expect(suiteOf('UPDATE_DOCS=1 npx jest ci/docs')).toEqual({ kind: 'suite', suite: 'unit' });
    expect(suiteOf('npx jest ci/nowhere')).toBeUndefined();
    expect(suiteOf('golangci-lint run', 'services/goapp/README.md')).toEqual({
      kind: 'suite',
      suite: 'goapp-lint',
    });
    expect(suiteOf('golangci-lint run')).toBeUndefined();
  });
});

describe('what is typed', () => {
  const text = [
    '## One',
    '',
    'Type `npm ci && npm start`, not `npm` or `SLIPWAY_DOMAIN`.',
    '',
    '    export A=1',
    '    docker run \\',
    '      -p 1:2 image # a comment',
    '',
    '```sh',
    'echo one # => one',
    '```',
    '',
    '    only: text',
  ].join('\n');
  const commands = typedOn(pageOf('docs/x.md', text));

  it('stands in blocks of the shell, indented or fenced, and between backticks', () => {
    expect(commands.map(({ command, block }) => [command, block])).toEqual([
      ['npm ci && npm start', undefined],
      ['export A=1', 1],
      ['docker run -p 1:2 image', 1],
      ['echo one', 2],
    ]);
  });

  it('has a place, and a heading above it', () => {
    expect(commands.map(({ place, heading }) => [place, heading])).toEqual([
      ['docs/x.md:3', 'One'],
      ['docs/x.md:5', 'One'],
      ['docs/x.md:6', 'One'],
      ['docs/x.md:10', 'One'],
    ]);
  });

  it('is taken apart where one command follows another', () => {
    expect(partsOf('cd a && terraform init')).toEqual(['cd a', 'terraform init']);
    expect(partsOf('export A=1')).toEqual([]);
    expect(partsOf('key=$(aws kms describe-key)')).toEqual([]);
  });
});
