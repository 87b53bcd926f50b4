import type { TerraformStack } from 'cdktf';
import type { Random } from './random';

/** What systems can be made of, on one platform. */
export interface Platform<Plan = unknown> {
  readonly name: string;

  /** A whole system as plain data. */
  readonly plan: (random: Random) => Plan;

  /**
   * Makes the system with the constructs.
   *
   * @param backwards calls every verb that may be called in any order the other way round
   */
  readonly build: (stack: TerraformStack, plan: Plan, backwards: boolean) => void;
}

/** Items in their order or the other way round. */
export function ordered<Item>(items: readonly Item[] | undefined, backwards: boolean): Item[] {
  return backwards ? [...(items ?? [])].reverse() : [...(items ?? [])];
}
