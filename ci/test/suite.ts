import { type CommandOptions, run } from '../command';
import type { ToolName } from '../tools';
import { type Counts, none } from './counts';

/** One group of tests with a runner of its own. */
export interface Suite {
  readonly name: string;
  /**
   * What a page may tell to type for it, in `folder`.
   *
   * @default - no page names it other than by `npm test`
   */
  readonly commands?: readonly string[];

  /**
   * Where its commands are typed.
   *
   * @default - the root of the repository
   */
  readonly folder?: string;

  /** Optional tools without which the suite is skipped, or fails where CI=true. */
  readonly needs: readonly ToolName[];
  /**
   * What the suite is of, often a service: suites of different subjects that follow each other run at the same time, since
   * they wait more than they work.
   *
   * @default - the suite runs alone
   */
  readonly subject?: string;
  /** Runs the suite; the output is shown when it fails. */
  readonly run: (options: CommandOptions) => Promise<SuiteResult>;
}

/** What a suite came to. */
export interface SuiteResult {
  readonly counts: Counts;
  readonly output: string;
}

/** A command whose exit code is its verdict. */
export function check(
  name: string,
  program: string,
  args: readonly string[],
  needs: readonly ToolName[] = [],
): Suite {
  return {
    name,
    commands: [[program, ...args].filter((word) => word !== '--silent').join(' ')],
    needs,
    run: async (options) => {
      const { code, output } = await run(program, args, options);
      return { counts: code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }, output };
    },
  };
}

/** The counts of a program, with one failure where it failed and no test says so. */
export function withSilentFailure(counts: Counts, code: number): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
