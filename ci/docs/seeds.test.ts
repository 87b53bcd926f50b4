import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { chapters, linesOf } from '../readme/chapters';
import { fatesOf } from '../readme/fate';
import { isGuide, partsOf, typedOn } from '../readme/typed';
import { pageOf, pagesBelow } from './markdown';
import { rowsBelow } from './table';

const root = repositoryRoot();
const path = 'docs/seeds.md';
const text = readFileSync(join(root, path), 'utf8');
const sections = text.split(/^## /m).slice(1);
const rows = sections.flatMap((section) => rowsBelow(section, '| Requirement'));
const typed = new Set(
  chapters
    .flatMap((chapter) => linesOf(chapter, pagesBelow(root).filter(isGuide).flatMap(typedOn)))
    .flatMap(({ command }) => partsOf(command)),
);

/** The commands of a cell that neither is typed by `npm run test:readme` nor belongs to a suite or a reason. */
function unknown(shown: string): string[] {
  return typedOn(pageOf(path, shown))
    .flatMap(({ command }) => partsOf(command))
    .filter((part) => !typed.has(part) && fatesOf(part, path).length === 0);
}

describe('the requirements', () => {
  it('are those of five exercises, none left open by a word', () => {
    const counts = sections.map((section) => rowsBelow(section, '| Requirement').length);

    expect(counts).toEqual([15, 15, 14, 12, 16]);
    expect(text).not.toMatch(/not yet|todo|tbd/i);
  });

  it.each(rows)(
    '%s: is somewhere, and shown by a command that exists',
    (_, where = '', shown = '') => {
      expect(where).not.toBe('');
      expect(shown).toMatch(/`(?:npm|npx|git|docker) |^read it$/);
      expect(unknown(shown)).toEqual([]);
    },
  );

  it('would be told of a command that does not exist', () => {
    expect(unknown('`npm run nothing`, `npx jest ci/nowhere`, `npm test -- goapp`')).toEqual([
      'npm run nothing',
      'npx jest ci/nowhere',
    ]);
  });
});
