import { nginxText } from '../../constructs/review/environment';
import type { Graph } from '../../constructs/review/graph';
import { printPorts } from '../../constructs/review/port-range';
import { reviewStack } from '../../constructs/review/review';
import type { Block, Document } from '../review/mutants/mutant';
import { amount, numberText, type ServiceFacts, type SystemFacts, variableText } from './facts';
import { routesOf } from './routes';

interface Container {
  readonly name: string;
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string }[];
  readonly healthCheck?: { readonly command?: readonly string[]; readonly retries?: number };
  readonly portMappings?: readonly { readonly containerPort: number }[];
  readonly mountPoints?: readonly {
    readonly containerPath: string;
    readonly readOnly?: boolean;
    readonly sourceVolume: string;
  }[];
  readonly user?: string;
  readonly readonlyRootFilesystem?: boolean;
  readonly stopTimeout?: number;
}

interface Task {
  readonly name: string;
  readonly block: Block;
  readonly containers: readonly Container[];
  /** The container that has a port. */
  readonly main: Container | undefined;
}

/** What the stack of an ECS cluster says; names in the cloud start with a prefix. */
export function ecsFacts(document: Document, prefix: string): SystemFacts {
  const graph = reviewStack(document as unknown as Record<string, unknown>);
  const tasks = Object.values(document.resource.aws_ecs_task_definition ?? {}).map((block) =>
    taskOf(block, prefix),
  );
  const portOf = (name: string): string | undefined => {
    const port = tasks.find((task) => task.name === name)?.main?.portMappings?.[0]?.containerPort;
    return port === undefined ? undefined : String(port);
  };
  const configuration = tasks
    .flatMap(({ main }) => main?.environment ?? [])
    .map(({ name, value }) => (name === 'NGINX_CONF' ? nginxText(value) : ''))
    .join('\n');
  return {
    services: Object.fromEntries(
      tasks.map((task) => [
        task.name,
        { ...serviceFacts(task, document), ...waysOf(task.name, graph, prefix) },
      ]),
    ),
    routes: routesOf(configuration, (host, port) =>
      portOf(host) === port ? `${host}:${port}` : undefined,
    ),
  };
}

function taskOf(block: Block, prefix: string): Task {
  const containers = JSON.parse(block.container_definitions as string) as Container[];
  return {
    name: String(block.family).slice(prefix.length),
    block,
    containers,
    main: containers.find(({ portMappings = [] }) => portMappings.length > 0),
  };
}

type Ways = Pick<ServiceFacts, 'calls' | 'open to outside'>;

function serviceFacts(task: Task, document: Document): Omit<ServiceFacts, keyof Ways> {
  const { main, block, containers } = task;
  const [kind, ...command] = main?.healthCheck?.command ?? [];
  const volumes = (block.volume as readonly { readonly name: string }[] | undefined) ?? [];
  const mounts = (main?.mountPoints ?? []).filter(
    ({ readOnly, sourceVolume }) =>
      readOnly !== true && volumes.some(({ name }) => name === sourceVolume),
  );
  return {
    port: numberText(main?.portMappings?.[0]?.containerPort),
    'health path': probedPath(task, document),
    'health command': kind === 'CMD' ? command.join(' ') : undefined,
    'failures to unhealthy': numberText(main?.healthCheck?.retries),
    variables: (main?.environment ?? []).map(({ name, value }) =>
      variableText(name, withDeclaredNames(value, document)),
    ),
    secrets: (main?.secrets ?? []).map(({ name }) => name),
    containers: containers.map(({ name }) => name),
    user: main?.user,
    root: main?.readonlyRootFilesystem === true ? 'read-only' : 'writable',
    'writable paths': mounts.map(({ containerPath }) => containerPath),
    'read-only paths': (main?.mountPoints ?? [])
      .filter(({ readOnly }) => readOnly === true)
      .map(({ containerPath }) => containerPath),
    memory: amount(block.memory, 'MiB'),
    'stop time': amount(main?.stopTimeout, 's'),
  };
}

/** What the target group of a service asks for, where a load balancer leads to it. */
function probedPath({ name }: Task, document: Document): string | undefined {
  const { aws_ecs_service: services = {}, aws_lb_target_group: groups = {} } = document.resource;
  const balancers = Object.values(services).flatMap(
    ({ load_balancer }) => (load_balancer ?? []) as readonly Record<string, string>[],
  );
  const own = balancers.find(({ container_name }) => container_name === name);
  const [, id = ''] = /aws_lb_target_group\.([^.}]+)/.exec(own?.target_group_arn ?? '') ?? [];
  return (groups[id]?.health_check as { readonly path?: string } | undefined)?.path;
}

/** Who reaches whom, as review computes it from security groups, subnets and listeners. */
function waysOf(name: string, { edges, workloads }: Graph, prefix: string): Ways {
  const inside = new Set(workloads.map((workload) => workload.name));
  const calls = edges.filter(({ from, to }) => from === `${prefix}${name}` && inside.has(to));
  const open = edges.some(({ from, to }) => to === `${prefix}${name}` && !inside.has(from));
  return {
    calls: calls.map(({ to, ports }) => `${to.slice(prefix.length)}:${printPorts(ports)}`),
    'open to outside': open ? 'yes' : 'no',
  };
}

/** Addresses that AWS makes up, as the declaration calls what they lead to. */
function withDeclaredNames(value: string, { resource }: Document): string {
  return value
    .replace(/\$\{data\.aws_region\.\w+\.id\}/, '<region>')
    .replace(
      /\$\{aws_elasticache_replication_group\.(\w+)\.primary_endpoint_address\}/,
      (_, id: string) => nameWithoutPrefix(resource.aws_elasticache_replication_group?.[id]),
    )
    .replace(/\$\{aws_s3_bucket\.(\w+)\.id\}/, (_, id: string) =>
      nameWithoutPrefix(resource.aws_s3_bucket?.[id]),
    );
}

/** `pages` of the tag `prod-pages`, or of `prod-pages-<account>-<region>`. */
function nameWithoutPrefix(block: Block | undefined): string {
  const name = String((block?.tags as { readonly Name?: string } | undefined)?.Name);
  return name.replace(/^[a-z]+-/, '').replace(/-\$\{.*$/, '');
}
