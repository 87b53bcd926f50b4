import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, run } from '../command';
import type { ToolName } from '../tools';
import { countsOfJest, none } from './counts';
import { type Suite, type SuiteResult, withSilentFailure } from './suite';

/** The tests that one configuration of jest finds. */
export function jest(name: string, config: string, needs: readonly ToolName[]): Suite {
  const bin = join('node_modules', 'jest', 'bin', 'jest.js');
  const command = config === 'jest.config.js' ? 'npx jest' : `npx jest -c ${config}`;
  return {
    name,
    commands: [command],
    needs,
    run: (options) => runJest([bin, '--config', config], options),
  };
}

/** The tests of a Node service. It keeps its own lockfile, since its image is built from its own folder alone. */
export function nodeTest(service: string): Suite {
  const cwd = join('services', service);
  return {
    name: service,
    commands: ['npm ci', 'npm run typecheck', 'npm test'],
    folder: cwd,
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
    return { counts: withSilentFailure(counts, code), output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function installed(folder: string): boolean {
  const marker = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs;
}
