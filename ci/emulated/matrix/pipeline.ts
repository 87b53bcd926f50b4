import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListServicesCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';

/** Deploys as a pipeline would: a revision of its own of every task definition, and every service runs it. */
export async function deployRevisions(ecs: ECSClient, cluster: string): Promise<void> {
  const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
  const asked = new DescribeServicesCommand({ cluster, services: serviceArns });
  const { services = [] } = await ecs.send(asked);
  if (services.length === 0) throw new Error(`the cluster '${cluster}' has no services`);
  for (const { serviceName: service, taskDefinition } of services) {
    const shown = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const { family, containerDefinitions, ...rest } = shown.taskDefinition ?? {};
    const registered = await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...rest,
        family,
        containerDefinitions: containerDefinitions?.map((container) => ({
          ...container,
          image: `${container.image?.replace(/[@:][^/]*$/, '')}:next`,
        })),
      }),
    );
    const { taskDefinitionArn } = registered.taskDefinition ?? {};
    if (taskDefinitionArn === taskDefinition) throw new Error(`${taskDefinition} has no successor`);
    await ecs.send(
      new UpdateServiceCommand({ cluster, service, taskDefinition: taskDefinitionArn }),
    );
  }
}
