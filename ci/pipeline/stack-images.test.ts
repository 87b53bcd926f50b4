import { digestsOf, imagesIn } from './stack-images';

const digest = `sha256:${'0'.repeat(64)}`;
const image =
  '${data.aws_ecr_repository.Goapp.repository_url}@${data.aws_ecr_image.Goapp.image_digest}';

const task = (...images: string[]) => ({
  resource: {
    aws_ecs_task_definition: {
      task: { container_definitions: JSON.stringify(images.map((one) => ({ image: one }))) },
    },
  },
});

const lookup = (address: string, attribute: string): Promise<string> =>
  Promise.resolve(
    { repository_url: 'registry.example.org/slipway/goapp', image_digest: digest }[attribute] ??
      `no ${attribute} of ${address}`,
  );

describe('the images of a stack', () => {
  it('are those of task definitions and of services on Cloud Run, each once', () => {
    const run = {
      google_cloud_run_v2_service: { one: { template: { containers: [{ image: 'b' }] } } },
    };
    const { resource } = task('a', 'a');

    expect(imagesIn({ resource: { ...resource, ...run } })).toEqual(['a', 'b']);
  });

  it('are resolved by what the registry answers', async () => {
    expect(await digestsOf(task(image), lookup)).toEqual([
      { host: 'registry.example.org', repository: 'slipway/goapp', digest },
    ]);
  });

  it.each(['registry.example.org/goapp:latest', '${var.image}'])(
    'fail when one is %s, which is no digest',
    async (one) => {
      await expect(digestsOf(task(image, one), lookup)).rejects.toThrow('names no digest');
    },
  );
});
