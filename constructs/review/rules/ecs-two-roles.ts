import { not, requires, type ReviewRule } from '../rule';

/** A task has a role of its own, beside the one that starts it. */
export const ecsTwoRoles: ReviewRule = {
  id: 'ecs-two-roles',
  title: 'a task has a role of its own, beside the one that starts it',
  rationale:
    'What starts a task may read its secrets and its image. An application with the same role may as well.',
  remedy: "make a second role for 'task_role_arn', with what the application needs",
  severity: 'high',
  controls: ['CKV_AWS_249'],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  types: ['aws_ecs_task_definition'],
  check: ({ block }, evidence) => {
    const [task, execution] = [block.task_role_arn, block.execution_role_arn];
    if (evidence.isSet(task) === false || evidence.isSet(execution) === false) return [];
    const ids = [task, execution].map(
      (raw) => evidence.target(raw)?.address ?? evidence.model.identity(raw),
    );
    const same = ids.includes(undefined) ? undefined : ids[0] === ids[1];
    return requires(not(same), "'task_role_arn' and 'execution_role_arn' are one role");
  },
};
