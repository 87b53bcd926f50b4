import { reviewStack } from '../../constructs/review/review';
import { readStacks } from '../../constructs/review/stack-file';
import { agreementOf, isEqual, printAgreement } from './agreement';
import { renderedSystems } from './rendered';

/** What review says of the stacks in a folder of synthesized output. */
export interface SystemReview {
  /** One line for each stack that runs the system, or more where it differs from the declaration. */
  readonly text: string;

  /** Whether every stack lets exactly those reach each other that are declared. */
  readonly equal: boolean;
}

/** Compares every synthesized stack that runs the system with the declaration. */
export function reviewSynthesized(folder: string): SystemReview {
  const documents = new Map(readStacks(folder).map(({ name, document }) => [name, document]));
  const reviews = renderedSystems.flatMap((rendered) => {
    const document = documents.get(rendered.stack);
    if (!document) return [];
    const graph = reviewStack(document);
    const comparison = agreementOf(rendered, graph);
    const text = printAgreement(rendered.stack, graph, comparison);
    return [{ text, equal: isEqual(comparison, graph) }];
  });
  return {
    text: reviews.map(({ text }) => `     ${text.replaceAll('\n', '\n     ')}`).join('\n'),
    equal: reviews.every(({ equal }) => equal),
  };
}
