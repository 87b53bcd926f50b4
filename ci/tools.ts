import { existsSync } from 'node:fs';
import { run } from './command';
import { fork } from './exit/version';

/** A program that Slipway can do without, and what it adds. */
export interface Tool {
  /** What a person calls it. */
  readonly name: string;
  /** What works once it is there. */
  readonly adds: string;
  /** Tells whether it can be used now. */
  readonly present: () => Promise<boolean>;
}

/** Every optional tool by its short name. */
export const tools = {
  docker: {
    name: 'Docker (a running engine with the compose and buildx plugins)',
    adds: 'images, the running system and their tests',
    present: async () =>
      (await succeeds('docker', ['info'])) &&
      (await succeeds('docker', ['compose', 'version'])) &&
      (await succeeds('docker', ['buildx', 'version'])),
  },
  go: {
    name: 'Go 1.26',
    adds: 'the tests of goapp, static-site, uptime and users-api',
    present: () => succeeds('go', ['version']),
  },
  golangciLint: {
    name: 'golangci-lint 2',
    adds: 'the lint rules of the Go services',
    present: () => succeeds('golangci-lint', ['--version']),
  },
  terraform: {
    name: 'Terraform 1.11 or newer',
    adds: 'validation and the emulated deploy',
    present: () => succeeds('terraform', ['version']),
  },
  python: {
    name: 'Python 3.11 or newer',
    adds: 'the tests of pythonapp and users-form, the lint rules of Dockerfiles and the emulated AWS',
    present: () => succeeds('python3', ['--version']),
  },
  chromium: {
    name: 'Chromium',
    adds: 'the browser tests',
    present: () => Promise.resolve(chromiumPath() !== undefined),
  },
  shellcheck: {
    name: 'ShellCheck',
    adds: 'the lint rules of the shell scripts',
    present: () => succeeds('shellcheck', ['--version']),
  },
  npmRegistry: {
    name: 'The npm registry, or a cache of npm that has the fork',
    adds: 'the synthesis on the community fork of cdktf',
    present: () =>
      succeeds('npm', ['view', '--prefer-offline', `${fork.name}@${fork.version}`, 'version']),
  },
  actionlint: {
    name: 'actionlint 1.7',
    adds: 'the lint rules of the workflows',
    present: () => succeeds('actionlint', ['-version']),
  },
} as const satisfies Record<string, Tool>;

/** Short name of an optional tool. */
export type ToolName = keyof typeof tools;

/** The tools of a list that cannot be used now. */
export async function missing(names: readonly ToolName[]): Promise<Tool[]> {
  const checked = await Promise.all(
    names.map(async (name) => ((await tools[name].present()) ? [] : [tools[name]])),
  );
  return checked.flat();
}

/** Where Chromium is, or undefined. */
export function chromiumPath(): string | undefined {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return (await run(program, args)).code === 0;
}
