import { eachContainer } from '../evidence/container-definition';
import { isPinned } from '../evidence/image-name';
import { requires, type ReviewRule } from '../rule';

/** A task names its image by digest. */
export const ecsImagePinned: ReviewRule = {
  id: 'ecs-image-pinned',
  title: 'a task names its image by digest',
  rationale:
    'A tag may mean another image tomorrow, and a task that is started again then runs it untested.',
  remedy:
    "write the image as 'name@sha256:…'; a data source of the registry knows the digest of a tag",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_image',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ image }) =>
      requires(isPinned(evidence.model, image), "'image' names no digest"),
    ),
};
