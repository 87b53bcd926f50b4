import {
  absentAmong,
  imageLookups,
  imageOf,
  placeholderDigest,
  withoutLookups,
} from './absent-images';

const ecr = 'data.aws_ecr_image.Goapp';
const google = 'data.google_artifact_registry_docker_image.Goapp';
const document = {
  data: {
    aws_ecr_repository: { Repository: { name: 'slipway/goapp' } },
    aws_ecr_image: {
      Goapp: {
        repository_name: '${data.aws_ecr_repository.Repository.name}',
        image_tag: 'content-1',
      },
      Uptime: { repository_name: 'slipway/uptime', image_tag: 'content-2' },
    },
    google_artifact_registry_docker_image: {
      Goapp: {
        location: 'europe-west1',
        project: 'my-project',
        repository_id: 'slipway',
        image_name: 'goapp:content-1',
      },
    },
  },
  resource: {
    aws_ecs_task_definition: {
      task: {
        container_definitions: JSON.stringify([
          {
            image: `\${data.aws_ecr_repository.Repository.repository_url}@\${${ecr}.image_digest}`,
          },
          { image: '${data.aws_ecr_image.Uptime.image_digest}' },
        ]),
      },
    },
    google_cloud_run_v2_service: {
      one: { template: { containers: [{ image: `\${${google}.self_link}` }] } },
    },
  },
};
const text = JSON.stringify(document);

describe('the images that a registry does not have', () => {
  it('are looked up in the registries of both clouds', () => {
    expect(imageLookups(document)).toEqual([ecr, 'data.aws_ecr_image.Uptime', google]);
  });

  it('are those of which the registry says so, and not those that nobody may read', () => {
    const problems = [
      { address: ecr, text: "reading ECR Images: couldn't find resource\n" },
      { address: google, text: 'Requested image was not found.' },
      { address: 'data.aws_ecr_image.Uptime', text: 'AccessDeniedException: not authorized' },
      { address: 'data.aws_ecr_repository.Repository', text: 'ImageNotFoundException' },
    ];

    expect(absentAmong(problems)).toEqual([ecr, google]);
  });

  it('are named as they are pushed', () => {
    const names = imageLookups(document).map((address) => imageOf(document, address));

    expect(names).toEqual([
      'slipway/goapp:content-1',
      'slipway/uptime:content-2',
      'slipway/goapp:content-1',
    ]);
  });

  it('are planned with a digest of zeros, the others with their own', () => {
    const planned = JSON.parse(withoutLookups(text, [ecr, google])) as typeof document;
    const { aws_ecs_task_definition: tasks, google_cloud_run_v2_service: services } =
      planned.resource;

    expect(Object.keys(planned.data.aws_ecr_image)).toEqual(['Uptime']);
    expect(planned.data).not.toHaveProperty('google_artifact_registry_docker_image');
    expect(JSON.parse(tasks.task.container_definitions)).toEqual([
      { image: `\${data.aws_ecr_repository.Repository.repository_url}@${placeholderDigest}` },
      { image: '${data.aws_ecr_image.Uptime.image_digest}' },
    ]);
    expect(services.one.template.containers).toEqual([
      { image: `europe-west1-docker.pkg.dev/my-project/slipway/goapp@${placeholderDigest}` },
    ]);
  });

  it('fail when more of them is used than the image', () => {
    const more = text.replace(`${ecr}.image_digest`, `${ecr}.image_pushed_at`);

    expect(() => withoutLookups(more, [ecr])).toThrow(/is used for more than its image/);
  });
});
