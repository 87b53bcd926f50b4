import { parseArgs } from 'node:util';
import usages from './usages.json';

type Usages = typeof usages;

/** A program by its file, as the table of all usages has it. */
export type Program = keyof Usages;

/** `wait` of `wait <seconds>`. */
type Named<Option> = Option extends `${infer Name} ${string}` ? Name : Option;

type NamesOf<Of extends Program, Kind extends 'flags' | 'values'> =
  Usages[Of] extends Readonly<Record<Kind, infer Options>> ? Named<keyof Options & string> : never;

/** What somebody has typed behind the name of a program. */
export interface Call<Of extends Program> {
  readonly words: readonly string[];
  readonly flags: Readonly<Partial<Record<NamesOf<Of, 'flags'>, boolean>>>;
  // a program may have no option with a value, and then none can be read
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type
  readonly values: Readonly<Partial<Record<NamesOf<Of, 'values'>, string>>>;
}

/** Reads a command line by the table of all usages, by which run.mjs has refused what is not in it. */
export function callOf<Of extends Program>(program: Of, args: readonly string[]): Call<Of> {
  const { flags = {}, values = {} }: Options = usages[program];
  const named = (options: object) => Object.keys(options).map((one) => one.split(' ')[0] ?? '');
  const typed = (options: object, type: 'boolean' | 'string') =>
    named(options).map((name) => [name, { type }] as const);
  const { values: given, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries([...typed(flags, 'boolean'), ...typed(values, 'string')]),
    allowPositionals: true,
  });
  const among = (options: object) =>
    Object.fromEntries(
      named(options).flatMap((name) => (name in given ? [[name, given[name]]] : [])),
    );
  return {
    words: positionals,
    flags: among(flags) as Call<Of>['flags'],
    values: among(values) as Call<Of>['values'],
  };
}

interface Options {
  readonly call: string;
  readonly flags?: object;
  readonly values?: object;
}
