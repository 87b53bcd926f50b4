import { not, requires, type ReviewRule } from '../rule';

/** Nobody opens a shell in a running task. */
export const ecsExec: ReviewRule = {
  id: 'ecs-exec',
  title: 'nobody opens a shell in a running task',
  rationale:
    'What is typed in a shell is in no change of the code, and its helper needs a writable root.',
  remedy: "set 'enable_execute_command' to false, or waive it for as long as a fault is looked for",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
  types: ['aws_ecs_service'],
  check: ({ block }, evidence) =>
    requires(
      not(evidence.isTrue(block.enable_execute_command)),
      "'enable_execute_command' is true",
    ),
};
