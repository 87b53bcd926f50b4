import { requires, type ReviewRule } from '../rule';

/** A service runs on the newest platform of Fargate. */
export const ecsPlatformVersion: ReviewRule = {
  id: 'ecs-platform-version',
  title: 'a service runs on the newest platform of Fargate',
  rationale:
    'Old platforms lack fixes and features, and AWS retires them on a day of its own choice.',
  remedy: "set 'platform_version' to 'LATEST'",
  severity: 'low',
  controls: ['ECS.10', 'CKV_AWS_332'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-10',
  types: ['aws_ecs_service'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(
        block.platform_version,
        (text) => ['LATEST', '1.4.0'].includes(text),
        'LATEST',
      ),
      "'platform_version' is an old one",
    ),
};
