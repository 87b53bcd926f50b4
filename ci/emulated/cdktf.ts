import { join } from 'node:path';
import type { Finished, ProgramOptions, Programs, Running } from '../terraform/programs';
import type { RunFolder } from './settings';

/** What a deployment needs to run at all. */
export interface CdktfContext {
  readonly programs: Programs;
  readonly root: string;
  readonly run: RunFolder;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The real cdktf and Terraform on the stacks of one run. */
export class Cdktf {
  constructor(private readonly context: CdktfContext) {}

  /** `cdktf synth`, of the stacks or of another program. */
  public synth(app?: string): Promise<Finished> {
    return app === undefined ? this.cdktf('synth') : this.cdktf('synth', '--app', app);
  }

  /** `cdktf deploy`, which plans and applies without asking. */
  public deploy(stack: string): Promise<Finished> {
    return this.cdktf('deploy', stack, '--auto-approve', '--skip-synth', '--skip-provider-lock');
  }

  /** `cdktf destroy` without asking. */
  public destroy(stack: string): Promise<Finished> {
    return this.cdktf('destroy', stack, '--auto-approve', '--skip-synth', '--skip-provider-lock');
  }

  /** `terraform plan`: exit code 0 where nothing would change, 2 where something would. */
  public plan(stack: string): Promise<Finished> {
    const parameters = ['plan', '-detailed-exitcode', '-input=false', '-no-color'];
    return this.context.programs.run('terraform', parameters, this.inStack(stack));
  }

  /** `terraform destroy` that waits for its confirmation, and holds the lock of the state as long. */
  public beginDestroy(stack: string): Running {
    return this.context.programs.start('terraform', ['destroy', '-no-color'], this.inStack(stack));
  }

  /** `cdktf deploy` that goes on while the story does something else. */
  public beginDeploy(stack: string): Running {
    return this.start('deploy', stack, '--auto-approve', '--skip-synth', '--skip-provider-lock');
  }

  /** Any other command of Terraform, in the folder of a stack. */
  public terraform(stack: string, ...parameters: string[]): Promise<Finished> {
    return this.beginTerraform(stack, ...parameters).finished;
  }

  /** The same, that goes on while the story does something else. */
  public beginTerraform(stack: string, ...parameters: string[]): Running {
    return this.context.programs.start('terraform', parameters, this.inStack(stack));
  }

  private cdktf(command: string, ...parameters: string[]): Promise<Finished> {
    return this.start(command, ...parameters).finished;
  }

  private start(command: string, ...parameters: string[]): Running {
    const { programs, root, run } = this.context;
    const program = join(root, 'node_modules/.bin/cdktf');
    return programs.start(program, [command, ...parameters, '--output', run.output], this.in(root));
  }

  private inStack(stack: string): ProgramOptions {
    return this.in(join(this.context.run.output, 'stacks', stack));
  }

  private in(folder: string): ProgramOptions {
    return { folder, variables: this.context.variables, limitSeconds: 600 };
  }
}
