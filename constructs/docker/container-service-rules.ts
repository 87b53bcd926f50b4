import { TerraformStack } from 'cdktf';
import { known } from '../core/known';
import { nameProblems, pascalCase } from '../core/naming';
import { problemsOf, type Rule, shown } from '../core/validation';
import { workloadProblems } from '../core/workload';
import type { PublishedPort } from './container-config';
import { type ContainerMount, volumeSuffix } from './container-mount';
import type { ContainerService, ContainerServiceProps } from './container-service';

/** Every problem of a service's props. */
export function containerServiceProblems(name: string, props: ContainerServiceProps): string[] {
  return [
    ...nameProblems('name', name),
    ...workloadProblems(props.workload),
    ...secretNameProblems(props),
    ...volumeProblems(props),
    ...problemsOf(props, rules),
    ...(props.publish ?? []).flatMap(publishProblems),
    ...repeatedPortProblems(props.publish ?? []),
  ];
}

/** What is wrong with calling a service, or nothing. */
export function calleeProblems(caller: ContainerService, callee: ContainerService): string[] {
  if (caller.network !== callee.network) {
    return [
      `'connectTo' calls '${callee.name}', which is in another 'network'; give both services the same one`,
    ];
  }
  if (TerraformStack.of(caller) === TerraformStack.of(callee)) return [];
  return [
    `'connectTo' calls '${callee.name}', which is in another stack, so that nothing could start one after the other; put both services into one stack`,
  ];
}

/** What is wrong with one more mount, or nothing: two in one directory would hide each other. */
export function mountProblems(
  mounts: readonly ContainerMount[],
  { path }: ContainerMount,
): string[] {
  const within = (one: string, folder: string): boolean => `${one}/`.startsWith(`${folder}/`);
  const taken = mounts.find((other) => within(path, other.path) || within(other.path, path));
  if (!taken) return [];
  return [
    `'path' must not be within another mount, got '${path}' beside '${taken.path}'; give one of them another directory`,
  ];
}

/** A secret is a file of the host: its name must not lead elsewhere. */
function secretNameProblems({ workload }: ContainerServiceProps): string[] {
  return Object.values(workload.secrets ?? {})
    .filter(({ name }) => known(name) && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/.test(name))
    .map(
      ({ name }) =>
        `'workload.secrets' needs names that a file may have, of letters, digits and '._-', got ${shown(name)}; use for example 'session-key'`,
    );
}

function volumeProblems({ workload }: ContainerServiceProps): string[] {
  const paths = workload.writablePaths ?? [];
  const idOf = (path: string) => pascalCase(volumeSuffix(path));
  return paths
    .filter((path, at) =>
      paths.some((other, to) => to < at && path !== other && idOf(path) === idOf(other)),
    )
    .map(
      (path) =>
        `'workload.writablePaths' has ${shown(path)}, whose volume '${volumeSuffix(path)}' could not be told from that of another; rename one of them`,
    );
}

const rules: readonly Rule<ContainerServiceProps>[] = [
  {
    broken: ({ cpus = 1 }) =>
      known(cpus) && !(cpus >= 0.01 && cpus <= 64 && Number.isInteger(round(cpus * 100))),
    message: ({ cpus }) =>
      `'cpus' must be a number from 0.01 to 64 with at most two decimals, got ${shown(cpus)}; use for example 0.5`,
  },
  {
    broken: ({ memoryMiB = 512 }) =>
      known(memoryMiB) && (!Number.isInteger(memoryMiB) || memoryMiB < 6),
    message: ({ memoryMiB }) =>
      `'memoryMiB' must be a whole number of at least 6, which is what the engine takes, got ${shown(memoryMiB)}; use for example 512`,
  },
  {
    broken: ({ probeSeconds = 5 }) =>
      known(probeSeconds) &&
      (!Number.isInteger(probeSeconds) || probeSeconds < 1 || probeSeconds > 300),
    message: ({ probeSeconds }) =>
      `'probeSeconds' must be a whole number from 1 to 300, got ${shown(probeSeconds)}; use for example 5`,
  },
  {
    broken: ({ secretsDirectory, workload }) =>
      secretsDirectory === undefined && Object.keys(workload.secrets ?? {}).length > 0,
    message: ({ workload }) =>
      `'workload.secrets' has ${Object.keys(workload.secrets ?? {}).join(', ')}, but there is no 'secretsDirectory' to mount them from; name a folder of the host with one file per secret`,
  },
  {
    broken: ({ secretsDirectory }) =>
      known(secretsDirectory) && !/^\/[^:]*[^:/]$/.test(secretsDirectory),
    message: ({ secretsDirectory }) =>
      `'secretsDirectory' must be an absolute folder of the host without ':' and without '/' at the end, got ${shown(secretsDirectory)}; use for example '/etc/slipway/secrets'`,
  },
];

function publishProblems({ port, hostPort, hostAddress = '127.0.0.1' }: PublishedPort): string[] {
  const ports = { port, hostPort };
  const address = /^\d{1,3}(\.\d{1,3}){3}$/.test(hostAddress);
  return [
    ...Object.entries(ports)
      .filter(([, value]) => known(value) && !isPort(value))
      .map(
        ([prop, value]) =>
          `'publish' needs as '${prop}' a whole number from 1 to 65535, got ${shown(value)}; use for example 8443`,
      ),
    ...(known(hostAddress) && !address
      ? [
          `'publish' needs as 'hostAddress' an IPv4 address of the host, got ${shown(hostAddress)}; use '127.0.0.1', or '0.0.0.0' for every network that the host is in`,
        ]
      : []),
  ];
}

function repeatedPortProblems(published: readonly PublishedPort[]): string[] {
  const places = published.map(
    ({ hostPort, hostAddress = '127.0.0.1' }) => `${hostAddress}:${hostPort}`,
  );
  const repeated = [...new Set(places.filter((place, at) => places.indexOf(place) < at))];
  return repeated.map(
    (place) => `'publish' has ${place} twice; give each container port a host port of its own`,
  );
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** Without the traces of binary fractions: 0.29 times 100 is 28.999999999999996. */
function round(value: number): number {
  return Number(value.toFixed(6));
}
