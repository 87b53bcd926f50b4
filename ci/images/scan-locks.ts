import { join } from 'node:path';

/** Files that say exactly what an image is built from; what only tests need is in files of other names. */
const names = ['go.mod', 'package-lock.json', 'requirements.txt'];

/** The lock files of folders, by what each folder holds. */
export function lockFilesOf(
  folders: readonly (readonly [folder: string, files: readonly string[]])[],
): string[] {
  return folders.flatMap(([folder, files]) =>
    names.filter((name) => files.includes(name)).map((name) => join(folder, name)),
  );
}

/** What it means that the scanner cannot be built. */
export const unbuilt = 'nothing was looked at: the scanner could not be built, which needs Go 1.26';

/**
 * What an exit code of osv-scanner means where it is neither "nothing found" nor "something found".
 *
 * @see https://google.github.io/osv-scanner/output/#return-codes
 */
export function scannerProblem(code: number): string | undefined {
  if (code === 0 || code === 1) return undefined;
  return 'nothing was looked at: the scanner ended before, most likely since api.osv.dev was not reached';
}
