import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  RunTaskCommand,
  type Service,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';

/** A command that runs once, in a task of its own that is like those of a service. */
export interface OneOff {
  /** Environment of the service, which its cluster is called by. */
  readonly environment: string;

  /** Name of the service, without the environment. */
  readonly service: string;

  /** What the container runs in place of its own command; its entry point stays in front. */
  readonly command: readonly string[];
}

/** A task that was started. */
export interface Started {
  readonly cluster: string;
  readonly taskArn: string;

  /** Name of the container that runs the command; AWS may put its own beside it. */
  readonly container: string;

  /** Where it writes: group and stream, as `aws logs tail` takes them. */
  readonly logs: { readonly group: string; readonly stream: string };
}

/** How a task ended; the exit code is absent where its container never ran. */
export interface Ended {
  readonly exitCode: number | undefined;
  readonly reason: string;
}

/**
 * Starts the command with the revision, the subnets and the security group that the service has now, so that it reaches
 * what the service reaches and has its rights, variables and secrets.
 *
 * @throws Error that says why it cannot be
 */
export async function startOneOff(ecs: ECSClient, oneOff: OneOff): Promise<Started> {
  const { environment: cluster, service: name, command } = oneOff;
  const service = await serviceOf(ecs, cluster, name);
  const { taskDefinition, networkConfiguration, platformVersion } = service;
  const { tasks = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      networkConfiguration,
      platformVersion,
      // never Spot, whose notice would end it half-way
      launchType: 'FARGATE',
      count: 1,
      startedBy: 'one-off',
      propagateTags: 'TASK_DEFINITION',
      overrides: { containerOverrides: [{ name, command: [...command] }] },
    }),
  );
  const [taskArn] = tasks.flatMap((task) => task.taskArn ?? []);
  if (taskArn === undefined) {
    throw new Error(`ECS starts no task: ${failures.map(({ reason }) => reason).join(', ')}`);
  }
  return {
    cluster,
    taskArn,
    container: name,
    logs: await logsOf(ecs, taskDefinition, name, taskArn),
  };
}

/** Seconds in which a task must have ended: a migration may take hours. */
const mostSeconds = 24 * 60 * 60;

/** Waits until a task has ended. */
export async function endOf(
  ecs: ECSClient,
  { cluster, taskArn, container }: Started,
): Promise<Ended> {
  const asked = { cluster, tasks: [taskArn] };
  const waiting = { client: ecs, maxWaitTime: mostSeconds, minDelay: 2, maxDelay: 10 };
  await waitUntilTasksStopped(waiting, asked);
  const [task] = (await ecs.send(new DescribeTasksCommand(asked))).tasks ?? [];
  if (!task) throw new Error(`ECS knows no task '${taskArn}' any more`);
  const ran = task.containers?.find(({ name }) => name === container);
  return { exitCode: ran?.exitCode, reason: ran?.reason ?? task.stoppedReason ?? '' };
}

async function serviceOf(ecs: ECSClient, cluster: string, name: string): Promise<Service> {
  const asked = new DescribeServicesCommand({ cluster, services: [`${cluster}-${name}`] });
  const { services = [] } = await ecs.send(asked);
  const found = services.find(({ status }) => status === 'ACTIVE');
  if (!found) throw new Error(`the cluster '${cluster}' has no service '${cluster}-${name}'`);
  // what has one writer may not have a second one for a moment either
  if (found.deploymentConfiguration?.maximumPercent === 100) {
    throw new Error(
      `'${name}' never has one task more than it should, since it may have a single writer; run the command in its own task, with 'exec'`,
    );
  }
  return found;
}

async function logsOf(
  ecs: ECSClient,
  taskDefinition: string | undefined,
  name: string,
  taskArn: string,
): Promise<Started['logs']> {
  const shown = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = shown.taskDefinition?.containerDefinitions ?? [];
  const options = containers.find((one) => one.name === name)?.logConfiguration?.options ?? {};
  const prefix = options['awslogs-stream-prefix'] ?? '';
  const id = taskArn.slice(taskArn.lastIndexOf('/') + 1);
  return { group: options['awslogs-group'] ?? '', stream: `${prefix}/${name}/${id}` };
}
