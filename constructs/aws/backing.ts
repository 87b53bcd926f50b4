import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { known } from '../core/known';
import type { Secret } from '../core/secret';
import type { FargateService } from './fargate-service';
import type { Rollout } from './rollout';
import type { Scaling } from './scaling';
import type { CalledGroup } from './service-security-group';
import type { TaskMount } from './task-mount';
import type { Grant } from './task-roles';

/** What a service of this platform may be connected to beside other services: Files, Cache, Bucket. */
export interface IBacking<Peer> {
  /** Name of the backing. */
  readonly name: string;

  /** What its callers learn of it. */
  readonly peer: Peer;

  /**
   * Gives one service what it needs to use the backing, with `use` of the service. `connectTo` of the service calls this.
   *
   * @param told variables that the connection adds to the caller
   * @throws ValidationError when the service cannot use it
   */
  attachTo(caller: FargateService, told: Readonly<Record<string, string>>): void;
}

/** Everything that a service needs to use one backing. */
export interface BackingUse {
  /**
   * Port that the service may call, at both ends.
   *
   * @default - no way is opened
   */
  readonly port?: { readonly group: CalledGroup; readonly number: number };

  /**
   * File system that the container sees in a directory.
   *
   * @default - nothing is mounted
   */
  readonly mount?: TaskMount;

  /**
   * What the application may do.
   *
   * @default - nothing is granted
   */
  readonly grants?: readonly Grant[];

  /**
   * Variables whose values come from the cluster's secret store when the container starts.
   *
   * @default - no secrets
   */
  readonly secrets?: Readonly<Record<string, Secret>>;

  /**
   * Variables that hold where the workload and its connections do not set them.
   *
   * @default - no variables
   */
  readonly defaults?: Readonly<Record<string, string>>;

  /**
   * What must exist before a task starts.
   *
   * @default - nothing but the rules of the port
   */
  readonly waitsFor?: readonly ITerraformDependable[];

  /**
   * Keeps the service at one task at any time, deployments included.
   *
   * @default false
   */
  readonly singleWriter?: boolean;

  /**
   * A text that changes when the tasks must be started anew, because they read the backing only once.
   *
   * @default - a change of the backing starts no task
   */
  readonly revision?: string;
}

/** A backing as `FargateService.use` knows it. */
export type UsedBacking = Pick<IBacking<unknown>, 'name'> & IConstruct;

/** What is wrong with connecting a service to a backing twice, or nothing. */
export function repeatedUseProblems(used: ReadonlySet<string>, name: string): string[] {
  if (!used.has(name)) return [];
  return [`'connectTo' was called twice for '${name}'; keep one call with all variables`];
}

/** Why a service may run more than once although a backing has a single writer, or nothing. */
export function runOnceProblems(
  service: string,
  { scaling, rollout }: { readonly scaling: Scaling; readonly rollout: Rollout },
  backing: string,
): string[] {
  return [
    ...scalingTwiceProblems(service, scaling, backing),
    ...(rollout.deployment.shiftsTraffic
      ? [
          `'deployment' of '${service}' must be Deployment.rolling(), since '${backing}' has a single writer, got ${rollout.deployment.choice.kind}, which runs two versions side by side; change it, or set 'singleWriter' of '${backing}' to false if both may write`,
        ]
      : []),
    ...(rollout.capacity.spotWeight === undefined
      ? []
      : [
          `'capacity' of '${service}' must be Capacity.onDemand(), since '${backing}' has a single writer, got Spot, where the next task may start while the one that AWS takes back still ends; change it, or set 'singleWriter' of '${backing}' to false if both may write`,
        ]),
  ];
}

function scalingTwiceProblems(service: string, scaling: Scaling, backing: string): string[] {
  const { minTasks, maxTasks, targetPercent } = scaling;
  const once = targetPercent === undefined && (!known(maxTasks) || maxTasks === 1);
  if (once) return [];
  const got =
    targetPercent === undefined
      ? `Scaling.fixed(${maxTasks})`
      : `Scaling.cpu() from ${minTasks} to ${maxTasks} tasks`;
  return [
    `'scaling' of '${service}' must be Scaling.fixed(1), since '${backing}' has a single writer, got ${got}; change it, or set 'singleWriter' of '${backing}' to false if all tasks may write`,
  ];
}
