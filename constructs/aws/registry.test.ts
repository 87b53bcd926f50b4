import { TerraformOutput, type TerraformStack } from 'cdktf';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Image } from '../core/image';
import { synth } from '../core/synth';
import {
  type ExistingRegistryProps,
  type IRegistry,
  Registry,
  type RegistryProps,
} from './registry';

const required: RegistryProps = { prefix: 'slipway', names: ['webapp', 'goapp'] };

function registryWith(props: Partial<RegistryProps> = {}) {
  return synth((stack) => {
    new Registry(stack, 'Registry', { ...required, ...props });
  });
}

interface LifecycleRule {
  readonly rulePriority: number;
  readonly selection: Record<string, unknown>;
}

describe('Registry', () => {
  describe('with only what is required', () => {
    const stack = registryWith();

    it('creates one repository with a lifecycle per name, and no policy', () => {
      expect(stack.counts()).toEqual({ aws_ecr_lifecycle_policy: 2, aws_ecr_repository: 2 });
    });

    it('never moves a tag, scans, encrypts and keeps what is in it', () => {
      expect(stack.where('aws_ecr_repository', 'name', 'slipway/goapp')).toMatchObject({
        image_tag_mutability: 'IMMUTABLE',
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: 'AES256' }],
        force_delete: false,
      });
    });

    it('keeps what is tagged so, ends untagged images, and keeps the newest 30 by content', () => {
      const [policy] = stack.all('aws_ecr_lifecycle_policy');

      const { rules } = JSON.parse(policy!.policy as string) as { rules: LifecycleRule[] };

      expect(rules.map(({ rulePriority, selection }) => [rulePriority, selection])).toEqual([
        [
          1,
          {
            tagStatus: 'tagged',
            tagPrefixList: ['keep-'],
            countType: 'imageCountMoreThan',
            countNumber: 10000,
          },
        ],
        [
          2,
          {
            tagStatus: 'untagged',
            countType: 'sinceImagePushed',
            countUnit: 'days',
            countNumber: 7,
          },
        ],
        [
          3,
          {
            tagStatus: 'tagged',
            tagPrefixList: ['content-'],
            countType: 'imageCountMoreThan',
            countNumber: 30,
          },
        ],
      ]);
    });
  });

  it('keeps another number of images where asked', () => {
    const [policy] = registryWith({ keepImages: 5 }).all('aws_ecr_lifecycle_policy');

    expect(policy!.policy).toContain('"countNumber":5}');
  });

  it('encrypts with a key of its own where it gets one', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234';

    expect(registryWith({ kmsKeyArn }).all('aws_ecr_repository')[0]).toMatchObject({
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: kmsKeyArn }],
    });
  });

  it('can be thrown away with its images where asked', () => {
    const repositories = registryWith({ forceDelete: true }).all('aws_ecr_repository');

    expect(repositories.map((repository) => repository.force_delete)).toEqual([true, true]);
  });

  it('tells the URL and ARN of every repository by its name', () => {
    let registry!: Registry;
    synth((stack) => (registry = new Registry(stack, 'Registry', required)));

    for (const outputs of [registry.repositoryUrls, registry.repositoryArns, registry.resources]) {
      expect(Object.keys(outputs)).toEqual(['goapp', 'webapp']);
    }
  });

  it('does not depend on the order of names', () => {
    expect(registryWith({ names: ['goapp', 'webapp'] }).json).toEqual(registryWith().json);
  });

  it('tells every problem at once', () => {
    const build = () => registryWith({ prefix: 'Slipway', names: ['a', 'a'], keepImages: 1 });

    expect(build).toThrow(/'keepImages' must(.|\n)*'prefix' must(.|\n)*'names' has 'a' twice/);
  });

  it.each<[Partial<RegistryProps>, RegExp]>([
    [{ prefix: 'Slipway' }, /'prefix' must start with a letter .* got 'Slipway'/],
    [{ names: [] }, /'names' is empty; name one repository for each image/],
    [{ names: ['go_app'] }, /'names' must start with a letter .* got 'go_app'/],
    [{ names: ['a', 'a'] }, /'names' has 'a' twice/],
    [{ names: ['a1', 'a-1'] }, /'names' has 'a-1' twice, or another name that differs only in/],
    [{ keepImages: 1 }, /'keepImages' must be a whole number from 2 .* to 1000, got 1/],
    [{ keepImages: 1001 }, /'keepImages' must be .* got 1001/],
    [{ kmsKeyArn: 'alias/images' }, /'kmsKeyArn' must be the ARN of a key, .* got 'alias\/images'/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => registryWith(props)).toThrow(message);
  });
});

describe('Registry.fromPrefix', () => {
  const home = process.cwd();
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'registry-'));
    writeFileSync(join(folder, 'cdktf.json'), '{}');
    for (const [name, dockerfile] of [
      ['goapp', 'FROM scratch\n'],
      ['webapp', 'FROM scratch\nLABEL name=webapp\n'],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'Dockerfile'), dockerfile);
    }
    process.chdir(folder);
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  function consumer(
    use: (registry: IRegistry, stack: TerraformStack) => void,
    props: Partial<ExistingRegistryProps> = {},
  ) {
    return synth((stack) => {
      use(Registry.fromPrefix(stack, 'Registry', { prefix: 'slipway', ...props }), stack);
    });
  }

  it('turns a tag into a digest while Terraform plans', () => {
    const image = Image.fromFolder('goapp');

    const stack = consumer((registry, scope) => {
      const { reference, repositoryArn, precondition } = registry.imageOf('goapp', image);
      new TerraformOutput(scope, 'reference', { value: reference });
      new TerraformOutput(scope, 'arn', { value: repositoryArn });
      expect(precondition).toBeUndefined();
    });

    expect(stack.json.resource).toBeUndefined();
    expect(stack.data('aws_ecr_image')).toEqual([
      expect.objectContaining({
        image_tag: image.tag,
        repository_name: expect.stringMatching(/^\$\{data\.aws_ecr_repository\./) as string,
      }),
    ]);
    expect(stack.data('aws_ecr_repository')).toEqual([
      expect.objectContaining({ name: 'slipway/goapp' }),
    ]);
    expect(stack.outputs()).toMatchObject({
      reference: {
        value: expect.stringMatching(
          /^\$\{data\.aws_ecr_repository\.\w+\.repository_url\}@\$\{data\.aws_ecr_image\.\w+\.image_digest\}$/,
        ) as string,
      },
      arn: { value: expect.stringMatching(/^\$\{data\.aws_ecr_repository\.\w+\.arn\}$/) as string },
    });
  });

  it('says in the address of what Terraform reads which build to run', () => {
    const stack = consumer((registry) => {
      registry.imageOf('goapp', Image.fromFolder('goapp'));
    });

    expect(Object.keys(stack.json.data?.aws_ecr_image ?? {})).toEqual([
      expect.stringMatching(/Goapp_IfMissingRunNpmRunBuildImagesPush/),
    ]);
  });

  describe("with lookup 'list'", () => {
    it('fails a plan with a sentence and never reads what may be missing', () => {
      const image = Image.fromFolder('goapp');

      let errorMessage: string | undefined;

      const stack = consumer(
        (registry, scope) => {
          const { reference, precondition } = registry.imageOf('goapp', image);
          new TerraformOutput(scope, 'reference', { value: reference });
          new TerraformOutput(scope, 'condition', { value: precondition?.condition });
          errorMessage = precondition?.errorMessage;
        },
        { lookup: 'list' },
      );

      const [address] = Object.keys(stack.json.data?.aws_ecr_images ?? {});
      const digests = `[for image in data.aws_ecr_images.${address}.image_ids : image.image_digest if image.image_tag == "${image.tag}"]`;
      const { reference, condition } = stack.outputs();
      expect(stack.data('aws_ecr_image')).toEqual([]);
      expect((reference?.value as string).replace(/^[^@]+@/, '')).toBe(
        `\${try(${digests}[0], "missing")}`,
      );
      expect(condition?.value).toBe(`\${length(${digests}) > 0}`);
      expect(errorMessage).toBe(
        `the image slipway/goapp:${image.tag} is not in the registry; run 'npm run build:images -- --push' and plan again`,
      );
    });
  });

  it('reads an image once, however often it is asked for', () => {
    const stack = consumer((registry) => {
      const first = registry.imageOf('goapp', Image.fromFolder('goapp'));
      const second = registry.imageOf('goapp', Image.fromFolder('goapp'));
      expect(second).toEqual(first);
    });

    expect(stack.data('aws_ecr_image')).toHaveLength(1);
  });

  it('fails when one name is to stand for two images', () => {
    expect(() =>
      consumer((registry) => {
        registry.imageOf('goapp', Image.fromFolder('goapp'));
        registry.imageOf('goapp', Image.fromFolder('webapp'));
      }),
    ).toThrow(/'name' stands for one image, got 'goapp' for content-\w+ and for content-\w+;/);
  });

  it('fails when the image is not made from a folder', () => {
    const image = Image.fromRegistry(`registry.example.org/api@sha256:${'0'.repeat(64)}`);

    expect(() => consumer((registry) => registry.imageOf('api', image))).toThrow(
      /'image' must come from a folder, got 'registry.example.org\/api@sha256:0+'/,
    );
  });

  it('fails when a name or the prefix cannot be one', () => {
    expect(() => consumer((registry) => registry.imageOf('Go', Image.fromFolder('goapp')))).toThrow(
      /'name' must start with a letter .* got 'Go'/,
    );
    expect(() => consumer(() => undefined, { prefix: '' })).toThrow(/'prefix' must start with/);
  });
});
