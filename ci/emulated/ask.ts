import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import type { Programs } from '../terraform/programs';
import { settings } from './settings';

/** One question to an API of AWS, in the words of its Python client: `['efs', 'describe_file_systems', {}]`. */
export type Question = readonly [
  service: string,
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
];

/** What an API answered, as it came. */
export type Answer = Readonly<Record<string, unknown>>;

/** Asks the emulated account; the answers have the order of the questions. */
export type Ask = (questions: readonly Question[]) => Promise<readonly Answer[]>;

/** What it takes to ask. */
export interface AskContext {
  readonly programs: Programs;
  readonly interpreter: string;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks with the client that the emulator brings along, so that what is seldom asked for needs no other. For the kinds that
 * every check reads there is `Account`.
 */
export function askWith({ programs, interpreter, folder, variables }: AskContext): Ask {
  return async (questions) => {
    const asking = programs.start(interpreter, [join(repositoryRoot(), 'ci/emulated/ask.py')], {
      folder,
      variables: {
        ...variables,
        AWS_DEFAULT_REGION: settings.SLIPWAY_AWS_REGION,
        PYTHONDONTWRITEBYTECODE: '1',
      },
      limitSeconds: 120,
    });
    asking.process.stdin.end(JSON.stringify(questions));
    const { code, output } = await asking.finished;
    if (code !== 0) throw new Error(`the API could not be asked:\n${output}`);
    return JSON.parse(output) as Answer[];
  };
}
