/** Every flag of `npm run deploy:emulated`, with what it does. */
export const flags = {
  '--keep': 'keeps the folder of the run, with the synthesized stacks and the states',
  '--matrix': 'deploys variants of a small environment instead of the stacks',
} as const;

/** What the user wants of a run. */
export interface Options {
  readonly keep: boolean;
  readonly matrix: boolean;
}

/**
 * Reads the flags of a run.
 *
 * @returns the options, or the sentence that refuses what is unknown
 */
export function optionsFrom(given: readonly string[]): Options | string {
  const unknown = given.filter((flag) => !Object.hasOwn(flags, flag));
  if (unknown.length === 0) {
    return { keep: given.includes('--keep'), matrix: given.includes('--matrix') };
  }
  const allowed = Object.entries(flags).map(([flag, does]) => `  ${flag.padEnd(10)}${does}`);
  return [`unknown: ${unknown.join(' ')}; the flags are`, ...allowed].join('\n');
}
