import { parseArgs } from 'node:util';
import { shown, ValidationError } from '../core/validation';
import { isDay } from './waivers/waiver';

/** What a call of `slipway review` asks for. */
export interface Options {
  /** Folder of synthesized output, or one file. */
  readonly folder: string;

  /** Names of the stacks, or none for all. */
  readonly stacks: readonly string[];

  /** Two ends of a way to explain. */
  readonly why: readonly [from: string, to: string] | undefined;

  /** File of an earlier report. */
  readonly expect: string | undefined;

  /** File of waivers. */
  readonly waivers: string | undefined;

  /** The day of the review. */
  readonly today: string;

  /** Whether what is not known is a finding. */
  readonly strict: boolean;

  /** Which report. */
  readonly report: 'text' | 'json' | 'mermaid' | 'sarif' | 'rules';

  /** File that takes the broken rules as SARIF, beside the report. */
  readonly sarifFile: string | undefined;

  /** Whether the rules are asked. */
  readonly judged: boolean;
}

/** What surrounds a call: read once, outside, so that the rest depends on nothing but its input. */
export interface Surroundings {
  /** The day, in UTC: `2026-11-21`. */
  readonly today: string;

  /**
   * File of waivers where the command names none.
   *
   * @default - nothing is waived
   */
  readonly waivers?: string;
}

const reports = ['json', 'mermaid', 'sarif', 'rules'] as const;

/** What must name a file. */
const namingFiles = ['expect', 'waivers'] as const;

/** What leaves nothing to report as SARIF. */
const notJudging = ['no-rules', 'mermaid', 'rules', 'why'] as const;

/** What was asked for; undefined for the help. */
export function optionsOf(
  words: readonly string[],
  surroundings: Surroundings,
): Options | undefined {
  const { values, positionals } = parse(words);
  const [command, folder = 'cdktf.out', ...rest] = positionals;
  if (values.help || (command === undefined && words.length === 0)) return undefined;
  const problems: string[] = [];
  if (command !== 'review') problems.push(`the command is 'review', got ${shown(command)}`);
  if (rest.length > 0) problems.push(`one folder at a time, got ${shown(rest)} as well`);
  const why = pairIn(values.why, problems);
  const today = values.today ?? surroundings.today;
  if (!isDay(today)) {
    problems.push(`'--today' must be a day such as '2027-06-30', got ${shown(today)}`);
  }
  problems.push(...namelessProblems(values));
  const sarifFile = values.sarif === '' ? undefined : values.sarif;
  const report = reportIn({ ...values, sarif: values.sarif === '' }, problems);
  if (values.sarif !== undefined) {
    for (const name of notJudging.filter((name) => values[name])) {
      problems.push(`'--sarif' reports what the rules find; leave '--${name}' out`);
    }
  }
  if (problems.length > 0) throw usageError(problems);
  return {
    folder,
    stacks: values.stack ?? [],
    why,
    expect: values.expect,
    waivers: values.waivers ?? surroundings.waivers,
    today,
    strict: values.strict ?? false,
    report,
    sarifFile,
    // a picture shows the ways alone
    judged: !values['no-rules'] && report !== 'mermaid',
  };
}

/** A variable of a shell that is not set must not turn a check off. */
function namelessProblems(values: Partial<Record<(typeof namingFiles)[number], string>>): string[] {
  return namingFiles
    .filter((name) => values[name] === '')
    .map((name) => `'--${name}' must name a file, got ''; leave the option out for none`);
}

function reportIn(
  asked: Readonly<Partial<Record<(typeof reports)[number], boolean>>>,
  problems: string[],
): Options['report'] {
  const [report = 'text', ...others] = reports.filter((name) => asked[name]);
  if (others.length > 0) {
    const names = [report, ...others].map((name) => `'--${name}'`);
    problems.push(`${names.join(' and ')} are ${names.length} reports; choose one`);
  }
  return report;
}

/** Gives `--sarif` its file, where the next word is one; another word is the folder, and no name means stdout. */
function withSarifFile(words: readonly string[]): string[] {
  const isFile = (word: string | undefined) => /^[^-].*\.sarif(\.json)?$/.test(word ?? '');
  return words.flatMap((word, at) => {
    if (words[at - 1] === '--sarif' && isFile(word)) return [];
    return word === '--sarif' ? `--sarif=${isFile(words[at + 1]) ? words[at + 1] : ''}` : word;
  });
}

function pairIn(text: string | undefined, problems: string[]): Options['why'] {
  if (text === undefined) return undefined;
  const [from = '', to = '', ...rest] = text.split(',').map((name) => name.trim());
  if (rest.length > 0 || from === '' || to === '') {
    problems.push(
      `'--why' must name two ends with a comma in between, got ${shown(text)}; write for example 'internet,prod-web'`,
    );
  }
  return [from, to];
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: withSarifFile(words),
      allowPositionals: true,
      options: {
        stack: { type: 'string', multiple: true },
        why: { type: 'string' },
        expect: { type: 'string' },
        waivers: { type: 'string' },
        today: { type: 'string' },
        strict: { type: 'boolean' },
        json: { type: 'boolean' },
        mermaid: { type: 'boolean' },
        sarif: { type: 'string' },
        rules: { type: 'boolean' },
        'no-rules': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // what Node adds is about words that only look like options
    throw usageError([reason.replace(/(Unknown option '[^']*')\..*$/, '$1')]);
  }
}

function usageError(problems: readonly string[]): ValidationError {
  return new ValidationError('the command', [
    ...problems,
    `'slipway --help' shows how to write it`,
  ]);
}
