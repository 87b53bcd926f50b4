import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CommandOptions, run, tail } from '../command';
import { pythonEnvironment } from '../python/environment';
import { countsOfJunit, none } from './counts';
import { type Suite, type SuiteResult, withSilentFailure } from './suite';

const checks = [['ruff', 'format', '--check', '.'], ['ruff', 'check', '.'], ['mypy']] as const;

/** What a person types for an environment, where ci/python/environment.ts makes one of its own. */
const environmentCommands = [
  'python -m venv .venv',
  '. .venv/bin/activate',
  'pip install --require-hashes --only-binary :all: -r requirements-dev.txt',
];

/** The tests of a Python service. */
export function pythonTest(service: string): Suite {
  return {
    name: service,
    commands: [...environmentCommands, 'pytest'],
    folder: join('services', service),
    needs: ['python'],
    run: (options) => inEnvironment(service, options, runPytest),
  };
}

/** The format, the lint rules and the types of a Python service, each one check. */
export function pythonLint(service: string): Suite {
  return {
    name: `${service}-lint`,
    commands: checks.map((words) => words.join(' ')),
    folder: join('services', service),
    needs: ['python'],
    run: (options) => inEnvironment(service, options, runChecks),
  };
}

/** The same of a folder that is no service, with the programs of a service's environment. */
export function pythonFolderLint(name: string, folder: string, service: string): Suite {
  return {
    name: `${name}-lint`,
    commands: checks.map((words) => words.join(' ')),
    folder,
    needs: ['python'],
    run: (options) => inEnvironment(service, options, runChecks, folder),
  };
}

type InEnvironment = (python: string, options: CommandOptions) => Promise<SuiteResult>;

async function inEnvironment(
  service: string,
  options: CommandOptions,
  work: InEnvironment,
  folder = join('services', service),
): Promise<SuiteResult> {
  const root = resolve('.');
  const requirements = join('services', service, 'requirements-dev.txt');
  try {
    const python = await pythonEnvironment(
      { name: service, requirements, root },
      (program, parameters) => run(program, parameters, options),
    );
    const env = { ...options.env, PYTHONDONTWRITEBYTECODE: '1' };
    return await work(python, { ...options, cwd: folder, env });
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return { counts: { ...none, failed: 1 }, output };
  }
}

async function runPytest(python: string, options: CommandOptions): Promise<SuiteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-pytest-'));
  const report = join(folder, 'report.xml');
  try {
    const args = ['-m', 'pytest', '-p', 'no:cacheprovider', `--junit-xml=${report}`];
    const { code, output } = await run(python, args, options);
    const counts = existsSync(report) ? countsOfJunit(readFileSync(report, 'utf8')) : none;
    return { counts: withSilentFailure(counts, code), output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runChecks(python: string, options: CommandOptions): Promise<SuiteResult> {
  let counts = none;
  let output = '';
  for (const [module, ...args] of checks) {
    const result = await run(python, ['-m', module, ...args], options);
    const ok = result.code === 0;
    counts = ok
      ? { ...counts, passed: counts.passed + 1 }
      : { ...counts, failed: counts.failed + 1 };
    if (!ok) output += tail(result.output, 40) + '\n';
  }
  return { counts, output };
}
