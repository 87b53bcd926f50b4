import { repositoryRoot } from '../../constructs/core/repository-root';
import { type Example, examplesOf } from './examples';
import { announcedTables } from './generated-table';
import { type Page, pagesBelow } from './markdown';
import { entryFolders, nounsOf } from './nouns';

const root = repositoryRoot();
const pages = pagesBelow(root).filter(({ path }) => path.startsWith('docs/constructs/'));
const nouns = entryFolders.flatMap((folder) => nounsOf(root, folder));
const tables = pages.flatMap(({ path, text }) =>
  announcedTables(text).map((table) => ({ path, ...table })),
);

/** Pages whose subject is more than one file. */
const shared: Readonly<Record<string, string>> = { 'base-image-lock': 'image' };

/** The page of a noun: called like its file, with the platform where it needs a page to itself, or like its folder. */
function pageFor({ file, folder }: { file: string; folder: string }): Page | undefined {
  const names = [`${file}-${folder}`, file, shared[file] ?? '', folder];
  return names
    .map((name) => pages.find(({ path }) => path === `docs/constructs/${name}.md`))
    .find((page) => page !== undefined);
}

/** Whether a program imports a name from an entry of the package. */
function imports({ source }: Example, { entry, name }: { entry: string; name: string }): boolean {
  const lists = [...source.matchAll(/import (?:type )?\{([^}]*)\} from '([^']+)'/g)];
  return lists.some(
    ([, names = '', from]) =>
      from === entry && names.split(',').some((one) => one.trim().replace(/^type /, '') === name),
  );
}

const classes = nouns.filter(({ kind }) => kind === 'class' || kind === 'construct');

describe('what the package exports', () => {
  it.each(classes)('$entry has $name on a page of its own, in a program that runs', (noun) => {
    const page = pageFor(noun);

    expect(page).toBeDefined();
    const examples = examplesOf(page!).filter(({ fails }) => !fails);
    expect(examples.some((example) => imports(example, noun))).toBe(true);
  });

  it.each(nouns.filter(({ kind }) => kind === 'construct'))(
    '$entry has $name with what it synthesizes',
    (noun) => {
      const page = pageFor(noun)!;
      const lists = announcedTables(page.text).filter(({ kind }) => kind === 'counts');
      const examples = examplesOf(page).filter(({ fails }) => !fails);
      const made = lists.map(({ line }) => examples.filter((one) => one.line < line).at(-1)!);

      expect(made.some((example) => imports(example, noun))).toBe(true);
    },
  );

  it('has the name of each value on the page about it', () => {
    const values = nouns.filter(({ kind, name }) => kind === 'other' && /^[a-z]/.test(name));
    const unnamed = values.filter((noun) => !(pageFor(noun)?.text.includes(noun.name) ?? false));

    expect(values.length).toBeGreaterThan(10);
    expect(unnamed.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
  });

  it('has the defaults of every interface of props or options in a table', () => {
    const options = nouns.filter(
      ({ kind, name }) => kind === 'interface' && /(Props|Options)$/.test(name),
    );
    const made = tables.filter(({ kind }) => kind === 'props').map(({ subject }) => subject);
    const missing = options
      .map(({ file, folder, name }) => `${name} of constructs/${folder}/${file}.ts`)
      .filter((subject) => !made.includes(subject));

    expect(options.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});

describe('the page of a construct', () => {
  const own = [...new Set(nouns.filter(({ kind }) => kind === 'construct').map(pageFor))];

  it.each(own.map((page) => page!.path))('%s shows a refusal with its sentences', (path) => {
    const refused = tables.filter((table) => table.path === path && table.kind === 'errors');

    expect(refused.flatMap(({ rows }) => rows).length).toBeGreaterThan(0);
  });

  it.each(own.map((page) => page!.path))('%s says when to use it and what to know', (path) => {
    const { text } = pages.find((page) => page.path === path)!;

    expect(text).toMatch(/^## When to use/m);
    expect(text).toMatch(/^## When not$/m);
    expect(text).toMatch(/^## Pitfalls$/m);
  });
});
