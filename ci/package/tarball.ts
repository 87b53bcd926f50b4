import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository, whose packages stand in for a registry. */
export const repository = join(__dirname, '../..');

/** Builds and packs the library and unpacks the tarball, as an installation would. */
export function unpackedTarball(folder: string): string {
  run('npm', ['run', '--silent', 'build'], repository);
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], repository);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', String(tarball)], folder);
  return join(folder, 'package');
}

/** The files below a folder, with `/` between the parts of each path, sorted. */
export function filesOf(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesOf(folder, path) : [path];
    })
    .sort();
}

/**
 * Installs a package into a project. Its dependencies are links to the repository's: a second copy of cdktf or constructs
 * would be another type.
 */
export function install(project: string, unpacked: string, links: readonly string[]): void {
  cpSync(unpacked, join(project, 'node_modules/@slipway/constructs'), { recursive: true });
  for (const name of links) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), link, 'junction');
  }
}

/** Compiles a project in place. */
export function compile(project: string): void {
  run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc')], project);
}

/** Runs a program and returns what it printed; what a failed one printed is in the error. */
export function run(program: string, args: readonly string[], folder: string): string {
  try {
    return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`'${program} ${args.join(' ')}' failed:\n${stdout}${stderr}`, { cause: error });
  }
}
