import { parseArgs } from 'node:util';
import { Refusal } from './refusal';

/** An option of a program: a flag, or a word that takes a value. */
export type OptionKind = 'flag' | 'value';

/** What a command line says. */
export interface Given<Name extends string> {
  readonly names: readonly string[];
  readonly flags: Readonly<Partial<Record<Name, boolean>>>;
  readonly values: Readonly<Partial<Record<Name, string>>>;
}

/** What a program understands. */
export interface Usage<Name extends string> {
  /** How it is called, for the message. */
  readonly call: string;
  readonly options: Readonly<Record<Name, OptionKind>>;
  /** How many names stand without an option. */
  readonly names: 0 | 1;
}

/**
 * Reads a command line.
 *
 * @throws Refusal that names the first mistake and how the program is called
 */
export function readCall<Name extends string>(
  args: readonly string[],
  { call, options, names }: Usage<Name>,
): Given<Name> {
  const kinds = Object.entries<OptionKind>(options);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        kinds.map(([name, kind]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' }]),
      ),
      allowPositionals: true,
    });
    if (positionals.length !== names) {
      throw new Refusal(names === 0 ? `got '${positionals.join(' ')}'` : 'one stack must be named');
    }
    const of = (kind: OptionKind) =>
      Object.fromEntries(
        kinds.flatMap(([name, one]) =>
          one === kind && values[name] !== undefined ? [[name, values[name]]] : [],
        ),
      );
    return {
      names: positionals,
      flags: of('flag') as Given<Name>['flags'],
      values: of('value') as Given<Name>['values'],
    };
  } catch (error) {
    const [problem] = (error as Error).message.split('. ');
    throw new Refusal(`${problem}; it is called as: ${call}`);
  }
}
