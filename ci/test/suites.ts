import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, type CommandResult, run } from '../command';
import type { ToolName } from '../tools';
import { type Counts, countsOfClosingLine, countsOfGo, countsOfJest, none } from './counts';

/** One group of tests with a runner of its own. */
export interface Suite {
  readonly name: string;
  /** Optional tools without which the suite is skipped, or fails where CI=true. */
  readonly needs: readonly ToolName[];
  /** Runs the suite; the output is shown when it fails. */
  readonly run: (options: CommandOptions) => Promise<SuiteResult>;
}

/** What a suite came to. */
export interface SuiteResult {
  readonly counts: Counts;
  readonly output: string;
}

/** Every suite, quick ones first. */
export const suites: readonly Suite[] = [
  check('format', 'npm', ['run', '--silent', 'fmt:check']),
  check('lint', 'npm', ['run', '--silent', 'lint']),
  check('types', 'npm', ['run', '--silent', 'types']),
  jest('unit', 'jest.config.js', []),
  jest('package', 'jest.tarball.config.js', []),
  check('shell-lint', 'npm', ['run', '--silent', 'lint:shell'], ['shellcheck']),
  goLint('goapp'),
  goLint('uptime'),
  goTest('goapp'),
  goTest('uptime'),
  adminapp(),
  jest('terraform', 'jest.terraform.config.js', ['terraform']),
  jest('containers', 'jest.container.config.js', ['docker', 'go']),
  jest('e2e', 'jest.e2e.config.js', ['docker', 'chromium']),
  {
    name: 'emulated-deploy',
    needs: ['terraform', 'python'],
    run: async (options) =>
      counted(await run('npm', ['run', '--silent', 'deploy:emulated'], options)),
  },
];

function counted(result: CommandResult): SuiteResult {
  return { counts: countsOfClosingLine(result.output, result.code), output: result.output };
}

/** A command whose exit code is its verdict. */
function check(
  name: string,
  program: string,
  args: readonly string[],
  needs: readonly ToolName[] = [],
): Suite {
  return {
    name,
    needs,
    run: async (options) => {
      const { code, output } = await run(program, args, options);
      return { counts: code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }, output };
    },
  };
}

function jest(name: string, config: string, needs: readonly ToolName[]): Suite {
  const bin = join('node_modules', 'jest', 'bin', 'jest.js');
  return { name, needs, run: (options) => runJest([bin, '--config', config], options) };
}

async function runJest(args: readonly string[], options: CommandOptions): Promise<SuiteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-jest-'));
  const report = join(folder, 'report.json');
  try {
    const { code, output } = await run(
      process.execPath,
      [...args, '--ci', '--json', `--outputFile=${report}`],
      options,
    );
    const ran = existsSync(report);
    const counts = ran ? countsOfJest(readFileSync(report, 'utf8')) : { ...none, failed: 1 };
    const silent = code !== 0 && counts.failed === 0;
    return { counts: silent ? { ...counts, failed: 1 } : counts, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function goTest(service: string): Suite {
  const cwd = join('services', service);
  return {
    name: service,
    needs: ['go'],
    run: async (options) => {
      const args = ['test', '-race', '-count=1', '-json', './...'];
      const { code, output } = await run('go', args, { ...options, cwd });
      const counts = countsOfGo(output);
      const silent = code !== 0 && counts.failed === 0;
      return { counts: silent ? { ...counts, failed: 1 } : counts, output };
    },
  };
}

function goLint(service: string): Suite {
  const suite = check(`${service}-lint`, 'golangci-lint', ['run', './...'], ['go', 'golangciLint']);
  const cwd = join('services', service);
  return { ...suite, run: (options) => suite.run({ ...options, cwd }) };
}

/** adminapp keeps its own lockfile, since its image is built from its own folder alone. */
function adminapp(): Suite {
  const cwd = join('services', 'adminapp');
  return {
    name: 'adminapp',
    needs: [],
    run: async (options) => {
      if (!installed(cwd)) {
        const install = await run('npm', ['ci', '--no-audit', '--no-fund'], { ...options, cwd });
        if (install.code !== 0) return { counts: { ...none, failed: 1 }, output: install.output };
      }
      const types = await run('npm', ['run', '--silent', 'typecheck'], { ...options, cwd });
      if (types.code !== 0) return { counts: { ...none, failed: 1 }, output: types.output };
      return runJest([join('node_modules', 'jest', 'bin', 'jest.js')], { ...options, cwd });
    },
  };
}

function installed(folder: string): boolean {
  const marker = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs;
}
