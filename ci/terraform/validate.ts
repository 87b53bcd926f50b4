import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command';
import { cliConfiguration, findMirror, installableVersion, searchOfThisMachine } from './mirror';

/** What `terraform validate -json` says of one stack. */
export interface Validation {
  readonly valid: boolean;
  /** Each error as one line: what, and where in the stack. */
  readonly errors: readonly string[];
}

const provider = 'hashicorp/aws';

/**
 * Asks the real Terraform and the real AWS provider whether a synthesized stack is valid, without an account and without
 * its state. An override file beside the stack pins the version that can be installed here; the stack stays as it is.
 *
 * @param folder folder of one stack in cdktf.out
 */
export async function validate(folder: string): Promise<Validation> {
  const wanted = pinnedVersion(folder);
  const mirror = findMirror(searchOfThisMachine(homedir()), provider, wanted);
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, cliConfiguration(mirror));
  const aws = { source: provider, version: installableVersion(mirror, provider, wanted) };
  writeFileSync(
    join(folder, 'version_override.tf.json'),
    JSON.stringify({ terraform: { required_providers: { aws } } }),
  );
  const env = { TF_CLI_CONFIG_FILE: configuration, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };

  const init = await run('terraform', ['init', '-backend=false', '-input=false', '-no-color'], {
    cwd: folder,
    env,
  });
  if (init.code !== 0) return { valid: false, errors: [init.output] };
  const { output } = await run('terraform', ['validate', '-json'], { cwd: folder, env });
  const { valid, diagnostics } = JSON.parse(output) as ValidateOutput;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    valid,
    errors: errors.map(({ address, detail, summary }) => `${address ?? ''} ${summary}: ${detail}`),
  };
}

interface ValidateOutput {
  readonly valid: boolean;
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  }[];
}

function pinnedVersion(folder: string): string {
  const { terraform } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    readonly terraform: {
      readonly required_providers: { readonly aws: { readonly version: string } };
    };
  };
  return terraform.required_providers.aws.version;
}
