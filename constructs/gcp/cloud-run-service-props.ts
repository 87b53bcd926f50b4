import type { Workload } from '../core/workload';
import type { Exposure } from './exposure';
import type { Region } from './region';
import type { Scaling } from './scaling';

/** Props of CloudRunService. */
export interface CloudRunServiceProps {
  /** Region that the service runs in; it brings network, environment, registry and secrets along. */
  readonly region: Region;

  /** What runs. */
  readonly workload: Workload;

  /**
   * Discovery name. Cloud names are `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * CPUs of an instance: 1, 2, 4, 6, 8, or a part of one from 0.08, which answers one request at a time.
   *
   * @default 1
   * @see https://cloud.google.com/run/docs/configuring/services/cpu
   */
  readonly cpu?: number;

  /**
   * Memory of an instance in MiB; which values are possible depends on `cpu`. Writable paths are kept in it.
   *
   * @default 512
   */
  readonly memoryMiB?: number;

  /**
   * Requests that one instance answers at the same time, 1 to 1000. An open WebSocket is one.
   *
   * @default 80
   */
  readonly concurrency?: number;

  /**
   * How many instances run.
   *
   * @default Scaling.requests()
   */
  readonly scaling?: Scaling;

  /**
   * Who reaches the service: `internal` is what was connected to it, `public` everyone at its run.app address,
   * `load-balancer` everyone through a balancer in front.
   *
   * @default 'internal'
   */
  readonly exposure?: Exposure;

  /**
   * Seconds within which the service answers one request, 1 to 3600. A WebSocket ends then.
   *
   * @default - 60, or 3600 where the workload's protocol is websocket
   */
  readonly timeoutSeconds?: number;

  /**
   * Execution environment. `gen1` starts faster and is the only one below one CPU; `gen2` is a full Linux.
   *
   * @default 'gen2'
   */
  readonly generation?: 'gen1' | 'gen2';

  /**
   * Whether the CPU rests while no request is in progress, and costs nothing then. An open WebSocket is a request in
   * progress; work between requests needs false.
   *
   * @default true
   */
  readonly cpuIdle?: boolean;

  /**
   * Whether an instance gets more CPU while it starts.
   *
   * @default true
   */
  readonly startupBoost?: boolean;

  /**
   * Whether a browser is led to the instance that it met first. Best effort: no replacement for state outside.
   *
   * @default false
   */
  readonly sessionAffinity?: boolean;

  /**
   * MiB that each of the workload's writable paths may hold, out of `memoryMiB`.
   *
   * @default 64
   */
  readonly writableMiB?: number;

  /**
   * Labels of the service, beside `environment` and `component`.
   *
   * @default - those two alone
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Whether Terraform refuses to destroy the service. Turning it off takes an apply of its own, before the destroy.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}
