import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Workload } from '../../../constructs/core/workload';
import type { Deployed } from '../deployed';
import { expectEach, type Finding } from '../report';

/** What the containers must run. */
export interface ExpectedTaskDefinitions {
  /** Reference with the digest of each service's image. */
  readonly images: Readonly<Record<string, string>>;

  /** The declared workloads; the proxy is none. */
  readonly workloads: Readonly<Record<string, Workload>>;

  /** Names of the secrets that each service gets. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
}

type Problem = string | false | undefined;

/** Every container is hardened, and runs exactly the image whose digest the registry answered with. */
export function taskDefinitionFindings(
  { taskDefinitions }: Pick<Deployed, 'taskDefinitions'>,
  { images, workloads, secrets }: ExpectedTaskDefinitions,
): Finding[] {
  const each = (
    what: string,
    problemOf: (container: ContainerDefinition, name: string) => Problem,
  ) =>
    expectEach(what, taskDefinitions, (definition, name) =>
      eachContainer(definition, (container) => problemOf(container, name)),
    );
  return [
    each('each root file system is read-only', ({ readonlyRootFilesystem }) =>
      readonlyRootFilesystem === true ? false : 'can be written',
    ),
    each('each user is the declared one and not root', ({ user = '' }, name) => {
      const declared = workloads[name]?.user;
      if (!/^[1-9]\d*$/.test(user)) return `runs as '${user}'`;
      return declared !== undefined && user !== String(declared) && `runs as ${user}`;
    }),
    each('each container has no capabilities', capabilityProblem),
    each('no container is privileged', ({ privileged }) => privileged && 'is privileged'),
    each('each image is the pushed one, by its digest', ({ image }, name) =>
      image === images[name] ? false : `runs ${image}, must run ${images[name]}`,
    ),
    each('each secret is a reference to its entry, and no other is given', (container, name) =>
      secretProblem(container, secrets[name] ?? []),
    ),
    each('each stop has its time', ({ stopTimeout }, name) => {
      const declared = workloads[name] ? (workloads[name].shutdownSeconds ?? 30) : stopTimeout;
      return (!stopTimeout || stopTimeout !== declared) && `has ${stopTimeout} s`;
    }),
    each('each log goes to its group without blocking', logProblem),
    expectEach('each task is a Fargate task with two roles', taskDefinitions, roleProblem),
  ];
}

function eachContainer(
  { containerDefinitions = [] }: TaskDefinition,
  problemOf: (container: ContainerDefinition) => Problem,
): Problem {
  if (containerDefinitions.length === 0) return 'has no container';
  return containerDefinitions.map(problemOf).find(Boolean);
}

function capabilityProblem({ linuxParameters }: ContainerDefinition): Problem {
  const { add = [], drop = [] } = linuxParameters?.capabilities ?? {};
  return (
    (add.length > 0 || drop.join() !== 'ALL') && `adds '${add.join()}', drops '${drop.join()}'`
  );
}

function logProblem({ logConfiguration }: ContainerDefinition, name: string): Problem {
  const { 'awslogs-group': group, mode } = logConfiguration?.options ?? {};
  return (!group?.endsWith(`/${name}`) || mode !== 'non-blocking') && `goes to ${group}, ${mode}`;
}

function secretProblem(
  { secrets = [] }: ContainerDefinition,
  expected: readonly string[],
): Problem {
  const entries = secrets.map(
    // Secrets Manager ends each ARN with six characters of its own; a version may follow
    ({ valueFrom = '' }) =>
      /^arn:aws:secretsmanager:[^:]+:\d+:secret:(.+?)-\w{6}(?::::[\w-]+)?$/.exec(valueFrom)?.[1],
  );
  const [given, must] = [entries.map(String).sort().join(), [...expected].sort().join()];
  return given !== must && `gets '${given}', must get '${must}'`;
}

function roleProblem(definition: TaskDefinition): Problem {
  const { networkMode, requiresCompatibilities, executionRoleArn, taskRoleArn } = definition;
  if (networkMode !== 'awsvpc' || requiresCompatibilities?.join() !== 'FARGATE') {
    return `is ${networkMode} on ${requiresCompatibilities?.join()}`;
  }
  const roles = new Set([executionRoleArn, taskRoleArn].filter(Boolean));
  return roles.size !== 2 && `has ${roles.size} roles`;
}
