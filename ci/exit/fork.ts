import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { fork } from './version';

/** A stack's Terraform, with the version of the framework apart. */
export interface Synthesized {
  /** What wrote it. */
  readonly version: string;

  /** The rest of the document. */
  readonly document: unknown;
}

const root = repositoryRoot();
const bindings = ['@cdktf/provider-aws', '@cdktf/provider-docker', '@cdktf/provider-google'];
const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

/** The package.json of a project that takes the first step: the alias, and the bindings made to follow it. */
export function manifest(): Record<'dependencies' | 'overrides', object> {
  const kept = [...bindings, 'constructs'].map((name) => [name, devDependencies[name]] as const);
  return {
    dependencies: {
      ...dependencies,
      ...Object.fromEntries(kept),
      cdktf: `npm:${fork.name}@${fork.version}`,
    },
    overrides: Object.fromEntries(bindings.map((name) => [name, { cdktf: '$cdktf' }])),
  };
}

/** Installs the fork and what the stacks need into a folder, from npm's cache where it has them. */
export function installFork(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest()));
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  execute('npm', ['install', ...options], folder);
}

/** Synthesizes every stack with the packages that are found from a folder. */
export function synthesizeFrom(folder: string): Record<string, Synthesized> {
  const program = join(folder, 'stacks.cjs');
  const output = join(folder, 'cdktf.out');
  buildSync({
    absWorkingDir: root,
    entryPoints: ['stacks/main.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  execute(process.execPath, [program], root, { CDKTF_OUTDIR: output });
  return Object.fromEntries(
    readdirSync(join(output, 'stacks')).map((name) => [name, read(output, name)]),
  );
}

/** What the compiler says about the stacks and the library, with the packages that are found from a folder. */
export function compile(folder: string): string {
  const modules = join(folder, 'node_modules');
  const project = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: {
        cdktf: [join(modules, 'cdktf')],
        constructs: [join(modules, 'constructs')],
        '@cdktf/*': [join(modules, '@cdktf/*')],
      },
    },
    include: [],
    files: [join(root, 'stacks/main.ts')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return execute(process.execPath, [compiler, '--project', folder, '--listFiles'], folder);
}

function read(output: string, stack: string): Synthesized {
  const text = readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  const { '//': about, ...document } = JSON.parse(text) as {
    '//': { metadata: { version: string } };
  };
  const { version, ...metadata } = about.metadata;
  return { version, document: { ...document, '//': { ...about, metadata } } };
}

function execute(
  program: string,
  args: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): string {
  const env = { ...process.env, ...variables };
  try {
    return execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`'${program} ${args.join(' ')}' failed:\n${stdout}${stderr}`, { cause: error });
  }
}
