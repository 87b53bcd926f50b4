import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tail } from '../command';
import { outputFolder, synthesize } from '../synth/summary';
import { setAmong } from '../variables';
import { Refusal } from './refusal';
import type { StackDocument } from './stack-images';

/** Where the state of a stack lies. */
export interface StateBucket {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** A synthesized stack. */
export interface Stack extends StackDocument {
  readonly terraform: { readonly backend?: { readonly s3?: StateBucket } };
  readonly output?: Readonly<Record<string, unknown>>;
  /** Settings that are not made: Terraform would refuse them, but only once it has found credentials and its state. */
  readonly variable?: {
    readonly placeholders?: {
      readonly default: string;
      readonly validation: readonly { readonly error_message: string }[];
    };
  };
}

/** Folder of the synthesized stacks. */
export function folderOfOutput(): string {
  return resolve(setAmong(process.env).CDKTF_OUTDIR ?? outputFolder);
}

/**
 * Folder of the synthesized stacks, which are made anew unless they shall be taken as they are: cdktf's own variable names
 * another one.
 *
 * @throws Refusal with what the synthesis said
 */
export async function outputOf(skipSynth: boolean): Promise<string> {
  const output = folderOfOutput();
  if (skipSynth) return output;
  const { code, output: said } = await synthesize(output);
  if (code !== 0) throw new Refusal(`the stacks cannot be synthesized: ${tail(said, 20)}`);
  return output;
}

/** Text of a synthesized stack, byte by byte. */
export function readDocument(output: string, stack: string): string {
  try {
    return readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  } catch {
    throw new Refusal(`there is no stack '${stack}' in ${output}; 'npm run synth' lists them`);
  }
}

/**
 * Text of a synthesized stack that may be deployed.
 *
 * @throws Refusal where a setting is not made
 */
export function readDeployable(output: string, stack: string): string {
  const document = readDocument(output, stack);
  const { default: missing = '', validation: [rule] = [] } =
    (JSON.parse(document) as Stack).variable?.placeholders ?? {};
  if (missing === '') return document;
  throw new Refusal(`${stack} lacks settings: ${rule?.error_message ?? missing}`);
}

/** A synthesized stack. */
export function readStack(output: string, stack: string): Stack {
  return JSON.parse(readDocument(output, stack)) as Stack;
}

/** Lays another document of a stack into a folder of its own, with what this machine adds to each stack. */
export function layBeside(own: string, folder: string, document: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), document);
  for (const name of readdirSync(own).filter((one) => one.endsWith('_override.tf.json'))) {
    cpSync(join(own, name), join(folder, name));
  }
}
