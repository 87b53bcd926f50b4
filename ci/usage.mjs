// what the programs of package.json understand, asked by run.mjs before it loads any of them
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Usage
 * @property {string} call How it is called.
 * @property {string} does What it does, for whoever asks for help.
 * @property {Readonly<Record<string, string>>} [flags] What each flag does.
 * @property {Readonly<Record<string, string>>} [values] What each option with a value does, by its name and that of the value.
 * @property {readonly string[]} [needs] Words that must stand without an option, by what each of them is.
 * @property {number | 'any'} [words] How many words may stand without an option; those that must, unless said.
 * @property {1} [misuse] Exit code of a wrong call, where 2 says that something differs.
 * @property {true} [ownOptions] The program itself refuses what it does not know.
 * @property {true} [ownHelp] The program itself answers `--help`.
 */

const table = readFileSync(new URL('usages.json', import.meta.url), 'utf8');

/** By the file of the program. The programs read their options by the same table: call.ts. */
const usages = /** @type {Readonly<Record<string, Usage>>} */ (JSON.parse(table));

/**
 * What is said in place of running a program, with the exit code, or undefined where it runs.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {{ code: 0 | 1 | 2, text: string } | undefined}
 */
export function saidInstead(program, args) {
  const usage = usages[program];
  if (usage === undefined) return undefined;
  const asksForHelp = args.includes('--help') || args.includes('-h');
  if (asksForHelp && !usage.ownHelp) return { code: 0, text: helpOf(usage) };
  if (usage.ownOptions) return undefined;
  const problems = problemsOf(usage, args);
  if (problems.length === 0) return undefined;
  return { code: usage.misuse ?? 2, text: `${problems.join('\n')}\n\n${helpOf(usage)}` };
}

function helpOf({ call, does, flags = {}, values = {} }) {
  const options = Object.entries({ ...flags, ...values }).map(([name, what]) => [
    `--${name}`,
    what,
  ]);
  const width = Math.max(...options.map(([option = '']) => option.length)) + 3;
  const lines = options.map(([option = '', what]) => `  ${option.padEnd(width)}${what}`);
  return [call, `  ${does}`, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

/** Every problem at once: parseArgs ends at the first where it is strict. */
function problemsOf({ flags = {}, values = {}, needs = [], words = needs.length, ownHelp }, args) {
  const typed = (names, type) => names.map((name) => [name.split(' ')[0], { type }]);
  const known = Object.fromEntries([
    ...typed([...Object.keys(flags), ...(ownHelp ? ['help'] : [])], 'boolean'),
    ...typed(Object.keys(values), 'string'),
  ]);
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter(({ kind }) => kind === 'option');
  const more = words === 'any' ? [] : positionals.slice(words);
  return [
    ...needs.slice(positionals.length).map((what) => `<${what}> is missing`),
    ...options.flatMap(({ name, rawName, value }) => problemOfOption(known[name], rawName, value)),
    ...(more.length > 0 ? [`'${more.join("', '")}' means nothing here`] : []),
  ];
}

function problemOfOption(option, rawName, value) {
  if (option === undefined) return [`'${rawName}' is unknown here`];
  // `--only --rounds 5` means no fault that is called '--rounds'
  if (option.type === 'string' && (!value || value.startsWith('-')))
    return [`'${rawName}' needs a value`];
  if (option.type === 'boolean' && value) return [`'${rawName}' takes no value, got '${value}'`];
  return [];
}
