import { awsMutants } from './aws';
import type { Mutant } from './mutant';

/** The mutants of one stack. */
export interface StackMutants {
  readonly stack: string;

  /** What stands in front of the names of its workloads. */
  readonly prefix: string;
  readonly mutants: readonly Mutant[];
}

/** Every mutant, by the stack that it is a mistake in. */
export const mutantsByStack: readonly StackMutants[] = [
  { stack: 'ecs-prod', prefix: 'prod-', mutants: awsMutants },
];
