import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { fargateSizeProblems } from '../core/size';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { type ResolvedWorkload, resolveWorkload, workloadProblems } from '../core/workload';
import { capacityProblems } from './capacity';
import type { ICluster } from './cluster';
import { volumeName } from './container-definition';
import { deploymentProblems } from './deployment';
import { execProblems, sessionProblems } from './exec';
import type { FargateService } from './fargate-service';
import type { FargateServiceProps } from './fargate-service-props';
import { requestScalingProblems } from './request-scaling';
import { resolveRollout } from './rollout';
import { Scaling, scalingProblems } from './scaling';
import { hopIdleSeconds } from './service-connect';
import { imageProblems, isEcr } from './task-image';
import { taskOptionsProblems } from './task-options';

/** Every problem of a service's props. */
export function fargateServiceProblems(name: string, props: FargateServiceProps): string[] {
  return [
    ...nameProblems('name', name),
    ...roleNameProblems(name, props),
    ...workloadProblems(props.workload),
    ...fargateSizeProblems(props.vcpu ?? 0.25, props.memoryMiB ?? 512),
    ...scalingProblems(props.scaling ?? Scaling.cpu()),
    ...rolloutProblems(props),
    ...imageProblems(props.workload.image, props.cluster.registry),
    ...volumeProblems(props),
    ...requestProblems(props),
    ...secretProblems(
      `'workload.secrets'`,
      props.cluster,
      Object.keys(props.workload.secrets ?? {}),
    ),
    ...credentialsProblems(props),
    ...taskOptionsProblems(props),
    ...reachProblems(props),
    ...problemsOf(props, rules),
  ];
}

function rolloutProblems(props: FargateServiceProps): string[] {
  const { deployment, capacity, exec } = resolveRollout(props);
  const scaling = props.scaling ?? Scaling.cpu();
  return [
    ...deploymentProblems(deployment),
    ...requestScalingProblems(scaling, deployment),
    ...capacityProblems(capacity, scaling),
    ...execProblems(exec, props.cluster.network),
    ...sessionProblems(exec, props.cluster),
  ];
}

/** The role is the name with the lowest limit of all that a service makes. */
function roleNameProblems(name: string, { cluster }: FargateServiceProps): string[] {
  const role = `${cloudName(cluster.environment, name)}-execution`;
  return lengthProblems([role], { thing: 'IAM role', maxLength: 64 });
}

/** Seconds for one request where nobody says: a minute, or what the connection under it lives. */
export function defaultTimeoutSeconds(workload: ResolvedWorkload): number {
  return workload.protocol === 'websocket' ? 60 : Math.min(60, hopIdleSeconds(workload));
}

/** What is wrong with calling a service by its name, or nothing. */
export function calleeProblems({ name, discoverable }: FargateService): string[] {
  if (discoverable) return [];
  return [
    `'connectTo' calls '${name}', which is not 'discoverable' and so has no name to be called by; set it to true there`,
  ];
}

/** A volume is named after its path, in fewer characters than a path may have. */
function volumeProblems({ workload }: FargateServiceProps): string[] {
  const paths = workload.writablePaths ?? [];
  return paths
    .filter((path, at) => paths.some((other, to) => to < at && same(path, other)))
    .map(
      (path) =>
        `'workload.writablePaths' has ${shown(path)}, whose volume would be called '${volumeName(path)}' as that of another; rename one of them`,
    );
}

function same(path: string, other: string): boolean {
  return path !== other && volumeName(path) === volumeName(other);
}

/** A task is registered in one registry: ECS takes no second. */
export function registryProblems(name: string, registry: object | undefined): string[] {
  if (registry === undefined) return [];
  return [
    `'${name}' has an HTTP API already, and ECS registers a task in one registry only; use a LoadBalancer for several entrances`,
  ];
}

/** A request never outlives its connection: the agent in front ends both at the shorter of the two times. */
function requestProblems({ workload, timeoutSeconds }: FargateServiceProps): string[] {
  const resolved = resolveWorkload(workload);
  if (timeoutSeconds === undefined || resolved.protocol === 'websocket') return [];
  const idle = hopIdleSeconds(resolved);
  if (!known(idle) || timeoutSeconds <= idle) return [];
  return [
    `'timeoutSeconds' may be at most ${idle}, 5 less than 'workload.keepAliveSeconds' (${resolved.keepAliveSeconds}), got ${timeoutSeconds}; raise the keep-alive of the server and of the workload`,
  ];
}

/** Why the cluster cannot deliver secrets to these variables, or nothing. */
export function secretProblems(owner: string, cluster: ICluster, variables: string[]): string[] {
  if (variables.length === 0) return [];
  const { reachable } = cluster.network;
  const subject = `${owner} has ${variables.join(', ')}`;
  return [
    ...(cluster.secrets === undefined
      ? [
          `${subject}, but the cluster has no 'secrets' to bind them to; give the Cluster a SecretStore`,
        ]
      : []),
    ...(reachable !== 'internet' && !reachable.includes('secretsmanager')
      ? [
          `${subject}, but the network has no endpoint for secretsmanager; add it to Egress.endpoints`,
        ]
      : []),
  ];
}

/** Credentials are a secret like others, and only for a registry that asks for them. */
function credentialsProblems({
  cluster,
  workload,
  repositoryCredentials,
}: FargateServiceProps): string[] {
  if (repositoryCredentials === undefined) return [];
  const { source } = workload.image;
  const own = source.kind === 'folder' || isEcr(source.reference);
  return [
    ...secretProblems(`'repositoryCredentials'`, cluster, [repositoryCredentials.name]),
    ...(own
      ? [
          `'repositoryCredentials' are set, but 'workload.image' is pulled from ECR, where the execution role is enough; remove them`,
        ]
      : []),
  ];
}

/** What the tasks need but cannot reach through the endpoints of their network. */
function reachProblems({ cluster, workload }: FargateServiceProps): string[] {
  const { reachable } = cluster.network;
  if (reachable === 'internet') return [];
  const { source } = workload.image;
  return [
    ...(source.kind === 'registry' && !isEcr(source.reference)
      ? [
          `'workload.image' comes from '${source.reference}', but the network reaches AWS only; use Egress.nat() or copy the image to ECR`,
        ]
      : []),
  ];
}

const rules: readonly Rule<FargateServiceProps>[] = [
  {
    broken: ({ timeoutSeconds = 60 }) =>
      !Number.isInteger(timeoutSeconds) || timeoutSeconds < 1 || timeoutSeconds > 3600,
    message: ({ timeoutSeconds }) =>
      `'timeoutSeconds' must be a whole number from 1 to 3600, got ${shown(timeoutSeconds)}; choose the longest answer that callers accept`,
  },
];
