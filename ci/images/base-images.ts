import type { CommandResult } from '../command';

/** Runs a program to its end. */
export type Run = (program: string, parameters: readonly string[]) => Promise<CommandResult>;

/** What an update of the lock file came to: the new content, or the sentence that says why there is none. */
export type Update =
  | { readonly lock: Readonly<Record<string, string>>; readonly changed: readonly string[] }
  | { readonly problem: string };

/** Asks the registries for the digest of every base image. One that is not answered leaves everything as it was. */
export async function updatedLock(
  lock: Readonly<Record<string, string | null>>,
  run: Run,
): Promise<Update> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(lock).sort()) {
    const { code, output } = await run('docker', ['buildx', 'imagetools', 'inspect', name]);
    const digest = /^Digest:\s+(sha256:[0-9a-f]{64})$/m.exec(output)?.[1];
    if (code !== 0 || digest === undefined) {
      const reason = output.trim().split('\n').at(-1) ?? '';
      return { problem: `nothing was changed: no registry told the digest of ${name} (${reason})` };
    }
    found[name] = digest;
  }
  return { lock: found, changed: Object.keys(found).filter((name) => lock[name] !== found[name]) };
}
