/** What a person asked for. */
export interface Arguments {
  /** Rounds in place of each fault's own. */
  readonly rounds?: number;
  /** Names of the faults to run; none means all. */
  readonly only: readonly string[];
}

/** Reads the arguments; answers with a sentence where they make no sense. */
export function parseArguments(
  given: readonly string[],
  names: readonly string[],
): Arguments | string {
  let rounds: number | undefined;
  const only: string[] = [];
  for (let at = 0; at < given.length; at += 2) {
    const [option, value = ''] = given.slice(at);
    if (option === '--rounds') {
      rounds = Number(value);
      if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1_000_000) {
        return `'--rounds' must be a whole number from 1 to 1000000, got '${value}'`;
      }
    } else if (option === '--only') {
      if (!names.includes(value))
        return `'--only' must be one of ${names.join(', ')}, got '${value}'`;
      only.push(value);
    } else {
      return `unknown argument '${option ?? ''}'; use --rounds <number> or --only <fault>`;
    }
  }
  return { only, ...(rounds === undefined ? {} : { rounds }) };
}
