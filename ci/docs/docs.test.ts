import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { costTables } from '../cost/tables';
import { schemaProblems } from '../schema/check';
import { suites } from '../test/suites';
import {
  compileErrors,
  countsOf,
  documentsOf,
  type Example,
  examplesOf,
  problemsOf,
} from './examples';
import { announcedTables, withTable } from './generated-table';
import { anchorsOf, lineCount, linksOf, type Page, pagesBelow } from './markdown';
import { propsHeading, propsRows } from './props';
import { ruleTables } from './rule-tables';

const root = join(__dirname, '../..');
const pages = pagesBelow(root);
const below = (prefix: string) => pages.filter(({ path }) => path.startsWith(prefix));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const update = process.env.UPDATE_DOCS === '1';
// the platforms, whose entries are full of constructs
const platforms = ['aws', 'docker', 'gcp'];

describe('every page', () => {
  it('links to files and headings that exist', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('names files and folders that exist', () => {
    // a name with a placeholder, a pattern or an ellipsis stands for many
    const path = /^\.?\/?((?:constructs|stacks|services|ci|docs|\.ci)\/[\w./-]+)$/;
    const missing = pages.flatMap((page) =>
      page.code
        .map((code) => path.exec(code)?.[1] ?? '')
        .filter((name) => name !== '' && !existsSync(join(root, name)))
        .map((name) => `${page.path} names ${name}`),
    );

    expect(missing).toEqual([]);
  });

  it('names npm scripts and suites that exist', () => {
    expect(pages.flatMap(unknownScripts)).toEqual([]);
  });

  it('names variables of Slipway that something reads', () => {
    const sources = ['stacks/settings.ts', 'docker-compose.yml', 'ci/local/start.ts'];
    const runners = ['ci/terraform/mirror.ts', 'ci/synth/app.mjs'];
    const pipeline = ['ci/pipeline/trust.ts', 'ci/pipeline/smoke-run.ts'];
    const text = [...sources, ...runners, ...pipeline].map(read).join('\n');
    const unknown = pages.flatMap(({ path, text: own }) =>
      (own.match(/SLIPWAY_[A-Z_]*[A-Z]/g) ?? [])
        .filter((name) => !text.includes(name))
        .map((name) => `${path} names ${name}`),
    );

    expect(unknown).toEqual([]);
  });

  it('names addresses that the stacks have', () => {
    const snapshots = readdirSync(join(root, 'stacks/__snapshots__')).map((name) =>
      read(`stacks/__snapshots__/${name}`),
    );
    const unknown = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\baws_\w+\.(\w+_[0-9A-F]{8})\b/g)]
        .filter(([, name = '']) => !snapshots.some((snapshot) => snapshot.includes(`"${name}"`)))
        .map(([address]) => `${path} names ${address}`),
    );

    expect(unknown).toEqual([]);
  });

  it('is short enough to be read', () => {
    const limits: readonly (readonly [pattern: RegExp, lines: number])[] = [
      [/^README\.md$/, 120],
      [/^docs\/adr\/\d{4}-/, 90],
      [/^services\/[^/]+\/README\.md$/, 60],
      [/./, 300],
    ];
    const long = pages.flatMap((page) => {
      const [, limit] = limits.find(([pattern]) => pattern.test(page.path))!;
      return lineCount(page) > limit ? [`${page.path}: ${lineCount(page)} > ${limit}`] : [];
    });

    expect(long).toEqual([]);
  });
});

describe('the decisions', () => {
  const decisions = below('docs/adr/').filter(({ path }) => /\/\d{4}-[a-z0-9-]+\.md$/.test(path));

  it('are all in the index, with their titles', () => {
    const index = read('docs/adr/README.md');
    const titles = decisions.map(({ path, text }) => {
      const title = /^# ADR \d{4}: (.+)$/m.exec(text)?.[1];
      return `[${title}](${path.replace('docs/adr/', '')})`;
    });

    expect(titles.filter((title) => !index.includes(title))).toEqual([]);
  });

  it('say status, context, options, decision and consequences', () => {
    const headings = ['status', 'context', 'options-weighed', 'decision', 'consequences'];

    for (const decision of decisions) {
      expect([decision.path, anchorsOf(decision).slice(1)]).toEqual([decision.path, headings]);
    }
  });
});

describe('the pages of the constructs', () => {
  const names = below('docs/constructs/')
    .map(({ path }) => path.replace(/^docs\/constructs\/|\.md$/g, ''))
    .filter((name) => name !== 'README');

  it('are one for each construct of the package', () => {
    expect(publicConstructs().filter((name) => !names.includes(name))).toEqual([]);
  });

  it('are about nothing else than a file or a folder of the library', () => {
    const folders = [...platforms, 'core'];
    // a noun that needs a page for a platform alone: alarms-gcp
    const places = (name: string) => [
      ...folders.map((folder) => `${folder}/${name}.ts`),
      name.replace(/^(.+)-(\w+)$/, '$2/$1.ts'),
      name,
    ];
    const lost = names.filter(
      (name) => !places(name).some((place) => existsSync(join(root, 'constructs', place))),
    );

    expect(lost).toEqual([]);
  });

  it('are all in their index', () => {
    const index = read('docs/constructs/README.md');

    expect(names.filter((name) => !index.includes(`(${name}.md)`))).toEqual([]);
  });
});

describe('the programs on the pages', () => {
  const all = pages.flatMap(examplesOf);
  const examples = all.filter(({ fails }) => !fails);

  it('compile', () => {
    expect(compileErrors(root, all)).toEqual([]);
  }, 60_000);

  it.each(examples)('$place runs', (example) => {
    const total = Object.values(countsOf(example, require)).reduce((sum, one) => sum + one, 0);

    expect(total).toBe(example.resources ?? total);
  });

  it.each(examples)('$place follows the schemas of the providers', (example) => {
    expect(documentsOf(example, require).flatMap((one) => schemaProblems(one))).toEqual([]);
  });

  it('stand on README.md in at most 12 lines, imports aside', () => {
    const [first] = examples.filter(({ page }) => page === 'README.md');
    const lines = first!.source.split('\n').filter((line) => !/^(import .*)?$/.test(line));

    expect(lines.length).toBeLessThanOrEqual(12);
  });

  // UPDATE_DOCS=1 npx jest ci/docs writes the tables anew
  it('and the sources make the tables on the pages', () => {
    for (const { path } of pages) {
      for (const { kind, line, rows, subject } of announcedTables(read(path)).reverse()) {
        // npm run test:blind-spots makes that one: it needs a scanner
        if (kind === 'blind-spots') continue;
        const made = tables[kind](all, path, line, subject);
        if (update) writeFileSync(join(root, path), withTable(read(path), line, made));
        else expect([path, line, rows]).toEqual([path, line, made.slice(1)]);
      }
    }
  });
});

/** What each kind of announced table is made from. */
const tables = {
  props,
  counts,
  errors,
  cost: (_: readonly Example[], __: string, ___: number, subject: string) =>
    costTables[subject]?.() ?? [],
  rules: (_: readonly Example[], __: string, ___: number, subject: string) =>
    ruleTables[subject]?.() ?? [],
} as const;

function props(_: readonly Example[], __: string, ___: number, subject: string): string[][] {
  const [name = '', , file = ''] = subject.split(' ');
  const rows = propsRows(read(file), name);
  if (!rows) throw new Error(`${file} has no interface ${name}`);
  return [[...propsHeading], ...rows];
}

/** The problems of the last example above a line that fails. */
function errors(examples: readonly Example[], path: string, line: number): string[][] {
  const problems = problemsOf(above(examples, { path, line, fails: true }), require);
  if (problems.length === 0) throw new Error(`${path}:${line} has an example that does not fail`);
  return [['Refused'], ...problems.map((problem) => [`\`${problem.replaceAll('|', '\\|')}\``])];
}

function above(
  examples: readonly Example[],
  { path, line, fails }: { path: string; line: number; fails: boolean },
): Example {
  const before = examples.filter((one) => one.page === path && one.line < line);
  const example = before.filter((one) => one.fails === fails).at(-1);
  if (!example) throw new Error(`${path}:${line} has no example above it`);
  return example;
}

/** The counts of the last example above a line. */
function counts(examples: readonly Example[], path: string, line: number): string[][] {
  const example = above(examples, { path, line, fails: false });
  const rows = Object.entries(countsOf(example, require));
  return [['Resource', 'Count'], ...rows.map(([type, count]) => [`\`${type}\``, String(count)])];
}

function brokenLinks(page: Page): string[] {
  return linksOf(page).flatMap((target) => {
    if (/^(https?:|mailto:)/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
    if (!existsSync(join(root, path))) return [`${page.path} links to ${target}`];
    if (anchor === undefined) return [];
    const to = pages.find((one) => one.path === path);
    return to && anchorsOf(to).includes(anchor) ? [] : [`${page.path} links to ${target}`];
  });
}

const ownWords = new Set(['ci', 'install', 'i', 'pack', 'run', 'audit', 'version']);

function unknownScripts({ path, code }: Page): string[] {
  const known = [dirname(path), '.']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .flatMap((folder) => {
      const { scripts = {} } = JSON.parse(read(join(folder, 'package.json'))) as {
        scripts?: Record<string, string>;
      };
      return Object.keys(scripts);
    });
  const names = suites.map(({ name }) => name);
  return code.flatMap((text) => [
    ...[...text.matchAll(/\bnpm (?:run )?([a-z][a-z:-]*)/g)]
      .map(([, script = '']) => script)
      .filter((script) => !ownWords.has(script) && !known.includes(script))
      .map((script) => `${path}: npm run ${script}`),
    ...[...text.matchAll(/\bnpm test -- ([^\n#&|]+)/g)]
      .flatMap(([, words = '']) => words.match(/'[^']+'|\S+/g) ?? [])
      .map((word) => word.replaceAll("'", ''))
      .filter((word) => !names.includes(word))
      .map((word) => `${path}: npm test -- ${word}`),
  ]);
}

/** The files of the classes of the platforms' entries that are constructs. */
function publicConstructs(): string[] {
  return platforms.flatMap((folder) => {
    const entry = read(`constructs/${folder}/index.ts`);
    return [...entry.matchAll(/export \{([^}]*)\} from '\.\/(.+)'/g)]
      .filter(([, values = '', file = '']) => {
        const text = read(`constructs/${folder}/${file}.ts`);
        return values
          .split(',')
          .some((name) => new RegExp(`class ${name.trim()}\\s+extends Construct\\b`).test(text));
      })
      .map(([, , file = '']) => file);
  });
}

it('finds what it is about', () => {
  expect(readdirSync(join(root, 'docs/adr')).length).toBeGreaterThan(10);
  expect(publicConstructs()).toEqual(
    expect.arrayContaining(['fargate-service', 'container-service', 'cloud-run-service']),
  );
});
