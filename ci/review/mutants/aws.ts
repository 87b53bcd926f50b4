import { entranceMutants } from './aws-entrance';
import { exitMutants } from './aws-exit';
import { nameMutants } from './aws-names';
import { ruleMutants } from './aws-rules';
import type { Mutant } from './mutant';

/** Mistakes in ecs-prod. */
export const awsMutants: readonly Mutant[] = [
  ...ruleMutants,
  ...entranceMutants,
  ...exitMutants,
  ...nameMutants,
];
