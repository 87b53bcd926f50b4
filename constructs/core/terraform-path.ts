import { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { repositoryRoot } from './repository-root';

/**
 * A folder of the repository as Terraform finds it: from the stack's output folder, in which Terraform runs. Output outside the
 * repository gets the whole path, since a link on the way would make another folder of `..`.
 */
export function folderForTerraform(scope: Construct, folder: string): string {
  const root = repositoryRoot();
  const stackFolder = resolve(App.of(scope).outdir, 'stacks', TerraformStack.of(scope).node.id);
  const wholePath = join(root, folder);
  if (isOutside(relative(root, stackFolder))) return wholePath;
  return relative(stackFolder, wholePath).split(sep).join('/');
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split(sep)[0] === '..';
}
