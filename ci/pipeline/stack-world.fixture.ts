import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { installEmulator, startEmulator } from '../emulated/moto';
import { overrideVersion, pinnedVersion } from '../emulated/override';
import { credentials, type RunFolder, runFolder, variablesFor } from '../emulated/settings';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { Programs, type Running } from '../terraform/programs';

/** Region of everything in a world. */
export const region = 'us-east-1';

/** One stack of a test, an emulated AWS for it with a bucket for its state, and the programs of the pipeline. */
export class StackWorld {
  /** Where programs find AWS: a test may put somebody in between. */
  public endpoint = '';

  private emulator = '';
  private readonly programs = new Programs();
  private readonly run: RunFolder;

  constructor(private readonly stack: string) {
    this.run = runFolder(mkdtempSync(join(tmpdir(), `slipway-${stack}-`)));
  }

  /** Starts the emulator, and makes the bucket. */
  public async begin(bucket: string): Promise<void> {
    const root = repositoryRoot();
    const { folder } = this.run;
    const interpreter = await installEmulator(this.programs, root);
    const { endpoint } = await startEmulator(this.programs, { root, interpreter, folder });
    this.emulator = endpoint;
    this.endpoint = endpoint;
    await this.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  }

  public get s3(): S3Client {
    return new S3Client({ ...this.client, forcePathStyle: true });
  }

  /** What a client of the test's own needs, whose calls are none of the programs'. */
  public get client() {
    return { endpoint: this.emulator, region, credentials };
  }

  /** Folder of the synthesized stacks. */
  public get output(): string {
    return this.run.output;
  }

  /** Synthesizes the stack for the provider that this machine can install; answers with its version. */
  public synthesize(build: (scope: TerraformStack) => void): string {
    const app = new App({ outdir: this.output });
    const scope = new TerraformStack(app, this.stack);
    new AwsProvider(scope, 'Aws', { region });
    build(scope);
    app.synth();
    const pinned = pinnedVersion(this.output);
    const mirror = findMirror(searchOfThisMachine(homedir()), 'hashicorp/aws', pinned);
    writeFileSync(this.run.configuration, cliConfiguration(mirror));
    const version = installableVersion(mirror, 'hashicorp/aws', pinned);
    overrideVersion(this.output, version);
    return version;
  }

  /** Starts a program of the pipeline, on the stacks as they are. */
  public program(file: string, ...parameters: readonly string[]): Running {
    const args = ['ci/run.mjs', file, ...parameters, '--skip-synth'];
    return this.start(process.execPath, args, repositoryRoot());
  }

  /** Terraform in the folder of the stack. */
  public terraform(...parameters: readonly string[]): Running {
    const folder = join(this.output, 'stacks', this.stack);
    return this.start('terraform', [...parameters, '-input=false'], folder);
  }

  /** Ends everything, and leaves nothing. */
  public async close(): Promise<void> {
    await this.programs.close();
    rmSync(this.run.folder, { recursive: true, force: true });
  }

  private start(program: string, parameters: readonly string[], folder: string): Running {
    const variables = {
      ...variablesFor(this.run, this.endpoint, process.env),
      CDKTF_OUTDIR: this.output,
      // the page of a job that runs this test is no place for what the test plans
      GITHUB_STEP_SUMMARY: undefined,
    };
    return this.programs.start(program, parameters, { folder, variables, limitSeconds: 240 });
  }
}
