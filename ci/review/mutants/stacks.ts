import { renderedSystems } from '../rendered';
import { awsMutants } from './aws';
import { dockerMutants } from './docker';
import { googleMutants } from './google';
import type { Mutant } from './mutant';

/** The mutants of one stack. */
export interface StackMutants {
  readonly stack: string;

  /** What stands in front of the names of its workloads. */
  readonly prefix: string;
  readonly mutants: readonly Mutant[];
}

const mutants: Readonly<Record<string, readonly Mutant[]>> = {
  'ecs-prod': awsMutants,
  'gcp-run': googleMutants,
  local: dockerMutants,
};

/** Every mutant, by the stack that it is a mistake in. */
export const mutantsByStack: readonly StackMutants[] = renderedSystems.map(({ stack, prefix }) => ({
  stack,
  prefix,
  mutants: mutants[stack] ?? [],
}));
