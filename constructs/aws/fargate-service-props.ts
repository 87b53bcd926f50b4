import type { Workload } from '../core/workload';
import type { ICluster } from './cluster';
import type { RolloutProps } from './rollout';
import type { Scaling } from './scaling';
import type { TaskOptions } from './task-options';

/** Props of FargateService. */
export interface FargateServiceProps extends RolloutProps, TaskOptions {
  /** Cluster that the service runs in; it brings network, environment, registry and secrets along. */
  readonly cluster: ICluster;

  /** What runs. */
  readonly workload: Workload;

  /**
   * Discovery name: others call `http://<name>:<port>`. Cloud names are `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Size of a task in vCPU: 0.25, 0.5, 1, 2, 4, 8, 16 or 32.
   *
   * @default 0.25
   */
  readonly vcpu?: number;

  /**
   * Memory of a task in MiB; which values are possible depends on `vcpu`.
   *
   * @default 512
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
   */
  readonly memoryMiB?: number;

  /**
   * How many tasks run.
   *
   * @default Scaling.cpu()
   */
  readonly scaling?: Scaling;

  /**
   * Processor that the image is built for. ARM64 costs about 20 % less.
   *
   * @default 'X86_64'
   */
  readonly architecture?: 'X86_64' | 'ARM64';

  /**
   * Seconds within which the service answers one request. Callers' proxies end a longer one, and an idle connection 5 s
   * before `workload.keepAliveSeconds`, so that a longer request needs a longer keep-alive of the server.
   *
   * @default - 60, or less where the workload's keep-alive leaves less
   */
  readonly timeoutSeconds?: number;

  /**
   * Whether other services may call this one by its name. What only a load balancer calls should not have one: the agent
   * that answers to the name would stand between balancer and container.
   *
   * @default true
   */
  readonly discoverable?: boolean;
}
