import { isObject, type Model, type Resource } from '../model';
import type { Subnet, Subnets } from './subnet';

/** One container of a task, as far as reachability asks. */
export interface Container {
  /** Name inside the task. */
  readonly name: string;

  /** Reference of its image, unresolved. */
  readonly image: unknown;

  /** Ports that it says it serves on, by the name of the mapping where it has one. */
  readonly ports: readonly { readonly name: string | undefined; readonly port: number }[];

  /** Its plain variables. */
  readonly variables: ReadonlyMap<string, string>;

  /** AWS services that its secrets come from when it starts. */
  readonly secretServices: readonly string[];

  /** Driver that takes its logs, or undefined. */
  readonly logDriver: string | undefined;
}

/** An ECS service with what decides on its traffic. */
export interface EcsWorkload {
  /** Name of the service, or its address where only the deployment knows the name. */
  readonly name: string;

  /** The service. */
  readonly resource: Resource;

  /** Its security groups; undefined where they cannot be told. */
  readonly groups: readonly string[] | undefined;

  /** Its subnets; undefined where they cannot be told. */
  readonly subnets: readonly Subnet[] | undefined;

  /** Whether its tasks have public addresses; undefined where it cannot be told. */
  readonly publicAddress: boolean | undefined;

  /** Containers of its task; undefined where they cannot be told. */
  readonly containers: readonly Container[] | undefined;

  /** Whether it runs on Fargate, where the task's own network pulls the image. */
  readonly fargate: boolean;
}

/** Every ECS service of the stack. */
export function ecsWorkloads(model: Model, subnets: Subnets): EcsWorkload[] {
  return model.all('aws_ecs_service').map((resource) => readService(model, subnets, resource));
}

function readService(model: Model, subnets: Subnets, resource: Resource): EcsWorkload {
  const { block } = resource;
  const [network] = model.blocks(block.network_configuration) ?? [];
  const places = identities(model, network?.subnets);
  const inSubnets = places?.map((identity) => subnets.of(identity));
  return {
    name: model.text(block.name) ?? resource.address,
    resource,
    groups: groupsOf(model, network?.security_groups, inSubnets),
    subnets: inSubnets && inSubnets.length > 0 ? inSubnets : undefined,
    // without a network of its own a task has the addresses of an instance, which is not read
    publicAddress: network ? model.flag(network.assign_public_ip, false) : undefined,
    containers: containersOf(model, block.task_definition),
    fargate: isFargate(model, block),
  };
}

/** The identities of a list of objects; undefined where one of them cannot be told. */
export function identities(model: Model, raw: unknown): string[] | undefined {
  const list = model.list(raw)?.map((entry) => model.identity(entry));
  return list?.every((identity) => identity !== undefined) ? list : undefined;
}

/** The groups of an interface: without any named it has the default group of its network. */
export function groupsOf(
  model: Model,
  raw: unknown,
  subnets: readonly Subnet[] | undefined,
): string[] | undefined {
  const named = identities(model, raw);
  if (named === undefined || named.length > 0) return named;
  const vpc = subnets?.[0]?.vpc;
  if (vpc === undefined) return undefined;
  const managed = model
    .all('aws_default_security_group')
    .find(({ block }) => model.identity(block.vpc_id) === vpc);
  return [managed?.address ?? `the default security group of ${vpc}`];
}

function isFargate(model: Model, block: Readonly<Record<string, unknown>>): boolean {
  const strategies = model.blocks(block.capacity_provider_strategy) ?? [];
  const providers = strategies.map((strategy) => model.text(strategy.capacity_provider) ?? '');
  return (
    model.text(block.launch_type) === 'FARGATE' ||
    providers.some((provider) => provider.startsWith('FARGATE'))
  );
}

function containersOf(model: Model, taskDefinition: unknown): Container[] | undefined {
  const task = model.target(taskDefinition);
  if (task?.type !== 'aws_ecs_task_definition') return undefined;
  const definitions = model.json(task.block.container_definitions);
  if (!Array.isArray(definitions)) return undefined;
  return definitions.filter(isObject).map((definition) => readContainer(model, definition));
}

function readContainer(model: Model, definition: Readonly<Record<string, unknown>>): Container {
  const environment = (model.blocks(definition.environment) ?? []).flatMap(({ name, value }) =>
    typeof name === 'string' && typeof value === 'string'
      ? [[name, model.text(value) ?? value] as const]
      : [],
  );
  const ports = (model.blocks(definition.portMappings) ?? []).flatMap((mapping) => {
    const port = model.number(mapping.containerPort);
    return port === undefined ? [] : [{ name: model.text(mapping.name), port }];
  });
  const log = definition.logConfiguration;
  return {
    name: model.text(definition.name) ?? '',
    image: definition.image,
    ports,
    variables: new Map(environment),
    secretServices: secretServices(model, definition.secrets),
    logDriver: isObject(log) ? model.text(log.logDriver) : undefined,
  };
}

function secretServices(model: Model, raw: unknown): string[] {
  const services = (model.blocks(raw) ?? []).map(({ valueFrom }) => {
    const source = model.identity(valueFrom) ?? String(valueFrom);
    return source.includes('ssm') ? 'ssm' : 'secretsmanager';
  });
  return [...new Set(services)].sort();
}
