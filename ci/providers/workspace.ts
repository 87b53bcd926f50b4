import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { Cdktf } from '../emulated/cdktf';
import { runFolder } from '../emulated/settings';
import { cliConfiguration, type ProviderMirror } from '../terraform/mirror';
import { type Finished, Programs } from '../terraform/programs';

/**
 * Synthesized stacks in a folder of their own with the real cdktf and Terraform, whose providers come from one mirror.
 * The folder is inside the repository, where a user's cdktf.out is too: paths of build contexts are as they are there.
 */
export class Workspace {
  /** Where stacks are synthesized to. */
  public readonly output: string;

  /** The real cdktf on these stacks. */
  public readonly cdktf: Cdktf;

  private readonly folder: string;
  private readonly programs = new Programs();
  private readonly variables: Readonly<Record<string, string | undefined>>;

  constructor(mirror: ProviderMirror) {
    const root = repositoryRoot();
    const parent = join(root, '.cache', 'slipway');
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(join(parent, 'provider-'));
    const run = runFolder(this.folder);
    mkdirSync(run.output);
    writeFileSync(run.configuration, cliConfiguration(mirror));
    this.output = run.output;
    this.variables = variablesFor(this.folder, run.configuration);
    this.cdktf = new Cdktf({ programs: this.programs, root, run, variables: this.variables });
  }

  /** Runs Terraform in the folder of a stack. */
  public terraform(stack: string, ...parameters: readonly string[]): Promise<Finished> {
    const folder = join(this.output, 'stacks', stack);
    return this.programs.run('terraform', parameters, {
      folder,
      variables: this.variables,
      limitSeconds: 600,
    });
  }

  /** Ends what still runs and removes the folder, states included. */
  public async close(): Promise<void> {
    await this.programs.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Nothing that the user has set for Terraform or Slipway leads a test elsewhere; Docker's own variables stay. */
function variablesFor(folder: string, configuration: string): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TF|CDKTF|SLIPWAY)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    CI: '1',
    NO_COLOR: '1',
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    CDKTF_HOME: join(folder, 'cdktf-home'),
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: '1',
  };
}
