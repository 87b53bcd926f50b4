import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, run, tail } from '../command';
import type { Problem } from './absent-images';
import { Refusal } from './refusal';
import { sentenceOf } from './terraform-problem';

/** How a plan is made. */
export interface PlanOptions {
  /** File that the plan is kept in. */
  readonly file: string;
  /** Whether the state is locked meanwhile. */
  readonly lock: boolean;
  /** Whether only the difference between the state and what is there is looked for. */
  readonly refreshOnly: boolean;
}

/** Terraform in the folder of one synthesized stack. */
export class Terraform {
  constructor(
    private readonly stack: string,
    private readonly folder: string,
    private readonly onOutput?: (piece: string) => void,
  ) {}

  /** Reads the backend and fetches the providers: those that the stack pins, whatever an earlier run has locked here. */
  public async init(): Promise<void> {
    await this.must('init', '-upgrade', '-input=false', '-no-color');
  }

  /** Makes a plan; answers whether it would change anything. */
  public async plan({ file, lock, refreshOnly }: PlanOptions): Promise<boolean> {
    const result = await this.terraform(
      'plan',
      '-detailed-exitcode',
      '-input=false',
      '-no-color',
      `-lock=${lock}`,
      `-out=${file}`,
      ...(refreshOnly ? ['-refresh-only'] : []),
    );
    if (result.code !== 0 && result.code !== 2) this.fail('plan', result);
    return result.code === 2;
  }

  /** What Terraform says against data sources, without a look at anything else. Nothing where each can be read. */
  public async problemsOf(addresses: readonly string[]): Promise<Problem[]> {
    if (addresses.length === 0) return [];
    const { output } = await this.terraform(
      'plan',
      '-json',
      '-input=false',
      '-lock=false',
      '-refresh=false',
      ...addresses.map((address) => `-target=${address}`),
    );
    return output.split('\n').flatMap((line) => problemIn(line) ?? []);
  }

  /** A plan as data. */
  public async show(file: string): Promise<unknown> {
    return JSON.parse((await this.must('show', '-json', file)).output) as unknown;
  }

  /** Does what a plan says, and nothing else. */
  public async apply(file: string): Promise<void> {
    await this.must('apply', '-input=false', '-no-color', file);
  }

  /**
   * Takes into the state what came of the apply beside what it made, such as the rules of a group that were made after it:
   * what differs from now on was changed by somebody else.
   */
  public async settle(): Promise<void> {
    await this.must('apply', '-refresh-only', '-auto-approve', '-input=false', '-no-color');
  }

  /** An output of the stack; undefined where it has none of that name. */
  public async output(name: string): Promise<string | undefined> {
    const { output } = await this.must('output', '-json', '-no-color');
    const outputs = JSON.parse(output) as Readonly<Record<string, { readonly value: unknown }>>;
    const value = outputs[name]?.value;
    return typeof value === 'string' ? value : undefined;
  }

  /** Which write of the state is the last one: two are equal where nobody has changed anything in between. */
  public async serial(): Promise<string> {
    const { output } = await this.must('state', 'pull');
    if (output.trim() === '') return 'none';
    const { lineage, serial } = JSON.parse(output) as { lineage: string; serial: number };
    return `${lineage} ${serial}`;
  }

  private async must(command: string, ...args: readonly string[]): Promise<CommandResult> {
    const result = await this.terraform(command, ...args);
    if (result.code !== 0) this.fail(command, result);
    return result;
  }

  private terraform(...args: readonly string[]): Promise<CommandResult> {
    const onOutput = this.onOutput;
    return run('terraform', args, { cwd: this.folder, ...(onOutput ? { onOutput } : {}) });
  }

  private fail(command: string, { output }: CommandResult): never {
    const left = existsSync(join(this.folder, 'errored.tfstate'));
    const sentence = sentenceOf(output, { stack: this.stack, folder: this.folder, left });
    const rest = sentence === undefined ? `\n${tail(output, 40)}` : '';
    throw new Refusal(
      `terraform ${command} of ${this.stack} failed${sentence ? `: ${sentence}` : rest}`,
    );
  }
}

/** An error among the lines of `-json`, where it is about one address; a line may be something else than JSON. */
function problemIn(line: string): Problem | undefined {
  if (!line.startsWith('{"@level":"error"')) return undefined;
  const { diagnostic } = JSON.parse(line) as { readonly diagnostic?: Diagnostic };
  if (diagnostic?.address === undefined) return undefined;
  const { address, summary, detail = '' } = diagnostic;
  return { address, text: `${summary}\n${detail}` };
}

/** @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Diagnostic {
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}
