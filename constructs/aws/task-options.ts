import { known } from '../core/known';
import type { Secret } from '../core/secret';
import { problemsOf, type Rule, shown } from '../core/validation';

/** What a task on Fargate has beyond its size. */
export interface TaskOptions {
  /**
   * GiB of disk of a task, for its image and its writable paths, 21 to 200. What is above 20 is paid by the GB and hour.
   *
   * @default - 20, which Fargate includes
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
   */
  readonly ephemeralStorageGiB?: number;

  /**
   * Files and sockets that the process may have open at once, 1024 to 1048576. Each connection of a client is one.
   *
   * @default - 65535, which is what Fargate sets
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
   */
  readonly openFiles?: number;

  /**
   * Login of the private registry that the image of `Image.fromRegistry` is pulled from. The secret holds JSON with
   * `username` and `password`.
   *
   * @default - the image is pulled without a login; for ECR the execution role is enough
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
   */
  readonly repositoryCredentials?: Secret;
}

/** The options alone, of props that have more. */
export function taskOptionsOf(props: TaskOptions): TaskOptions {
  const { ephemeralStorageGiB, openFiles, repositoryCredentials } = props;
  return { ephemeralStorageGiB, openFiles, repositoryCredentials };
}

/** Every problem of the options. */
export function taskOptionsProblems(options: TaskOptions): string[] {
  return problemsOf(options, rules);
}

const rules: readonly Rule<TaskOptions>[] = [
  range('ephemeralStorageGiB', [21, 200], 'Fargate includes 20 and gives 200 at the most'),
  range('openFiles', [1024, 1048576], 'a server needs one for each connection'),
];

function range(
  prop: 'ephemeralStorageGiB' | 'openFiles',
  [min, max]: readonly [number, number],
  remedy: string,
): Rule<TaskOptions> {
  return {
    broken: ({ [prop]: value }) =>
      known(value) && (!Number.isInteger(value) || value < min || value > max),
    message: ({ [prop]: value }) =>
      `'${prop}' must be a whole number from ${min} to ${max}, got ${shown(value)}; ${remedy}`,
  };
}
