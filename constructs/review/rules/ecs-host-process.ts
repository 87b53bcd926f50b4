import { requires, type ReviewRule } from '../rule';

/** A task shares no processes and no memory with its machine. */
export const ecsHostProcess: ReviewRule = {
  id: 'ecs-host-process',
  title: 'a task shares no processes and no memory with its machine',
  rationale:
    'A container that sees the processes of the machine can read their memory and end them.',
  remedy: "leave 'pid_mode' and 'ipc_mode' out, or write 'task'",
  severity: 'high',
  controls: ['ECS.3', 'CKV_AWS_335'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-3',
  types: ['aws_ecs_task_definition'],
  check: ({ block }, evidence) =>
    ['pid_mode', 'ipc_mode'].flatMap((name) =>
      requires(
        evidence.isText(block[name], (mode) => mode !== 'host'),
        `'${name}' is 'host'`,
      ),
    ),
};
