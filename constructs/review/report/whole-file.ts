import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { shown, ValidationError } from '../../core/validation';

/**
 * Writes a file whole or not at all: whoever reads it meanwhile sees the old one.
 *
 * @param option what names the file, for the error
 * @throws ValidationError when it cannot be written
 */
export function writeWhole(option: string, path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.new`;
  try {
    // a rename would put a file in the place of a device or of a link
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) {
      throw refusal(option, path, 'it is there and no plain file');
    }
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    removeIfThere(unfinished);
    if (error instanceof ValidationError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(option, path, reason.replaceAll(unfinished, path));
  }
}

function refusal(option: string, path: string, reason: string): ValidationError {
  return new ValidationError(option, [
    `${shown(path)} cannot be written (${reason}); name a file in a folder that is there, or leave the name out to write to stdout`,
  ]);
}

/** What cannot be removed was not written either. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // the reason that is told is why it could not be written
  }
}
