import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Folders that a clone has not, or that the copy shares. */
const left = new Set(['.git', '.venv', '.cache', 'node_modules', 'cdktf.out', 'coverage']);

/** Copies the repository, so that no command of a page changes a person's files, and shares what is installed. */
export function copyOf(root: string, folder: string): void {
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => path === root || (!left.has(basename(path)) && !path.endsWith('.tfstate')),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  if (!existsSync(join(folder, 'dist')))
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
}

/** Makes a clone of the copy: one commit, which is the branch `origin/main` too. */
export function commit(folder: string): void {
  const person = ['-c', 'user.name=Reader', '-c', 'user.email=reader@example.org'];
  const git = (...args: string[]) =>
    execFileSync('git', [...person, ...args], { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch', 'main');
  // the link to what is installed is no folder, which is what .gitignore names
  appendFileSync(join(folder, '.git/info/exclude'), 'node_modules\n');
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message', 'chore: begin');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}
