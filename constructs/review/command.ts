import { parseArgs } from 'node:util';
import { shown, ValidationError } from '../core/validation';
import type { Graph } from './graph';
import { jsonReport } from './report/document';
import { differences, readExpectation } from './report/expectation';
import { mermaidChart } from './report/mermaid';
import { printable } from './report/printable';
import { printGraph } from './report/table';
import { printWitness } from './report/witness';
import { reviewStack } from './review';
import { readStacks } from './stack-file';

/** Where the command writes. */
export interface Output {
  /** Takes the report. */
  readonly write: (text: string) => void;

  /** Takes what is wrong with the input. */
  readonly complain: (text: string) => void;
}

/** How the command ended. */
export const exitCodes = {
  /** Everything that the stacks announce works, and nothing differs from what was expected. */
  fine: 0,

  /** A call cannot work, a way differs from the expected report, or, with --strict, something is not known. */
  findings: 1,

  /** The input cannot be reviewed, or the command was written wrongly. */
  unusable: 2,
} as const;

const usage = `slipway review [dir]

Computes from synthesized Terraform who can reach whom, before anything is deployed.

  dir               folder of 'cdktf synth', folder of one stack, or one cdk.tf.json (default: cdktf.out)
  --stack <name>    only this stack; may be repeated
  --why <from,to>   the way from one to the other step by step, or why there is none
  --expect <file>   an earlier report of --json; every way that came or went is a finding
  --strict          what is not known is a finding
  --json            the report for programs
  --mermaid         a picture: a flowchart for pages that render Mermaid
  --help            this text

exit code: 0 nothing to complain about, 1 findings, 2 the input cannot be reviewed
`;

/** Runs `slipway` with the words after its name and returns its exit code. */
export function runCommand(words: readonly string[], output: Output): number {
  try {
    return review(words, output);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    output.complain(`${printable(error.message).replaceAll('\\u000a', '\n')}\n`);
    return exitCodes.unusable;
  }
}

interface Options {
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly why: readonly [from: string, to: string] | undefined;
  readonly expect: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
  readonly mermaid: boolean;
}

function review(words: readonly string[], output: Output): number {
  const options = optionsOf(words);
  if (!options) {
    output.write(usage);
    return exitCodes.fine;
  }
  const graphs = graphsOf(options);
  if (options.why) {
    const [from, to] = options.why;
    for (const [name, graph] of graphs) {
      output.write(`${printable(name)}\n${printWitness(graph, from, to)}\n\n`);
    }
    return exitCodes.fine;
  }
  output.write(reportOf(graphs, options));
  const changed = options.expect ? differences(graphs, readExpectation(options.expect)) : [];
  if (changed.length > 0) output.complain(`${changed.map(printable).join('\n')}\n`);
  const findings = [...graphs.values()].some(
    (graph) => graph.broken.length > 0 || (options.strict && hasUnknown(graph)),
  );
  return findings || changed.length > 0 ? exitCodes.findings : exitCodes.fine;
}

function reportOf(graphs: ReadonlyMap<string, Graph>, { json, mermaid }: Options): string {
  if (json) return `${jsonReport(graphs)}\n`;
  if (mermaid) return `${mermaidChart(graphs)}\n`;
  return [...graphs].map(([name, graph]) => `${printGraph(name, graph)}\n\n`).join('');
}

function graphsOf({ folder, stacks }: Options): Map<string, Graph> {
  const files = readStacks(folder);
  const names = files.map(({ name }) => name);
  const missing = stacks.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new ValidationError(
      '--stack',
      missing.map((name) => `no stack is named ${shown(name)}; use one of ${names.join(', ')}`),
    );
  }
  const wanted = files.filter(({ name }) => stacks.length === 0 || stacks.includes(name));
  return new Map(wanted.map(({ name, document }) => [name, reviewStack(document)]));
}

function hasUnknown({ edges, exits, unknowns }: Graph): boolean {
  return unknowns.length > 0 || [...edges, ...exits].some(({ verdict }) => verdict === 'unknown');
}

/** What was asked for; undefined for the help. */
function optionsOf(words: readonly string[]): Options | undefined {
  const { values, positionals } = parse(words);
  const [command, folder = 'cdktf.out', ...rest] = positionals;
  if (values.help || (command === undefined && words.length === 0)) return undefined;
  const problems: string[] = [];
  if (command !== 'review') problems.push(`the command is 'review', got ${shown(command)}`);
  if (rest.length > 0) problems.push(`one folder at a time, got ${shown(rest)} as well`);
  const pair = values.why?.split(',').map((name) => name.trim());
  const [from = '', to = ''] = pair ?? [];
  if (pair && (pair.length !== 2 || from === '' || to === '')) {
    problems.push(
      `'--why' must name two ends with a comma in between, got ${shown(values.why)}; write for example 'internet,prod-web'`,
    );
  }
  if (values.json && values.mermaid)
    problems.push(`'--json' and '--mermaid' are two reports; choose one`);
  if (problems.length > 0) throw usageError(problems);
  return {
    folder,
    stacks: values.stack ?? [],
    why: pair ? [from, to] : undefined,
    expect: values.expect,
    strict: values.strict ?? false,
    json: values.json ?? false,
    mermaid: values.mermaid ?? false,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        stack: { type: 'string', multiple: true },
        why: { type: 'string' },
        expect: { type: 'string' },
        strict: { type: 'boolean' },
        json: { type: 'boolean' },
        mermaid: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usageError([error instanceof Error ? error.message : String(error)]);
  }
}

function usageError(problems: readonly string[]): ValidationError {
  return new ValidationError('the command', [
    ...problems,
    `'slipway --help' shows how to write it`,
  ]);
}
