import { Testing, TerraformStack } from 'cdktf';
import { synthStack } from '../../constructs/core/synth';
import { ValidationError } from '../../constructs/core/validation';
import { printGraph } from '../../constructs/review/report/table';
import { reviewStack } from '../../constructs/review/review';
import { schemaProblems } from '../schema/check';
import { nameClashes } from './name-clash';
import type { Platform } from './platform';
import { namesProp } from './prop-name';

/** What came of one system: it runs, it was refused with reasons, or the library is at fault. */
export type Judgement =
  | { readonly verdict: 'legal'; readonly document: Readonly<Record<string, unknown>> }
  | { readonly verdict: 'refused'; readonly problems: readonly string[] }
  | { readonly verdict: 'fault'; readonly what: string };

/** Makes a system twice and says what came of it. */
export function judge<Plan>(platform: Platform<Plan>, plan: Plan): Judgement {
  try {
    const first = textOf(platform, plan, false);
    const document = JSON.parse(first) as Readonly<Record<string, unknown>>;
    const broken = schemaProblems(document);
    if (broken.length > 0) return fault(`the schema refuses it: ${broken.join('; ')}`);
    const clashes = nameClashes(document);
    if (clashes.length > 0) return fault(`a name clashes: ${clashes.join('; ')}`);
    if (textOf(platform, plan, false) !== first) return fault('a second synthesis differs');
    if (textOf(platform, plan, true) !== first) return fault('the order of the verbs shows');
    printGraph('random', reviewStack(document));
    return { verdict: 'legal', document };
  } catch (error) {
    if (!(error instanceof ValidationError)) return fault(stackOf(error));
    const silent = error.problems.filter((problem) => !namesProp(problem));
    if (silent.length > 0) return fault(`a problem names no prop: ${silent.join('; ')}`);
    return { verdict: 'refused', problems: error.problems };
  }
}

function textOf<Plan>(platform: Platform<Plan>, plan: Plan, backwards: boolean): string {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'random');
  platform.build(stack, plan, backwards);
  return JSON.stringify(synthStack(app, stack).json);
}

function fault(what: string): Judgement {
  return { verdict: 'fault', what };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? error.message).split('\n');
  return lines
    .filter((line) => !line.includes('node_modules'))
    .slice(0, 6)
    .join('\n');
}

/** A fault without what differs between a system and a smaller one. */
export function kindOf(judgement: Judgement): string {
  if (judgement.verdict !== 'fault') return judgement.verdict;
  return judgement.what.replaceAll(/'[^']*'|[0-9]+/g, '').slice(0, 60);
}
