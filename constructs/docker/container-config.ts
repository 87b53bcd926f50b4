import type { ContainerConfig, ContainerHealthcheck } from '@cdktf/provider-docker/lib/container';
import { createHash } from 'node:crypto';
import type { ResolvedWorkload } from '../core/workload';
import { escapeTemplate } from '../core/template';
import { environmentLabel } from './connection-networks';
import { type ContainerMount, hostBlocks, volumeBlocks } from './container-mount';

/** What the platform adds to a workload to make a container of it. */
export interface ContainerContext {
  /** Name of the environment. */
  readonly environment: string;

  /** Name of the container on the host. */
  readonly containerName: string;

  /** Id of the image on the engine. */
  readonly imageId: string;

  /** CPUs that the container may use. */
  readonly cpus: number;

  /** MiB of memory, swap included. */
  readonly memoryMiB: number;

  /** Seconds between two probes. */
  readonly probeSeconds: number;

  /** What the container sees of the host. */
  readonly mounts: readonly ContainerMount[];

  /** Ports of the host that lead to ports of the container. */
  readonly publish: readonly PublishedPort[];
}

/** A port of the host that leads to a port of the container. */
export interface PublishedPort {
  /** Port of the container. */
  readonly port: number;

  /** Port of the host. */
  readonly hostPort: number;

  /**
   * Address of the host that listens.
   *
   * @default '127.0.0.1'
   */
  readonly hostAddress?: string;
}

/** Microseconds in which a container gets its share of the processors. */
const cpuPeriodMicroseconds = 100_000;

/** Seconds that one probe may take. */
const probeTimeoutSeconds = 5;

/** The container as it starts, on no network and without variables. */
export function containerConfig(
  workload: ResolvedWorkload,
  context: ContainerContext,
): ContainerConfig {
  return {
    name: context.containerName,
    image: context.imageId,
    user: String(workload.user),
    // SECURITY(container): nothing but the writable paths changes, and no privilege can be gained
    readOnly: true,
    privileged: false,
    capabilities: { add: [], drop: ['ALL'] },
    securityOpts: ['no-new-privileges:true'],
    ipcMode: 'private',
    shmSize: 64,
    init: false,
    ...limits(context),
    ...lifetime(workload, context),
    ...probe(workload, context),
    logDriver: 'json-file',
    logOpts: { 'max-size': '10m', 'max-file': '3' },
    networkMode: 'none',
    ports: ports(context.publish),
    volumes: volumeBlocks(context.mounts),
    mounts: hostBlocks(context.mounts),
    labels: [
      { label: environmentLabel, value: context.environment },
      { label: 'slipway.settings', value: settingsHash(workload, context) },
    ],
    // an engine that cannot limit swap answers with another value, for ever
    lifecycle: { ignoreChanges: ['memory_swap'] },
  };
}

function limits({ cpus, memoryMiB }: ContainerContext): Partial<ContainerConfig> {
  return {
    memory: memoryMiB,
    // as much again would otherwise be allowed as swap
    memorySwap: memoryMiB,
    // 'cpus' of this version ends the provider with a panic
    cpuPeriod: cpuPeriodMicroseconds,
    cpuQuota: Math.round(cpus * cpuPeriodMicroseconds),
  };
}

function lifetime(workload: ResolvedWorkload, context: ContainerContext): Partial<ContainerConfig> {
  const { shutdownSeconds, health } = workload;
  return {
    start: true,
    mustRun: true,
    rm: false,
    restart: 'on-failure',
    maxRetryCount: 5,
    stopTimeout: shutdownSeconds,
    // without it the provider kills at once, whatever the stop timeout is
    destroyGraceSeconds: shutdownSeconds,
    removeVolumes: true,
    ...(health.command
      ? { wait: true, waitTimeout: waitSeconds(workload, context) }
      : { wait: false }),
  };
}

/** Longer than the slowest start that can still become healthy. */
function waitSeconds({ health }: ResolvedWorkload, { probeSeconds }: ContainerContext): number {
  const { graceSeconds, failuresToUnhealthy } = health;
  return graceSeconds + (probeSeconds + probeTimeoutSeconds) * failuresToUnhealthy + 15;
}

function probe(
  workload: ResolvedWorkload,
  context: ContainerContext,
): { readonly healthcheck?: ContainerHealthcheck } {
  const { command, failuresToUnhealthy, graceSeconds } = workload.health;
  if (!command) return {};
  return {
    healthcheck: {
      test: ['CMD', ...command.map(escapeTemplate)],
      interval: duration(context.probeSeconds),
      timeout: duration(probeTimeoutSeconds),
      startPeriod: duration(graceSeconds),
      // engines before 25 refuse a container that sets it
      startInterval: '0s',
      retries: failuresToUnhealthy,
    },
  };
}

/** Seconds as the engine prints them, so that what is read equals what was written. */
export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}

function ports(published: readonly PublishedPort[]): NonNullable<ContainerConfig['ports']> {
  return [...published]
    .sort((a, b) => a.port - b.port || a.hostPort - b.hostPort)
    .map(({ port, hostPort, hostAddress = '127.0.0.1' }) => ({
      internal: port,
      external: hostPort,
      // SECURITY(network): without it the engine listens on every address of the host
      ip: hostAddress,
      protocol: 'tcp',
    }));
}

/** The variables of a container: sorted, with the port that every platform sets. */
export function environmentList(
  variables: Readonly<Record<string, string>>,
  port: number,
): string[] {
  return sortedEntries({ ...variables, PORT: String(port) }).map(
    ([name, value]) => `${name}=${escapeTemplate(value)}`,
  );
}

/**
 * Changes when something does that the provider would call updated and leave as it is; a label replaces the container.
 *
 * @see https://github.com/kreuzwerker/terraform-provider-docker/issues/988
 */
function settingsHash(workload: ResolvedWorkload, context: ContainerContext): string {
  const settings = JSON.stringify([probe(workload, context), limits(context)]);
  return createHash('sha256').update(settings).digest('hex').slice(0, 12);
}

function sortedEntries(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
