import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App, S3Backend, TerraformStack } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExistingRegistry } from '../../constructs/aws/existing-registry';
import { Image } from '../../constructs/core/image';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { pushEmptyImage } from '../emulated/image';
import { installEmulator, startEmulator } from '../emulated/moto';
import { overrideVersion, pinnedVersion } from '../emulated/override';
import { credentials, runFolder, variablesFor } from '../emulated/settings';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { Programs } from '../terraform/programs';
import { placeholderDigest } from './absent-images';

const root = repositoryRoot();
const region = 'us-east-1';
const bucket = 'kept-states';
const stack = 'demo';
const images = {
  goapp: Image.fromFolder('services/goapp'),
  uptime: Image.fromFolder('services/uptime'),
};
const programs = new Programs();
const folder = mkdtempSync(join(tmpdir(), 'slipway-plan-'));
const run = runFolder(folder);
let endpoint: string;
let digest: string;

/** A stack that looks up two images as the stacks do, and uses each for one resource. */
function synthesize(): void {
  const app = new App({ outdir: run.output });
  const scope = new TerraformStack(app, stack);
  new AwsProvider(scope, 'Aws', { region });
  new S3Backend(scope, { bucket, key: `${stack}.tfstate`, region, usePathStyle: true });
  const registry = new ExistingRegistry(scope, 'Registry', { prefix: 'slipway' });
  for (const [name, image] of Object.entries(images)) {
    const { reference: value } = registry.imageOf(name, image);
    new SsmParameter(scope, name, { name: `/${name}`, type: 'String', value });
  }
  app.synth();
  const pinned = pinnedVersion(run.output);
  const mirror = findMirror(searchOfThisMachine(homedir()), 'hashicorp/aws', pinned);
  writeFileSync(run.configuration, cliConfiguration(mirror));
  overrideVersion(run.output, installableVersion(mirror, 'hashicorp/aws', pinned));
}

function program(file: string, ...parameters: readonly string[]) {
  const variables = { ...variablesFor(run, endpoint, process.env), CDKTF_OUTDIR: run.output };
  const options = { folder: root, variables, limitSeconds: 240 };
  return programs.run('node', ['ci/run.mjs', file, ...parameters, '--skip-synth'], options);
}

const plan = (...parameters: readonly string[]) => program('ci/pipeline/plan.ts', ...parameters);
const read = (...path: readonly string[]) => readFileSync(join(run.output, ...path), 'utf8');

describe('a plan of a revision whose image nobody has pushed', () => {
  let synthesized: string;

  beforeAll(async () => {
    const interpreter = await installEmulator(programs, root);
    ({ endpoint } = await startEmulator(programs, { root, interpreter, folder }));
    const client = { endpoint, region, credentials };
    const ecr = new ECRClient(client);
    await new S3Client({ ...client, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: bucket }),
    );
    for (const name of Object.keys(images)) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName: `slipway/${name}` }));
    }
    digest = await pushEmptyImage(ecr, 'slipway/uptime', images.uptime.tag ?? '');
    synthesize();
    synthesized = read('stacks', stack, 'cdk.tf.json');
  });

  afterAll(async () => {
    await programs.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is made, with a digest of zeros for that image and its own for the other', async () => {
    const { code, output } = await plan(stack);
    const planned = read('plans', stack, 'cdk.tf.json');

    expect(output).toContain(`not in the registry yet: slipway/goapp:${images.goapp.tag}\n`);
    expect(code).toBe(2);
    expect(read('plans', `${stack}.md`)).toMatch(
      /^### demo: 2 to create\n[^]*^- `slipway\/goapp:content-\w+`$[^]*aws_ssm_parameter\.goapp/m,
    );
    expect(planned).toContain(placeholderDigest);
    expect(planned).not.toContain(digest);
    expect(read('stacks', stack, 'cdk.tf.json')).toBe(synthesized);
  });

  it('says with its exit code only that it was made, where changes are allowed', async () => {
    expect((await plan(stack, '--allow-changes')).code).toBe(0);
  });

  it('is no plan of a deployment, which refuses the missing image', async () => {
    const { code, output } = await program('ci/pipeline/deploy.ts', stack);

    expect(output).toContain(
      "an image of this revision is not in the registry; run 'npm run build:images -- --push'",
    );
    expect(code).toBe(1);
  });

  it('leaves its reason on the page where it fails', async () => {
    const { code, output } = await plan('absent', '--allow-changes');
    const reason = /there is no stack 'absent' in \S+; 'npm run synth' lists them/.exec(
      output,
    )?.[0];

    expect(code).toBe(1);
    expect(read('plans', 'absent.md')).toBe(
      `### absent: no plan\n\n\`\`\`text\n${reason}\n\`\`\`\n`,
    );
  });
});
