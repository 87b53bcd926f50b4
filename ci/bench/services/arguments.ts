/** What a person asked for. */
export interface Arguments {
  /** How long each contender is loaded in each round. */
  readonly seconds: number;
  /** Measured rounds, after one that only warms up. */
  readonly rounds: number;
}

const defaults: Arguments = { seconds: 3, rounds: 9 };

const bounds = { seconds: 60, rounds: 100 } as const;

/** Reads the arguments; answers with a sentence where they make no sense. */
export function parseArguments(given: readonly string[]): Arguments | string {
  const wanted = { ...defaults };
  for (let at = 0; at < given.length; at += 2) {
    const [option = '', value = ''] = given.slice(at);
    const name = option.replace(/^--/, '');
    if (!option.startsWith('--') || (name !== 'seconds' && name !== 'rounds')) {
      return `unknown argument '${option}'; use --seconds <number> or --rounds <number>`;
    }
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1 || number > bounds[name]) {
      return `'${option}' must be a whole number from 1 to ${bounds[name]}, got '${value}'`;
    }
    Object.assign(wanted, { [name]: number });
  }
  return wanted;
}
