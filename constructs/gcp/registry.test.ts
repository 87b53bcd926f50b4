import { TerraformOutput, type TerraformStack } from 'cdktf';
import { Image } from '../core/image';
import { synth } from '../core/synth';
import { imageNamed } from './region.fixture';
import { Registry, type RegistryProps } from './registry';

const required: RegistryProps = {
  prefix: 'slipway',
  projectId: 'my-project',
  location: 'europe-west1',
};

function registryWith(props: Partial<RegistryProps> = {}) {
  return synth((scope) => {
    new Registry(scope, 'Registry', { ...required, ...props });
  });
}

describe('Registry', () => {
  const repository = registryWith().one('google_artifact_registry_repository');

  it('is one Docker repository whose tags cannot be moved, and whose images are scanned', () => {
    expect(repository).toMatchObject({
      repository_id: 'slipway',
      project: 'my-project',
      location: 'europe-west1',
      format: 'DOCKER',
      mode: 'STANDARD_REPOSITORY',
      docker_config: { immutable_tags: true },
      vulnerability_scanning_config: { enablement_config: 'INHERITED' },
      cleanup_policy_dry_run: false,
    });
  });

  it('deletes what is old, and keeps the newest and what is tagged for it', () => {
    expect(repository.cleanup_policies).toEqual([
      {
        id: 'delete-tagged',
        action: 'DELETE',
        condition: { tag_state: 'TAGGED', tag_prefixes: ['content-'], older_than: '2592000s' },
      },
      {
        id: 'delete-untagged',
        action: 'DELETE',
        condition: { tag_state: 'UNTAGGED', older_than: '604800s' },
      },
      { id: 'keep-newest', action: 'KEEP', most_recent_versions: { keep_count: 30 } },
      {
        id: 'keep-tagged',
        action: 'KEEP',
        condition: { tag_state: 'TAGGED', tag_prefixes: ['keep-'] },
      },
    ]);
  });

  it('says where to push', () => {
    synth((scope) => {
      const { registryUrl } = new Registry(scope, 'Registry', required);

      expect(registryUrl).toBe('europe-west1-docker.pkg.dev/my-project/slipway');
    });
  });

  it('cannot be destroyed unless told otherwise', () => {
    const lifecycleOf = (props: Partial<RegistryProps>) =>
      registryWith(props).one('google_artifact_registry_repository').lifecycle;

    expect(lifecycleOf({})).toEqual({ prevent_destroy: true });
    expect(lifecycleOf({ forceDelete: true })).toEqual({ prevent_destroy: false });
  });

  it('keeps another number and scans nothing where told so', () => {
    const block = registryWith({ keepImages: 5, scanning: false }).one(
      'google_artifact_registry_repository',
    );

    expect(block.vulnerability_scanning_config).toEqual({ enablement_config: 'DISABLED' });
    expect(block.cleanup_policies).toContainEqual({
      id: 'keep-newest',
      action: 'KEEP',
      most_recent_versions: { keep_count: 5 },
    });
  });

  it.each<[string, Partial<RegistryProps>, RegExp]>([
    ['one image', { keepImages: 1 }, /'keepImages' must be .* got 1; choose one in between/],
    ['half an image', { keepImages: 2.5 }, /'keepImages' must be .* got 2.5/],
    ['a prefix that is none', { prefix: 'Slip/way' }, /'prefix' must start with a letter/],
    ['a project that is none', { projectId: 'x' }, /'projectId' must be/],
    ['a region that is none', { location: 'europe' }, /'location' must be a region/],
  ])('fails when it has %s', (_, props, message) => {
    expect(() => registryWith(props)).toThrow(message);
  });
});

describe('Registry.fromPrefix', () => {
  const goapp = Image.fromFolder('services/goapp');
  const uptime = Image.fromFolder('services/uptime');
  const existing = (scope: TerraformStack) => Registry.fromPrefix(scope, 'Registry', required);

  it('reads the digest of the one tag, from an address that names the build to run', () => {
    const stack = synth((scope) => {
      const registry = existing(scope);
      const { reference } = registry.imageOf('goapp', goapp);

      expect(registry.imageOf('goapp', goapp).reference).toBe(reference);
      new TerraformOutput(scope, 'reference', { value: reference });
    });

    expect(stack.outputs().reference?.value).toMatch(
      /^\$\{data\.google_artifact_registry_docker_image\.Registry_Goapp_IfMissingRunNpmRunBuildImagesPush_\w+\.self_link\}$/,
    );
    expect(stack.data('google_artifact_registry_docker_image')).toEqual([
      expect.objectContaining({
        project: 'my-project',
        location: 'europe-west1',
        repository_id: 'slipway',
        image_name: `goapp:${goapp.tag!}`,
      }),
    ]);
  });

  it('fails when one name stands for two images', () => {
    expect(() =>
      synth((scope) => {
        const registry = existing(scope);
        registry.imageOf('app', goapp);
        registry.imageOf('app', uptime);
      }),
    ).toThrow(/'name' stands for one image, got 'app' for content-\w+ and for content-\w+/);
  });

  it('fails when the image comes from a registry', () => {
    expect(() => synth((scope) => existing(scope).imageOf('api', imageNamed('api')))).toThrow(
      /'image' must come from a folder, got 'europe-west1-docker.pkg.dev/,
    );
  });

  it('fails when its place is none', () => {
    expect(() =>
      synth((scope) => void Registry.fromPrefix(scope, 'R', { ...required, location: 'here' })),
    ).toThrow(/'location' must be a region, got 'here'/);
  });
});
