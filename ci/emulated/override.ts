import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The provider as a synthesized stack pins it. */
interface StackDocument {
  readonly terraform: {
    readonly required_providers: Readonly<Record<string, { readonly version: string }>>;
  };
}

/** The version of the AWS provider that the synthesized stacks pin. */
export function pinnedVersion(output: string): string {
  const versions = stackFolders(output).map(
    (folder) => readStack(folder).terraform.required_providers.aws?.version,
  );
  const [version, ...others] = [...new Set(versions.filter((found) => found !== undefined))];
  if (version === undefined || others.length > 0) {
    throw new Error(`the stacks must pin one version of the AWS provider, got ${versions.join()}`);
  }
  return version;
}

/**
 * Lays a Terraform override file beside each stack that pins another version than the one that can be installed. It
 * changes nothing else.
 */
export function overrideVersion(output: string, version: string): void {
  for (const folder of stackFolders(output)) {
    const { required_providers: pinned } = readStack(folder).terraform;
    if (pinned.aws === undefined || pinned.aws.version === version) continue;
    writeFileSync(
      join(folder, 'emulator_override.tf.json'),
      JSON.stringify(
        { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version } } } },
        undefined,
        2,
      ),
    );
  }
}

function stackFolders(output: string): string[] {
  const stacks = join(output, 'stacks');
  return readdirSync(stacks).map((name) => join(stacks, name));
}

function readStack(folder: string): StackDocument {
  return JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as StackDocument;
}
