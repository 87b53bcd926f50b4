import type { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { cloudName } from '../core/naming';
import type { ServiceContext } from './service-config';

/** What Terraform leaves to others, and what must hold after an apply. */
export function serviceLifecycle(context: ServiceContext): EcsServiceConfig['lifecycle'] {
  const { scaling, rollout } = context;
  const byPipeline = rollout.imageManagedBy === 'pipeline';
  return {
    ignoreChanges: [
      // Application Auto Scaling has its own idea of the number
      ...(scaling.targetPercent === undefined ? [] : ['desired_count']),
      // and a pipeline of the revision
      ...(byPipeline ? ['task_definition'] : []),
    ],
    postcondition: [byPipeline ? ownFamily(context) : truthfulApply(context)],
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

/** Which revision runs is the pipeline's to decide and to check; whose it is can be told here. */
function ownFamily({ cluster, name }: ServiceContext) {
  const service = cloudName(cluster.environment, name);
  return {
    condition: `\${strcontains(self.task_definition, ":task-definition/${service}:")}`,
    errorMessage: `${service} runs a revision of another task definition. Let the pipeline register revisions of the family ${service}, which has this stack's roles, size and variables.`,
  };
}
