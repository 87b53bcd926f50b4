import type { ResolvedWorkload } from '../core/workload';
import { escapeTemplate } from '../core/template';

/** What the platform adds to a workload to make a container of it. */
export interface ContainerContext {
  /** Name of the container and of its port. */
  readonly name: string;
  /** Image reference with its digest. */
  readonly image: string;
  /** All variables: the workload's own and those of its connections. */
  readonly environment: Readonly<Record<string, string>>;
  /** Directories that can be written, each with a volume of the task. */
  readonly mountPaths: readonly string[];
  /** Variable name to the ARN that its value comes from. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Log group that the container writes to. */
  readonly logGroup: string;
  /** Region of the log group. */
  readonly region: string;
  /** Files that may be open at once, or undefined for what Fargate allows. */
  readonly openFiles: number | undefined;
  /** ARN of the login of a private registry, or undefined where the image is pulled without one. */
  readonly credentialsArn: string | undefined;
}

/**
 * The container definitions of a task as sorted JSON. What ECS would fill in is written, since Terraform compares with
 * what ECS answers and would otherwise plan a new revision each time.
 */
export function renderContainerDefinitions(
  workload: ResolvedWorkload,
  context: ContainerContext,
): string {
  return JSON.stringify([sortKeys(definition(workload, context))]);
}

/** Name of the volume for a writable path: `/var/cache/nginx` becomes `var-cache-nginx`. */
export function volumeName(path: string): string {
  return path.replace(/^\//, '').replaceAll(/[^A-Za-z0-9_-]/g, '-');
}

function definition(workload: ResolvedWorkload, context: ContainerContext): object {
  return {
    name: context.name,
    image: context.image,
    essential: true,
    cpu: 0,
    user: String(workload.user),
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
    stopTimeout: workload.shutdownSeconds,
    portMappings: [portMapping(workload, context.name)],
    environment: sortedEntries({ ...context.environment, PORT: String(workload.port) }).map(
      ([name, value]) => ({ name, value: escapeTemplate(value) }),
    ),
    secrets: sortedEntries(context.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    mountPoints: [...context.mountPaths].sort().map((path) => ({
      containerPath: path,
      readOnly: false,
      sourceVolume: volumeName(path),
    })),
    volumesFrom: [],
    systemControls: [],
    logConfiguration: logConfiguration(context),
    ...healthCheck(workload),
    ...extras(context),
  };
}

function portMapping({ port, protocol }: ResolvedWorkload, name: string): object {
  const mapping = { name, containerPort: port, hostPort: port, protocol: 'tcp' };
  // without appProtocol Service Connect passes bytes through, which an Upgrade to WebSocket needs
  return protocol === 'websocket' ? mapping : { ...mapping, appProtocol: 'http' };
}

function healthCheck({ health }: ResolvedWorkload): object {
  if (!health.command) return {};
  return {
    healthCheck: {
      command: ['CMD', ...health.command.map(escapeTemplate)],
      interval: health.intervalSeconds,
      timeout: 5,
      retries: health.failuresToUnhealthy,
      startPeriod: health.graceSeconds,
    },
  };
}

/** What ECS leaves out of its answer where nobody asked for it. */
function extras({ openFiles, credentialsArn }: ContainerContext): object {
  return {
    ...(openFiles === undefined
      ? {}
      : { ulimits: [{ name: 'nofile', softLimit: openFiles, hardLimit: openFiles }] }),
    ...(credentialsArn === undefined
      ? {}
      : { repositoryCredentials: { credentialsParameter: credentialsArn } }),
  };
}

/** Lines wait in memory rather than block the application; 25 MiB hold minutes of them. */
function logConfiguration({ logGroup, region, name }: ContainerContext): object {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': logGroup,
      'awslogs-region': region,
      'awslogs-stream-prefix': name,
      mode: 'non-blocking',
      'max-buffer-size': '25m',
    },
  };
}

function sortedEntries(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
