/** Every flag of `npm run deploy:emulated`, with what it does. */
export const flags = {
  '--keep': 'keeps the folder of the run, with the synthesized stacks and the states',
  '--matrix': 'deploys variants of a small environment instead of the stacks',
  '--sandbox': 'brings the trial of one service up and down instead of the stacks',
  '--faults': 'breaks deployments on purpose and goes on, instead of the stacks',
  '--calls': 'writes down which calls a plan and a deployment make, instead of the stacks',
} as const;

/** What a run tells: all stacks, variants of a small environment, the trial of one service, faults, or calls. */
export type Story = 'stacks' | 'matrix' | 'sandbox' | 'faults' | 'calls';

/** What the user wants of a run. */
export interface Options {
  readonly keep: boolean;
  readonly story: Story;
}

/**
 * Reads the flags of a run.
 *
 * @returns the options, or the sentence that refuses what is unknown or cannot be had together
 */
export function optionsFrom(given: readonly string[]): Options | string {
  const unknown = given.filter((flag) => !Object.hasOwn(flags, flag));
  if (unknown.length > 0) {
    const allowed = Object.entries(flags).map(([flag, does]) => `  ${flag.padEnd(11)}${does}`);
    return [`unknown: ${unknown.join(' ')}; the flags are`, ...allowed].join('\n');
  }
  const asked = stories.filter((story) => given.includes(`--${story}`));
  if (asked.length > 1) {
    return `${asked.map((story) => `--${story}`).join(' and ')} are runs of their own; give one of them`;
  }
  return { keep: given.includes('--keep'), story: asked[0] ?? 'stacks' };
}

const stories = ['matrix', 'sandbox', 'faults', 'calls'] as const;
