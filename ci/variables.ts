/** Environment variables, of this process or of a test. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables that are set. Empty is not set, as for the settings of the stacks: a workflow of GitHub hands on a variable
 * that the repository has not as an empty one.
 */
export function setAmong(given: Variables): Variables {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}
