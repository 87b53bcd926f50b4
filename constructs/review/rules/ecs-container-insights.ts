import { requires, type ReviewRule } from '../rule';

/** A cluster measures its containers. */
export const ecsContainerInsights: ReviewRule = {
  id: 'ecs-container-insights',
  title: 'a cluster measures its containers',
  rationale: 'Without Container Insights there is no metric of a single task.',
  remedy: "write the setting 'containerInsights' with 'enabled' or 'enhanced'",
  severity: 'low',
  controls: ['ECS.12', 'CKV_AWS_65'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-12',
  types: ['aws_ecs_cluster'],
  check: ({ block }, evidence) => {
    const settings = evidence.blocks(block.setting);
    const setting = settings?.find(({ name }) => evidence.model.text(name) === 'containerInsights');
    return requires(
      settings &&
        evidence.isText(setting?.value, (text) => text === 'enabled' || text === 'enhanced'),
      "'containerInsights' is not enabled",
    );
  },
};
