import type { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import type { Construct } from 'constructs';
import { addedVariableProblems } from '../core/connection';
import { throwProblems } from '../core/validation';
import { type BackingUse, repeatedUseProblems, runOnceProblems, type UsedBacking } from './backing';
import type { ICluster } from './cluster';
import { secretProblems } from './fargate-service-rules';
import type { FargateTask } from './fargate-task';
import type { Rollout } from './rollout';
import type { Scaling } from './scaling';
import { runOnce, startAnewOn } from './service-config';
import type { ServiceSecurityGroup } from './service-security-group';
import { mountProblems } from './task-mount';

/** What a service is made of, as far as a backing changes it. */
export interface BackedService {
  /** Discovery name of the service. */
  readonly name: string;

  /** Cluster that the service runs in. */
  readonly cluster: ICluster;

  /** How many tasks run. */
  readonly scaling: Scaling;

  /** How the service gets from one version to the next. */
  readonly rollout: Rollout;

  /** What the service runs copies of. */
  readonly task: FargateTask;

  /** Security group of the tasks. */
  readonly securityGroup: ServiceSecurityGroup;

  /** The raw service. */
  readonly resource: EcsService;
}

/** The backings that one service uses. */
export class ServiceBackings {
  private readonly used = new Set<string>();
  private readonly revisions: Record<string, string> = {};

  constructor(private readonly service: BackedService) {}

  /**
   * Gives the service what the use of one more backing takes.
   *
   * @throws ValidationError when the service cannot use it so
   */
  public add(scope: Construct, backing: UsedBacking, use: BackingUse): void {
    const { task, securityGroup, resource } = this.service;
    throwProblems(scope, this.problems(backing.name, use));
    this.used.add(backing.name);

    task.use(use);
    if (use.port) securityGroup.allowTo(use.port.group, use.port.number, backing.node.id);
    if (use.singleWriter) runOnce(resource);
    if (use.revision === undefined) return;
    this.revisions[backing.name] = use.revision;
    startAnewOn(resource, this.revisions);
  }

  private problems(backing: string, use: BackingUse): string[] {
    const { name, cluster, task } = this.service;
    const { secrets = {}, mount } = use;
    return [
      ...repeatedUseProblems(this.used, backing),
      ...(use.singleWriter ? runOnceProblems(name, this.service, backing) : []),
      ...(mount ? mountProblems(task.mountPaths, mount.path) : []),
      ...addedVariableProblems(name, task.variableNames, secrets, backing),
      ...secretProblems(`backing '${backing}'`, cluster, Object.keys(secrets)),
    ];
  }
}
