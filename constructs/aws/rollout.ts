import { type ResolvedWorkload, resolveWorkload, type Workload } from '../core/workload';
import { Capacity, defaultShutdownSeconds } from './capacity';
import { Deployment } from './deployment';
import { execPaths } from './exec';

/** How a service is deployed and looked after: props that every service on ECS has. */
export interface RolloutProps {
  /**
   * How the service gets from one version to the next.
   *
   * @default Deployment.rolling()
   */
  readonly deployment?: Deployment;

  /**
   * What the tasks run on.
   *
   * @default Capacity.onDemand()
   */
  readonly capacity?: Capacity;

  /**
   * Who decides which revision of the task definition runs: this stack, or a pipeline that registers revisions of its own.
   * With `pipeline` the stack's own revision runs once, at the first deployment.
   *
   * @default 'stack'
   */
  readonly imageManagedBy?: 'stack' | 'pipeline';

  /**
   * Lets people run commands in the containers, with every session encrypted and logged. The root stays read-only; three
   * directories of the agent can be written.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly exec?: boolean;
}

/** The props with every default written out. */
export type Rollout = Required<RolloutProps>;

/** Writes out every default, so that deleting a prop resets it. */
export function resolveRollout(props: RolloutProps): Rollout {
  return {
    deployment: props.deployment ?? Deployment.rolling(),
    capacity: props.capacity ?? Capacity.onDemand(),
    imageManagedBy: props.imageManagedBy ?? 'stack',
    exec: props.exec ?? false,
  };
}

/** A workload with every default written out, and with what its capacity and its agents ask for. */
export function resolveTask(workload: Workload, { capacity, exec }: Rollout): ResolvedWorkload {
  const shutdownSeconds = workload.shutdownSeconds ?? defaultShutdownSeconds(capacity);
  const resolved = resolveWorkload({ ...workload, shutdownSeconds });
  if (!exec) return resolved;
  const writablePaths = [...new Set([...resolved.writablePaths, ...execPaths])].sort();
  return { ...resolved, writablePaths };
}
