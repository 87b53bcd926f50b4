import type { TerraformStack } from 'cdktf';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { network } from '../../constructs/aws/cluster.fixture';
import type { INetwork } from '../../constructs/aws/network';
import { synth } from '../../constructs/core/synth';
import { ValidationError } from '../../constructs/core/validation';
import type { Page } from './markdown';

/** A program that a page shows. */
export interface Example {
  /** Page and line, for messages. */
  readonly place: string;

  readonly page: string;
  readonly line: number;
  readonly source: string;

  /** Number of resources as the block announces it: `ts resources=14`. */
  readonly resources: number | undefined;

  /** Whether the block shows what is refused: `ts fails`. */
  readonly fails: boolean;
}

/** How an example may be written: as a function that gets what the reader has already. */
type Build = (stack: TerraformStack, network: INetwork) => void;

/** What an example synthesizes, as Terraform reads it. */
interface Document {
  readonly resource?: Readonly<Record<string, object>>;
}

/** The entries of the package, as the sources that they come from. */
const entries: Readonly<Record<string, string>> = {
  '@slipway/constructs': './constructs/core/index.ts',
  '@slipway/constructs/aws': './constructs/aws/index.ts',
  '@slipway/constructs/docker': './constructs/docker/index.ts',
  '@slipway/constructs/gcp': './constructs/gcp/index.ts',
  '@slipway/constructs/nginx': './constructs/nginx/index.ts',
};

/** Every block of TypeScript on a page. */
export function examplesOf({ path, fences }: Page): Example[] {
  return fences
    .filter(({ info }) => /^ts\b/.test(info))
    .map(({ info, text, line }) => ({
      ...{ place: `${path}:${line}`, page: path, line, source: text },
      resources: numberIn(info),
      fails: /\bfails\b/.test(info),
    }));
}

function numberIn(info: string): number | undefined {
  const [, digits] = /\bresources=(\d+)/.exec(info) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** What the compiler says about the examples, as it would in a project that has installed the package. */
export function compileErrors(root: string, examples: readonly Example[]): string[] {
  const sources = new Map(
    examples.map((one, at) => [join(root, `example-${at}.ts`), one] as const),
  );
  const paths = Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, [path]]));
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const base = config.config as { compilerOptions: object };
  const { options } = ts.parseJsonConfigFileContent(
    {
      compilerOptions: { ...base.compilerOptions, paths, types: ['node'] },
      files: [...sources.keys()],
    },
    ts.sys,
    root,
    undefined,
    join(root, 'tsconfig.json'),
  );
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => sources.has(path) || disk.fileExists(path),
    readFile: (path) => sources.get(path)?.source ?? disk.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const example = sources.get(path);
      return example
        ? ts.createSourceFile(path, example.source, version, true)
        : disk.getSourceFile(path, version, ...rest);
    },
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  // only the examples are checked: the sources are for `npm run types`
  return [...sources].flatMap(([path, { place }]) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

/** Number of resources of each type that an example synthesizes. */
export function countsOf(example: Example, load: NodeJS.Require): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { resource = {} } of documentsOf(example, load)) {
    for (const [type, all] of Object.entries(resource)) {
      counts[type] = (counts[type] ?? 0) + Object.keys(all).length;
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Runs an example and reads what it synthesizes: a function is called with a stack and a network, a program makes its
 * own app, and a declaration makes nothing.
 */
export function documentsOf(example: Example, load: NodeJS.Require): Document[] {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-example-'));
  const before = process.env.CDKTF_OUTDIR;
  process.env.CDKTF_OUTDIR = outdir;
  try {
    const built = Object.values(execute(example.source, load)).find(
      (value): value is Build => typeof value === 'function',
    );
    return built ? [synth((stack) => built(stack, network)).json] : readDocuments(outdir);
  } finally {
    if (before === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = before;
    rmSync(outdir, { recursive: true });
  }
}

/** What an example is refused for, problem by problem; nothing where it is not refused. */
export function problemsOf(example: Example, load: NodeJS.Require): readonly string[] {
  try {
    documentsOf(example, load);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.problems;
    throw error;
  }
}

/** What an example exports, by name. */
export function exportsOf(example: Example, load: NodeJS.Require): Record<string, unknown> {
  return execute(example.source, load);
}

function execute(source: string, load: NodeJS.Require): Record<string, unknown> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: Record<string, unknown> = {};
  const resolve = (name: string): unknown => load(entries[name]?.replace('./', '../../') ?? name);
  // the text is a page of this repository
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('require', 'exports', outputText)(resolve, exported);
  return exported;
}

function readDocuments(outdir: string): Document[] {
  const stacks = join(outdir, 'stacks');
  // a declaration alone makes no stack
  return (existsSync(stacks) ? readdirSync(stacks) : []).map(
    (name) => JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as Document,
  );
}
