import type { Lab } from './lab';

/** Something that goes wrong during a deployment, made on purpose. */
export interface Fault {
  /** What happens. */
  readonly name: string;

  /** What holds all the same. */
  readonly promise: string;

  /** What is not as promised, one sentence each; none is a pass. */
  readonly run: (lab: Lab) => Promise<readonly string[]>;
}

/** A condition as a list of problems. */
export function must(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}
