import { known } from '../core/known';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { problemsOf, type Rule, shown } from '../core/validation';
import { type ResolvedWorkload, resolveWorkload, workloadProblems } from '../core/workload';
import { sidecarHealthPort } from '../nginx/sidecar-platform';
import type { CloudRunService } from './cloud-run-service';
import type { CloudRunServiceProps } from './cloud-run-service-props';
import { type IdentitySidecar, sidecarSize } from './identity-sidecar';
import { localPortOf } from './local-port';
import { Scaling, scalingProblems } from './scaling';
import { imageProblems } from './service-image';
import { memoryRange, mostCpu, serviceSizeProblems } from './service-size';
import { startupSeconds } from './service-template';

/** Props of a service with every default written out. */
export type ResolvedProps = Required<Omit<CloudRunServiceProps, 'name' | 'workload'>> & {
  /** What runs, with every default written out. */
  readonly workload: ResolvedWorkload;
};

/** Longest name of a Cloud Run service: it becomes a part of a host name. */
const serviceNameLength = 49;

/** Longest time for one request, in seconds. */
const longestRequest = 3600;

/** Longest start, in seconds. */
const longestStart = 240;

/** Writes out every default, so that deleting a prop resets it. */
export function resolveProps(props: CloudRunServiceProps): ResolvedProps {
  const workload = resolveWorkload(props.workload);
  return {
    region: props.region,
    workload,
    cpu: props.cpu ?? 1,
    memoryMiB: props.memoryMiB ?? 512,
    concurrency: props.concurrency ?? 80,
    scaling: props.scaling ?? Scaling.requests(),
    exposure: props.exposure ?? 'internal',
    timeoutSeconds:
      props.timeoutSeconds ?? (workload.protocol === 'websocket' ? longestRequest : 60),
    generation: props.generation ?? 'gen2',
    cpuIdle: props.cpuIdle ?? true,
    startupBoost: props.startupBoost ?? true,
    sessionAffinity: props.sessionAffinity ?? false,
    writableMiB: props.writableMiB ?? 64,
    labels: props.labels ?? {},
    deletionProtection: props.deletionProtection ?? true,
  };
}

/** Every problem of a service's props. */
export function cloudRunServiceProblems(name: string, props: CloudRunServiceProps): string[] {
  const resolved = resolveProps(props);
  return [
    ...nameProblems('name', name),
    ...lengthProblems([cloudName(props.region.environment, name)], {
      thing: 'Cloud Run service',
      maxLength: serviceNameLength,
    }),
    ...workloadProblems(props.workload),
    ...serviceSizeProblems(resolved),
    ...scalingProblems(resolved.scaling),
    ...imageProblems('workload.image', props.workload.image, props.region.registry),
    ...problemsOf(resolved, rules),
    ...reservedVariableProblems(
      Object.keys({ ...props.workload.environment, ...props.workload.secrets }),
    ),
    ...mountProblems(resolved.workload.writablePaths),
    ...Object.entries(resolved.labels).flatMap(([key, value]) => labelProblems(key, value)),
  ];
}

/** What is wrong with a call from one service to another, or nothing. */
export function connectionProblems(
  caller: Pick<ResolvedProps, 'cpu' | 'memoryMiB' | 'workload'> & {
    readonly sidecar: IdentitySidecar | undefined;
  },
  callee: CloudRunService,
): string[] {
  const port = localPortOf(callee.name);
  const taken = takenPorts(caller.workload, caller.sidecar).get(port);
  return [
    ...(callee.exposure === 'internal'
      ? []
      : [
          `'connectTo' calls '${callee.name}', whose 'exposure' is '${callee.exposure}', so that it asks nobody who they are; leave its 'exposure' out, or call its public address`,
        ]),
    ...sidecarSizeProblems(caller),
    ...(taken === undefined || taken === callee.name
      ? []
      : [
          `'connectTo' leads to '${callee.name}' through port ${port} of localhost, which is taken by ${taken}; give '${callee.name}' another name`,
        ]),
  ];
}

/** The sidecar is a part of the instance: both containers together must be a size that Cloud Run has. */
function sidecarSizeProblems({ cpu, memoryMiB }: Pick<ResolvedProps, 'cpu' | 'memoryMiB'>) {
  if (!known(cpu)) return [];
  const most = memoryRange(cpu)[1] - sidecarSize.memoryMiB;
  return [
    ...(cpu < 1
      ? [
          `'cpu' must be at least 1 for a service that calls others, since the sidecar answers several requests at once, got ${cpu}; set it to 1`,
        ]
      : []),
    ...(cpu + sidecarSize.cpu > mostCpu
      ? [
          `'cpu' may be at most 6 for a service that calls others, since the sidecar takes ${sidecarSize.cpu} of the ${mostCpu} that an instance may have, got ${cpu}; set it to 6`,
        ]
      : []),
    ...(known(memoryMiB) && memoryMiB > most
      ? [
          `'memoryMiB' may be at most ${most} for a service that calls others when 'cpu' is ${cpu}, since the sidecar takes ${sidecarSize.memoryMiB}, got ${memoryMiB}; raise 'cpu' or lower 'memoryMiB'`,
        ]
      : []),
  ];
}

/** The containers of an instance share one loopback address. */
function takenPorts(
  { port, metricsPort }: ResolvedWorkload,
  sidecar: IdentitySidecar | undefined,
): Map<number, string> {
  const own = [port, metricsPort].filter((one) => one !== undefined);
  return new Map([
    ...own.map((one) => [one, 'the container itself'] as const),
    ...(sidecar?.ports ?? []),
  ]);
}

/** What is wrong with the names of variables that Cloud Run sets itself, or nothing. */
export function reservedVariableProblems(names: readonly string[]): string[] {
  return names
    .filter((name) => /^(K_SERVICE|K_REVISION|K_CONFIGURATION|X_GOOGLE_.*)$/.test(name))
    .map((name) => `'environment' sets ${name}, which Cloud Run sets itself; remove it`);
}

function mountProblems(paths: readonly string[]): string[] {
  return paths
    .filter((path) => /^\/(dev|proc|sys)(\/|$)/.test(path))
    .map(
      (path) =>
        `'workload.writablePaths' has ${shown(path)}, where Cloud Run mounts nothing; choose a directory outside of /dev, /proc and /sys`,
    );
}

/** Prefixes that Cloud Run keeps for itself. */
const reservedPrefixes = [
  'run.googleapis.com',
  'cloud.googleapis.com',
  'serving.knative.dev',
  'autoscaling.knative.dev',
];

function labelProblems(key: string, value: string): string[] {
  const prefix = reservedPrefixes.find((one) => key.startsWith(one));
  if (prefix) {
    return [
      `'labels' has ${shown(key)}, and Cloud Run refuses what starts with ${prefix}; use the prop for it, or another key`,
    ];
  }
  return [
    ...(/^[a-z][a-z0-9_-]{0,62}$/.test(key)
      ? []
      : [
          `'labels' needs keys of at most 63 lower-case letters, digits, '_' and '-', got ${shown(key)}; rename it`,
        ]),
    ...(!known(value) || /^[a-z0-9_-]{0,63}$/.test(value)
      ? []
      : [
          `'labels' needs values of at most 63 lower-case letters, digits, '_' and '-', got ${shown(value)} for ${shown(key)}; rename it`,
        ]),
  ];
}

const rules: readonly Rule<ResolvedProps>[] = [
  {
    broken: ({ timeoutSeconds }) =>
      known(timeoutSeconds) &&
      (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 1 || timeoutSeconds > longestRequest),
    message: ({ timeoutSeconds }) =>
      `'timeoutSeconds' must be a whole number from 1 to ${longestRequest}, got ${shown(timeoutSeconds)}; choose the longest answer that callers accept`,
  },
  {
    broken: ({ region, workload }) =>
      region.secrets === undefined && Object.keys(workload.secrets).length > 0,
    message: ({ workload }) =>
      `'workload.secrets' has ${Object.keys(workload.secrets).join(', ')}, but the region has no 'secrets' to bind them to; give the Region a SecretStore`,
  },
  {
    broken: ({ workload }) =>
      Object.keys({ ...workload.environment, ...workload.secrets }).length > 1000,
    message: () => `'workload' has more than 1000 variables, which Cloud Run refuses; set fewer`,
  },
  {
    broken: ({ workload }) => [workload.port, workload.metricsPort].includes(sidecarHealthPort),
    message: ({ workload }) =>
      `'workload.${workload.port === sidecarHealthPort ? 'port' : 'metricsPort'}' is ${sidecarHealthPort}, which belongs to the sidecar that adds identity; choose another`,
  },
  {
    broken: ({ workload }) =>
      known(workload.health.graceSeconds) && startupSeconds(workload) > longestStart,
    message: ({ workload }) =>
      `'workload.health.graceSeconds' may be at most ${longestStart} on Cloud Run, got ${shown(workload.health.graceSeconds)}; make the start faster`,
  },
  {
    broken: ({ writableMiB }) =>
      known(writableMiB) && (!Number.isInteger(writableMiB) || writableMiB < 1),
    message: ({ writableMiB }) =>
      `'writableMiB' must be a whole number of at least 1, got ${shown(writableMiB)}; use for example 64`,
  },
  {
    broken: ({ workload, writableMiB, memoryMiB }) =>
      known(memoryMiB) &&
      known(writableMiB) &&
      workload.writablePaths.length * writableMiB > memoryMiB / 2,
    message: ({ workload, writableMiB, memoryMiB }) =>
      `'workload.writablePaths' may fill half of 'memoryMiB' (${memoryMiB}) at the most, since they are kept in memory, got ${workload.writablePaths.length} of ${writableMiB} MiB; raise 'memoryMiB' or lower 'writableMiB'`,
  },
];
