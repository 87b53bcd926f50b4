import { InternalError, shown, ValidationError } from '../core/validation';
import { type Options, optionsOf, type Surroundings } from './command-options';
import type { Graph } from './graph';
import { judgeStack } from './judge/judge';
import { applyWaivers, strayWaivers, type Verdict } from './waivers/ledger';
import { jsonReport } from './report/document';
import { differences, readExpectation } from './report/expectation';
import { mermaidChart } from './report/mermaid';
import { printable } from './report/printable';
import { countsLine, printRules, printVerdict } from './report/rules';
import { sarifReport } from './report/sarif';
import { printGraph } from './report/table';
import { writeWhole } from './report/whole-file';
import { printWitnesses } from './report/witness';
import { reviewStack } from './review';
import { readStacks, type StackFile } from './stack-file';
import { readWaivers, type Waiver } from './waivers/waiver';

/** Where the command writes. */
export interface Output {
  /** Takes the report. */
  readonly write: (text: string) => void;

  /** Takes what is wrong with the input. */
  readonly complain: (text: string) => void;
}

/** How the command ended. */
export const exitCodes = {
  /** Everything that the stacks announce works, every rule is kept or waived, and nothing differs from what was expected. */
  fine: 0,

  /** A call cannot work, a rule is broken, a way differs from the expected report, or, with --strict, something is not known. */
  findings: 1,

  /** The input cannot be reviewed, or the command was written wrongly. */
  unusable: 2,
} as const;

const usage = `slipway review [dir]

Computes from synthesized Terraform who can reach whom and which rules are broken, before anything is deployed.

  dir               folder of 'cdktf synth', folder of one stack, or one cdk.tf.json (default: cdktf.out)
  --stack <name>    only this stack; may be repeated
  --why <from,to>   the way from one to the other step by step, or why there is none
  --expect <file>   an earlier report of --json; every way that came or went is a finding
  --waivers <file>  rules that need not be kept, each for a reason and until a day
                    (default: the file that 'slipway.waivers' in package.json names)
  --today <day>     the day on which waivers are judged, such as 2027-06-30 (default: today)
  --strict          what is not known is a finding
  --no-rules        only who reaches whom
  --rules           the rules, instead of a review
  --json            the report for programs
  --sarif           the broken rules as SARIF 2.1.0, the counts on stderr
  --sarif <file>    the same into a file that ends with .sarif or .sarif.json, beside the report
                    (--sarif=<file> for any other name)
  --mermaid         a picture: a flowchart for pages that render Mermaid
  --help            this text

exit code: 0 nothing to complain about, 1 findings, 2 the input cannot be reviewed
`;

const noVerdicts: ReadonlyMap<string, Verdict> = new Map();

/** Runs `slipway` with the words after its name and returns its exit code. */
export function runCommand(
  words: readonly string[],
  output: Output,
  surroundings: Surroundings,
): number {
  try {
    const options = optionsOf(words, surroundings);
    if (words.length === 0) {
      output.complain(usage);
      return exitCodes.unusable;
    }
    if (options?.report === 'rules') output.write(`${printRules()}\n`);
    else if (options) return review(options, output);
    else output.write(usage);
    return exitCodes.fine;
  } catch (error) {
    output.complain(`${printable(complaintOf(error)).replaceAll('\\u000a', '\n')}\n`);
    return exitCodes.unusable;
  }
}

/** What went wrong: with the input, or else with us, which is no finding either. */
function complaintOf(error: unknown): string {
  if (error instanceof ValidationError) return error.message;
  const { message } = new InternalError(String(error));
  return error instanceof Error ? `${message}\n${error.stack ?? ''}` : message;
}

function review(options: Options, output: Output): number {
  const files = filesOf(options);
  const graphs = new Map(files.map(({ name, document }) => [name, reviewStack(document)]));
  if (options.why) {
    output.write(printWitnesses(graphs, ...options.why));
    return exitCodes.fine;
  }
  const waivers = options.judged && options.waivers ? readWaivers(options.waivers) : [];
  const expected = options.expect === undefined ? undefined : readExpectation(options.expect);
  const verdicts = options.judged ? verdictsOf(files, graphs, waivers, options) : noVerdicts;
  if (options.sarifFile !== undefined) {
    writeWhole('--sarif', options.sarifFile, `${sarifReport(files, verdicts)}\n`);
  }
  output.write(reportOf(files, graphs, verdicts, options));
  const changed = expected ? differences(graphs, expected, options.stacks) : [];
  // of a part of the stacks nobody can say that a waiver is for none
  const stray =
    files.length > 1 && options.stacks.length === 0 ? strayWaivers(verdicts, waivers) : [];
  const complaints = [...changed, ...stray];
  if (complaints.length > 0) output.complain(`${complaints.map(printable).join('\n')}\n`);
  if (options.report === 'sarif') output.complain(`${countsLine(verdicts)}\n`);
  const broken = [...graphs.values()].some(
    (graph) => graph.broken.length > 0 || (options.strict && hasUnknown(graph)),
  );
  const findings = [...verdicts.values()]
    .flatMap((verdict) => verdict.findings)
    .some(({ verdict }) => verdict === 'broken' || options.strict);
  return broken || findings || complaints.length > 0 ? exitCodes.findings : exitCodes.fine;
}

function verdictsOf(
  files: readonly StackFile[],
  graphs: ReadonlyMap<string, Graph>,
  waivers: readonly Waiver[],
  { today }: Options,
): Map<string, Verdict> {
  const judgements = new Map(
    files.map(({ name, document }) => [name, judgeStack(document, graphs.get(name))]),
  );
  return applyWaivers(judgements, waivers, today);
}

function reportOf(
  files: readonly StackFile[],
  graphs: ReadonlyMap<string, Graph>,
  verdicts: ReadonlyMap<string, Verdict>,
  { report, judged }: Options,
): string {
  if (report === 'json') return `${jsonReport(graphs, verdicts)}\n`;
  if (report === 'mermaid') return `${mermaidChart(graphs)}\n`;
  if (report === 'sarif') return `${sarifReport(files, verdicts)}\n`;
  const stacks = [...graphs].map(([name, graph]) => {
    const verdict = verdicts.get(name);
    return `${[printGraph(name, graph), ...(verdict ? printVerdict(verdict) : [])].join('\n')}\n\n`;
  });
  return `${stacks.join('')}${judged ? `${countsLine(verdicts)}\n` : ''}`;
}

function filesOf({ folder, stacks }: Options): StackFile[] {
  const files = readStacks(folder);
  const names = files.map(({ name }) => name);
  const missing = stacks.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new ValidationError(
      '--stack',
      missing.map((name) => `no stack is named ${shown(name)}; use one of ${names.join(', ')}`),
    );
  }
  return files.filter(({ name }) => stacks.length === 0 || stacks.includes(name));
}

function hasUnknown({ edges, exits, unknowns }: Graph): boolean {
  return unknowns.length > 0 || [...edges, ...exits].some(({ verdict }) => verdict === 'unknown');
}
