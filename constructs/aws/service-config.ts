import type {
  EcsService,
  EcsServiceConfig,
  EcsServiceNetworkConfiguration,
  EcsServiceServiceConnectConfiguration,
} from '@cdktf/provider-aws/lib/ecs-service';
import { cloudName } from '../core/naming';
import type { ResolvedWorkload } from '../core/workload';
import { Account } from './account';
import { capacityStrategy } from './capacity';
import type { ICluster } from './cluster';
import { deploymentConfig } from './deployment-config';
import type { FargateTask } from './fargate-task';
import type { Rollout } from './rollout';
import type { Scaling } from './scaling';
import { serviceConnect } from './service-connect';
import { serviceLifecycle } from './service-lifecycle';
import { taskSubnetIds } from './task-subnets';

/** What an ECS service is made of. */
export interface ServiceContext {
  /** Cluster that the service runs in. */
  readonly cluster: ICluster;

  /** Discovery name. */
  readonly name: string;

  /** What runs, with every default written out. */
  readonly workload: ResolvedWorkload;

  /** What the service runs copies of. */
  readonly task: FargateTask;

  /** How many copies run. */
  readonly scaling: Scaling;

  /** How they are deployed and looked after. */
  readonly rollout: Rollout;

  /** Security group of the tasks. */
  readonly securityGroupId: string;

  /** Whether other services may call this one by its name. */
  readonly discoverable: boolean;

  /** Seconds within which one request must be answered. */
  readonly timeoutSeconds: number;
}

/** Every setting of an ECS service, written out: a setting that is left away keeps its last value in AWS. */
export function serviceConfig(context: ServiceContext): EcsServiceConfig {
  const { cluster, name, task, scaling, rollout } = context;
  return {
    name: cloudName(cluster.environment, name),
    cluster: cluster.clusterArn,
    taskDefinition: task.resource.arn,
    desiredCount: scaling.minTasks,
    capacityProviderStrategy: capacityStrategy(rollout.capacity),
    // without it a change of the strategy replaces the service in version 5 of the provider, and is refused later on
    forceNewDeployment: true,
    platformVersion: 'LATEST',
    networkConfiguration: placeOf(context),
    ...deploymentConfig(rollout.deployment),
    enableEcsManagedTags: true,
    enableExecuteCommand: rollout.exec,
    propagateTags: 'SERVICE',
    waitForSteadyState: true,
    // where nobody calls it by name, it becomes a client with its first callee
    serviceConnectConfiguration: context.discoverable ? connectOf(context) : { enabled: false },
    lifecycle: serviceLifecycle(context),
  };
}

/** What makes a service a client of the namespace, and an endpoint of it where it is discoverable. */
export function connectOf(context: ServiceContext): EcsServiceServiceConnectConfiguration {
  const { cluster, name, task, discoverable, timeoutSeconds } = context;
  return serviceConnect(context.workload, {
    ...{ name, region: Account.of(task).region, namespaceArn: cluster.namespaceArn },
    ...{ discoverable, timeoutSeconds },
    logGroup: task.logGroupName,
  });
}

function placeOf({ cluster, securityGroupId }: ServiceContext): EcsServiceNetworkConfiguration {
  const { publicTasks = false } = cluster.network;
  return {
    subnets: taskSubnetIds(cluster.network),
    securityGroups: [securityGroupId],
    assignPublicIp: publicTasks,
  };
}

/**
 * Never two tasks, deployments included: the old one ends before the new one starts. Rebalancing of zones would start
 * the new one first, and ECS refuses it at a maximum of 100 percent.
 */
export function runOnce(service: EcsService): void {
  service.desiredCount = 1;
  service.deploymentMinimumHealthyPercent = 0;
  service.deploymentMaximumPercent = 100;
  service.availabilityZoneRebalancing = 'DISABLED';
}

/** Starts the tasks anew whenever one of these texts changes: what they read only once has changed then. */
export function startAnewOn(
  service: EcsService,
  revisions: Readonly<Record<string, string>>,
): void {
  service.triggers = Object.fromEntries(Object.entries(revisions).sort());
}
