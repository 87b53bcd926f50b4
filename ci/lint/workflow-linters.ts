import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command';

/** A program that judges workflows. */
export interface Linter {
  readonly name: 'actionlint' | 'zizmor';

  /** What is called. */
  readonly program: string;
}

const parameters: Readonly<Record<Linter['name'], readonly string[]>> = {
  // shells and Python inside of workflows: there is none beside npm scripts
  actionlint: ['-shellcheck=', '-pyflakes=', '-no-color'],
  // every rule that needs no network, the strictest reader, no file that silences it
  zizmor: ['--persona=auditor', '--offline', '--no-config', '--no-progress', '--color=never'],
};

/** What of a `.github` folder the linters read: workflows, and for zizmor Dependabot's file too. */
export function workflowFiles(folder: string): string[] {
  const below = join(folder, 'workflows');
  if (!existsSync(below))
    throw new RangeError(`'${folder}' has no folder 'workflows'; name another`);
  const workflows = readdirSync(below)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(below, name));
  return [...workflows, join(folder, 'dependabot.yml')].filter((path) => existsSync(path)).sort();
}

/** What a linter finds, or undefined. */
export async function lintWith(
  { name, program }: Linter,
  files: readonly string[],
): Promise<string | undefined> {
  const read = name === 'zizmor' ? files : files.filter((path) => !path.endsWith('dependabot.yml'));
  const { code, output } = await run(program, [...parameters[name], ...read]);
  return code === 0 ? undefined : output.trimEnd();
}
