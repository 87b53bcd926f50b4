import { spawnSync } from 'node:child_process';

/** A program that a check needs. */
export interface Tool {
  readonly command: string;

  /** Arguments with which it answers at once, for example its version. */
  readonly probe: readonly string[];

  /** What it would add, for the message where it is missing: 'the real deployment against an emulated AWS'. */
  readonly adds: string;
}

/** Terraform, as every check against real providers needs it. */
export function terraformFor(adds: string): Tool {
  return { command: 'terraform', probe: ['version', '-json'], adds };
}

/** Tells whether a program answers. */
export function present({ command, probe }: Tool): boolean {
  const { status } = spawnSync(command, [...probe], {
    stdio: 'ignore',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  return status === 0;
}

/**
 * Names what is missing and what it would add, one line each.
 *
 * @param isPresent answers for one tool; the machine itself by default
 */
export function missing(tools: readonly Tool[], isPresent = present): string[] {
  return tools
    .filter((tool) => !isPresent(tool))
    .map(({ command, adds }) => `'${command}' is not installed; it would add ${adds}`);
}

/** Where something is missing a laptop goes on without it, but continuous integration must not stay green. */
export function exitCodeOfMissing(variables: Readonly<Record<string, string | undefined>>): 0 | 1 {
  return variables.CI === 'true' ? 1 : 0;
}
