import { readFileSync } from 'node:fs';
import { containerPages } from '../docs/container-pages';
import { idlePatterns } from '../docs/jest-commands';
import type { Suite } from '../test/suite';
import { suites } from '../test/suites';
import { elsewhere, incident } from './elsewhere';
import { proven } from './proven';
import { folderOf, partsOf, type Typed } from './typed';

/** What becomes of a command that a page names. */
export type Fate =
  | { readonly kind: 'suite'; readonly suite: string }
  | { readonly kind: 'elsewhere'; readonly reason: string };

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The fates of one part of a command, apart from being run as it is: none, or the one that it has. */
export function fatesOf(part: string, page: string): Fate[] {
  if (containerPages.includes(page)) return [{ kind: 'suite', suite: 'containers' }];
  const suite =
    suiteOf(part, folderOf(page)) ?? proven.find(({ command }) => command === part)?.suite;
  const reason =
    elsewhere.get(part) ?? (suite === undefined && isRunbook(page) ? incident : undefined);
  return [
    ...(suite === undefined ? [] : [{ kind: 'suite', suite } as const]),
    ...(reason === undefined ? [] : [{ kind: 'elsewhere', reason } as const]),
  ];
}

function isRunbook(page: string): boolean {
  return page.startsWith('docs/runbooks/');
}

/** Each part of the commands once, with the places where it is typed. */
export function placesOf(typed: readonly Typed[]): Map<string, Typed[]> {
  const places = new Map<string, Typed[]>();
  for (const one of typed) {
    for (const part of partsOf(one.command)) {
      const key = `${folderOf(one.page)}\0${part}`;
      places.set(key, [...(places.get(key) ?? []), one]);
    }
  }
  return places;
}

/** The suite of `npm test` that runs a command, or a part of whose tests it is. */
function suiteOf(part: string, folder: string): string | undefined {
  const plain = expanded(part);
  return named(plain) ?? suites.find((suite) => isOf(plain, folder, suite))?.name;
}

/** A script of package.json in its place, and the variables that only write files anew left out. */
function expanded(part: string): string {
  const plain = part.replace(/^UPDATE_\w+=1 /, '');
  const [, name = '', rest = ''] = /^npm run ([\w:-]+)(?: -- (.*))?$/.exec(plain) ?? [];
  const script = scripts[name];
  if (script === undefined || !/^(?:jest|npm test)\b/.test(script)) return plain;
  return `${script.replace(/^jest\b/, 'npx jest')} ${rest}`.trim();
}

/** `npm test` with the names of suites is all of them; without a name it is what runs this. */
function named(command: string): string | undefined {
  const [, words] = /^npm test -- (.+)$/.exec(command) ?? [];
  const wanted = words?.split(' ') ?? [];
  const known = wanted.every((word) => suites.some(({ name }) => name === word));
  return wanted.length > 0 && known ? wanted.join(', ') : undefined;
}

function isOf(
  command: string,
  folder: string,
  { commands = [], folder: own = '.' }: Suite,
): boolean {
  return commands.some((one) => {
    // a test of jest is named from the root, wherever the page lies
    if (!one.startsWith('npx jest')) return one === command && own === folder;
    if (one === 'npx jest' && command.startsWith('npx jest -c')) return false;
    if (command !== one && !command.startsWith(`${one} `)) return false;
    return idlePatterns(command).length === 0;
  });
}
