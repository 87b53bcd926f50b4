import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { S3Backend, type TerraformStack } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExistingRegistry } from '../../constructs/aws/existing-registry';
import { Image } from '../../constructs/core/image';
import { pushEmptyImage } from '../emulated/image';
import { placeholderDigest } from './absent-images';
import { region, StackWorld } from './stack-world.fixture';

const bucket = 'kept-states';
const stack = 'demo';
const images = {
  goapp: Image.fromFolder('services/goapp'),
  uptime: Image.fromFolder('services/uptime'),
};
const world = new StackWorld(stack);
let digest: string;

/** Looks up two images as the stacks do, and uses each for one resource. */
function build(scope: TerraformStack): void {
  new S3Backend(scope, { bucket, key: `${stack}.tfstate`, region, usePathStyle: true });
  const registry = new ExistingRegistry(scope, 'Registry', { prefix: 'slipway' });
  for (const [name, image] of Object.entries(images)) {
    const { reference: value } = registry.imageOf(name, image);
    new SsmParameter(scope, name, { name: `/${name}`, type: 'String', value });
  }
}

const plan = (...parameters: readonly string[]) =>
  world.program('ci/pipeline/plan.ts', ...parameters).finished;
const read = (...path: readonly string[]) => readFileSync(join(world.output, ...path), 'utf8');

describe('a plan of a revision whose image nobody has pushed', () => {
  let synthesized: string;

  beforeAll(async () => {
    await world.begin(bucket);
    const ecr = new ECRClient(world.client);
    for (const name of Object.keys(images)) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName: `slipway/${name}` }));
    }
    digest = await pushEmptyImage(ecr, 'slipway/uptime', images.uptime.tag ?? '');
    world.synthesize(build);
    synthesized = read('stacks', stack, 'cdk.tf.json');
  });

  afterAll(() => world.close());

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
    const { code, output } = await world.program('ci/pipeline/deploy.ts', stack).finished;

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
