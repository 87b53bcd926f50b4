import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A text and the path, from the repository root, that it is linted as. */
export interface LintCase {
  /** Where the text stands in for a file. */
  readonly path: string;

  /** The text. */
  readonly source: string;

  /**
   * Runs the rules that need types too. The path must be one of a file that exists.
   *
   * @default false
   */
  readonly typed?: boolean;
}

/** What the linter reports for each text, as `<rule>: <message>`, in the order of the texts. */
export function lintTexts(cases: readonly LintCase[]): string[][] {
  const root = join(__dirname, '../..');
  const output = execFileSync(process.execPath, [join(__dirname, 'lint-stdin.mjs')], {
    cwd: root,
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[][];
}
