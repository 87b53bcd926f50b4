import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';

const root = repositoryRoot();
const tests = ['constructs', 'stacks', 'ci'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`),
);
const kinds = /\.(container|e2e|exit|provider|tarball|terraform)\.test\.ts$/;
/** Configurations whose files are called otherwise. */
const suffixes: Readonly<Record<string, string>> = { providers: 'provider' };

/** Patterns of a page's `npx jest` commands that no test file of their configuration has in its path. */
export function idlePatterns(code: string): string[] {
  const command = /\bnpx jest(?: -c jest\.(\w+)\.config\.js)?((?: [\w./-]+)+)/g;
  return [...code.matchAll(command)].flatMap(([, kind, rest = '']) => {
    const suffix = kind === undefined ? undefined : (suffixes[kind] ?? kind);
    const files = tests.filter((file) => kinds.exec(file)?.[1] === suffix);
    const patterns = rest.trim().split(' ');
    // behind an option come its words
    const option = patterns.findIndex((word) => word.startsWith('-'));
    return patterns
      .slice(0, option < 0 ? undefined : option)
      .filter((pattern) => !files.some((file) => new RegExp(pattern).test(file)));
  });
}
