import Ajv2020 from 'ajv/dist/2020';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import type { Case, CaseFile, Json, Step } from './case';

/** One case as it runs: rows are taken apart, and a lone exchange is a step. */
export interface ConcreteCase {
  readonly name: string;
  readonly only?: Case['only'];
  readonly slow: boolean;
  readonly needs: readonly string[];
  readonly row: Readonly<Record<string, Json>>;
  readonly steps: readonly Step[];
  readonly cleanup: readonly Step[];
}

/** Case files that are not as the schema says. */
class InvalidCaseFileError extends Error {}

/** The folder of the cases. */
function caseFolder(): string {
  return join(repositoryRoot(), 'ci/contract/cases');
}

/** Every case file by the name of its service. */
export function readCaseFiles(folder: string = caseFolder()): ReadonlyMap<string, CaseFile> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const files = names.sort().map((name) => readCaseFile(join(folder, name)));
  return new Map(files.map((file) => [file.service, file]));
}

function readCaseFile(path: string): CaseFile {
  const name = basename(path, '.json');
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const problems = problemsOf(value);
  if (problems.length > 0)
    throw new InvalidCaseFileError([`${name}.json:`, ...problems].join('\n'));
  const file = value as CaseFile;
  if (file.service !== name) {
    throw new InvalidCaseFileError(`${name}.json: 'service' is '${file.service}', not '${name}'`);
  }
  return file;
}

let validate: ReturnType<Ajv2020['compile']> | undefined;

/** What of a case file is not as the published schema says. */
export function problemsOf(value: unknown): string[] {
  validate ??= compileSchema();
  void validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}

function compileSchema(): ReturnType<Ajv2020['compile']> {
  const schema = readFileSync(join(caseFolder(), '../case.schema.json'), 'utf8');
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
  ajv.addFormat('regex', isRegex);
  return ajv.compile(JSON.parse(schema) as object);
}

function isRegex(pattern: string): boolean {
  try {
    // variables are put in later, escaped
    return new RegExp(pattern.replaceAll(/\$\{\w+\}/g, 'x'), 'u').source !== '';
  } catch {
    return false;
  }
}

/** The cases that a written one stands for: one, or one per row. */
export function concreteCases(written: Case): ConcreteCase[] {
  const { name, only, slow = false, needs = [], each = [{}], cleanup = [] } = written;
  const { request, expect, capture } = written;
  const lone = { request, expect, capture } as Step;
  const steps = written.steps ?? [lone];
  return each.map((row) => ({
    name: name.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => textOf(row[key])),
    ...(only === undefined ? {} : { only }),
    slow,
    needs,
    row,
    steps,
    cleanup,
  }));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
