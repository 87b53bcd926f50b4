import type { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { cloudName } from '../core/naming';
import type { ResolvedWorkload } from '../core/workload';
import type { Cluster } from './cluster';
import type { FargateTask } from './fargate-task';
import type { Scaling } from './scaling';
import { serviceConnect } from './service-connect';

/** What an ECS service is made of. */
export interface ServiceContext {
  /** Cluster that the service runs in. */
  readonly cluster: Cluster;

  /** Discovery name. */
  readonly name: string;

  /** What runs, with every default written out. */
  readonly workload: ResolvedWorkload;

  /** What the service runs copies of. */
  readonly task: FargateTask;

  /** How many copies run. */
  readonly scaling: Scaling;

  /** Security group of the tasks. */
  readonly securityGroupId: string;

  /** Region of the logs. */
  readonly region: string;

  /** Whether other services may call this one by its name. */
  readonly discoverable: boolean;

  /** Seconds within which one request must be answered. */
  readonly timeoutSeconds: number;
}

/** Every setting of an ECS service, written out: a setting that is left away keeps its last value in AWS. */
export function serviceConfig(context: ServiceContext): EcsServiceConfig {
  const { cluster, name, task, scaling } = context;
  return {
    name: cloudName(cluster.environment, name),
    cluster: cluster.clusterArn,
    taskDefinition: task.resource.arn,
    desiredCount: scaling.minTasks,
    // not launchType, which could not be mixed with Spot later; a change of either replaces the service
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 0, weight: 1 }],
    platformVersion: 'LATEST',
    networkConfiguration: {
      subnets: [...cluster.network.privateSubnetIds],
      securityGroups: [context.securityGroupId],
      assignPublicIp: false,
    },
    deploymentController: { type: 'ECS' },
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: 'ENABLED',
    enableEcsManagedTags: true,
    enableExecuteCommand: false,
    propagateTags: 'SERVICE',
    waitForSteadyState: true,
    serviceConnectConfiguration: serviceConnect(context.workload, {
      ...{ name, region: context.region, namespaceArn: cluster.namespaceArn },
      ...{ discoverable: context.discoverable, timeoutSeconds: context.timeoutSeconds },
      logGroup: task.logGroupName,
    }),
    lifecycle: {
      ignoreChanges: scaling.targetPercent === undefined ? [] : ['desired_count'],
      postcondition: [truthfulApply(context)],
    },
  };
}

/** ECS reports a rolled-back deployment as a success; this makes the apply fail instead. */
function truthfulApply({ cluster, name, task }: ServiceContext) {
  const service = cloudName(cluster.environment, name);
  return {
    condition: `\${self.task_definition == ${task.resource.fqn}.arn}`,
    errorMessage: `The deployment of ${service} was rolled back: its new tasks did not become healthy. Read the service's events and the log group /ecs/${cluster.environment}/${name}, then deploy a fix.`,
  };
}
