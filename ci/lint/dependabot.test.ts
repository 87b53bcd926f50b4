import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly cooldown?: { readonly 'default-days': number };
}

const { updates } = parse(readFileSync('.github/dependabot.yml', 'utf8')) as {
  readonly updates: readonly Update[];
};
const files = filesIn('');

/** Every file but those that somebody else has made: packages, output, and what a dot hides. */
function filesIn(folder: string): string[] {
  return readdirSync(folder || '.', { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return /^\.|^(node_modules|dist|cdktf\.out)$/.test(entry.name) ? [] : filesIn(path);
  });
}

/** Folders, as dependabot writes them, of the files with such a name that pin something. */
function foldersOf(name: RegExp, pins: (text: string) => boolean): string[] {
  const found = files.filter((path) => name.test(path) && pins(readFileSync(path, 'utf8')));
  const folders = found.map((path) => (path.includes('/') ? `/${dirname(path)}` : '/'));
  return [...new Set(folders)].sort();
}

it.each([
  ['npm', /(^|\/)package\.json$/, () => true],
  ['pip', /(^|\/)requirements[\w-]*\.txt$/, () => true],
  // what needs no module has none that could be newer
  ['gomod', /(^|\/)go\.mod$/, (text: string) => /^require\b/m.test(text)],
] as const)(
  '%s is told of every folder that pins something, and of no other',
  (kind, name, pins) => {
    const update = updates.find(({ 'package-ecosystem': ecosystem }) => ecosystem === kind);

    const expected = foldersOf(name, pins);

    expect(expected.length).toBeGreaterThan(2);
    expect([...(update?.directories ?? [])].sort()).toEqual(expected);
  },
);

it('every kind of update waits for a week, and is named once', () => {
  const kinds = updates.map((update) => update['package-ecosystem']);

  expect(kinds.sort()).toEqual(['github-actions', 'gomod', 'npm', 'pip']);
  for (const { cooldown } of updates) expect(cooldown?.['default-days']).toBe(7);
});
