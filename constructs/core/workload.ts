import { isDirectory } from './directory';
import type { Image } from './image';
import type { Secret } from './secret';
import { known } from './known';
import { problemsOf, type Rule, shown } from './validation';
import { variableNameProblems } from './variable-name';

/** How a workload shows that it is alive. */
export interface HealthCheck {
  /** Path that answers 200 while the process can serve. */
  readonly path: string;

  /**
   * Command inside the container that exits 0 while the process can serve, in exec form, since images without a shell
   * cannot run anything else.
   *
   * @default - the container itself is not probed, only the way through a load balancer or a platform probe
   */
  readonly command?: readonly string[];

  /**
   * Seconds between two probes.
   *
   * @default 10
   */
  readonly intervalSeconds?: number;

  /**
   * Probes in a row that must fail before the workload counts as unhealthy. A service that fails a share of all requests
   * by nature needs more: at 10 % failures, 3 in a row come after 1,110 probes and 5 in a row after 111,110.
   *
   * @default 3
   */
  readonly failuresToUnhealthy?: number;

  /**
   * Seconds after the start in which failed probes do not count.
   *
   * @default 60
   */
  readonly graceSeconds?: number;
}

/** One container of the system and everything about it that is true on every platform. */
export interface Workload {
  /**
   * What the workload is. Only services, which listen on a port, exist so far.
   *
   * @default 'service'
   */
  readonly kind?: 'service';

  /** What runs. */
  readonly image: Image;

  /** Port that the workload serves on, 1 to 65535. */
  readonly port: number;

  /**
   * Port that serves Prometheus metrics, never reachable from outside.
   *
   * @default - the workload has no metrics port
   */
  readonly metricsPort?: number;

  /**
   * What is spoken on the port. `websocket` keeps every hop from ending a connection that lives for hours.
   *
   * @default 'http'
   */
  readonly protocol?: 'http' | 'websocket';

  /** How the workload shows that it is alive. */
  readonly health: HealthCheck;

  /**
   * Plain settings. Never a secret: these stand readable in the plan, the state and the console.
   *
   * @default - no variables
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Variables whose values come from the platform's secret store when the container starts.
   *
   * @default - no secrets
   */
  readonly secrets?: Readonly<Record<string, Secret>>;

  /**
   * Numeric user that the container runs as. 0 (root) is refused.
   *
   * @default 65532
   */
  readonly user?: number;

  /**
   * Absolute directories that can be written. Everything else is read-only. The image owns each of them as `user` and
   * declares it as a VOLUME.
   *
   * @default - nothing can be written
   */
  readonly writablePaths?: readonly string[];

  /**
   * Seconds from the stop signal to the kill. It is a ceiling: a workload that ends sooner costs nothing. Cloud Run
   * always gives 10.
   *
   * @default 30
   */
  readonly shutdownSeconds?: number;

  /**
   * Seconds after which the server itself closes an idle connection. Every hop in front must close earlier, or clients
   * see 502s.
   *
   * @default 75
   */
  readonly keepAliveSeconds?: number;
}

/** A workload with every default written out. */
export interface ResolvedWorkload extends Required<Omit<Workload, 'metricsPort' | 'health'>> {
  /** Port that serves Prometheus metrics, or undefined. */
  readonly metricsPort: number | undefined;

  /** How the workload shows that it is alive. */
  readonly health: Required<Omit<HealthCheck, 'command'>> & Pick<HealthCheck, 'command'>;
}

/** Writes out every default, so that deleting a prop resets it. */
export function resolveWorkload(workload: Workload): ResolvedWorkload {
  return {
    kind: workload.kind ?? 'service',
    image: workload.image,
    port: workload.port,
    metricsPort: workload.metricsPort,
    protocol: workload.protocol ?? 'http',
    health: {
      path: workload.health.path,
      command: workload.health.command,
      intervalSeconds: workload.health.intervalSeconds ?? 10,
      failuresToUnhealthy: workload.health.failuresToUnhealthy ?? 3,
      graceSeconds: workload.health.graceSeconds ?? 60,
    },
    environment: workload.environment ?? {},
    secrets: workload.secrets ?? {},
    user: workload.user ?? 65532,
    writablePaths: [...(workload.writablePaths ?? [])].sort(),
    shutdownSeconds: workload.shutdownSeconds ?? 30,
    keepAliveSeconds: workload.keepAliveSeconds ?? 75,
  };
}

/** Every problem of one workload, each prop named as the user wrote it. */
export function workloadProblems(workload: Workload): string[] {
  return [
    ...problemsOf(resolveWorkload(workload), rules),
    ...variableProblems(workload),
    ...writablePathProblems(workload.writablePaths ?? []),
  ];
}

function outside(value: number | undefined, min: number, max: number): boolean {
  return known(value) && (!Number.isInteger(value) || value < min || value > max);
}

function range(
  prop: string,
  read: (workload: ResolvedWorkload) => number | undefined,
  [min, max]: readonly [number, number],
  remedy: string,
): Rule<ResolvedWorkload> {
  return {
    broken: (workload) => outside(read(workload), min, max),
    message: (workload) =>
      `'${prop}' must be a whole number from ${min} to ${max}, got ${shown(read(workload))}; ${remedy}`,
  };
}

/** As RFC 3986 has it, so that no template of Terraform fits in. */
const pathForm = /^\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$/;

const rules: readonly Rule<ResolvedWorkload>[] = [
  range('port', (w) => w.port, [1, 65535], 'use the port that the process listens on'),
  range('metricsPort', (w) => w.metricsPort, [1, 65535], 'use the port that serves /metrics'),
  range('user', (w) => w.user, [1, 4294967294], 'choose a numeric user other than root (0)'),
  range('shutdownSeconds', (w) => w.shutdownSeconds, [1, 120], 'no platform waits longer than 120'),
  range(
    'keepAliveSeconds',
    (w) => w.keepAliveSeconds,
    [2, 3600],
    "use the server's own idle timeout",
  ),
  range(
    'health.intervalSeconds',
    (w) => w.health.intervalSeconds,
    [5, 300],
    'probes come every 5 to 300 s',
  ),
  range(
    'health.failuresToUnhealthy',
    (w) => w.health.failuresToUnhealthy,
    [2, 10],
    'one failure is not a pattern',
  ),
  range(
    'health.graceSeconds',
    (w) => w.health.graceSeconds,
    [0, 300],
    'a start that takes longer is a fault',
  ),
  {
    broken: (w) => known(w.metricsPort) && w.metricsPort === w.port,
    message: (w) =>
      `'metricsPort' must differ from 'port', got ${w.port} for both; serve metrics on a port of their own`,
  },
  {
    broken: (w) => known(w.health.path) && !pathForm.test(w.health.path),
    message: (w) =>
      `'health.path' must start with '/' and hold only what a URL's path may, without '?' and '#', got ${shown(w.health.path)}; use for example '/healthz'`,
  },
  {
    broken: (w) => w.health.command?.length === 0,
    message: () =>
      `'health.command' must name a program, got an empty list; leave it out or name one`,
  },
];

function variableProblems(workload: Workload): string[] {
  const plain = Object.keys(workload.environment ?? {});
  const secret = Object.keys(workload.secrets ?? {});
  return [
    ...[...plain, ...secret].flatMap(variableNameProblems),
    ...secret
      .filter((name) => plain.includes(name))
      .map((name) => `'secrets' and 'environment' both set ${name}; keep it in 'secrets' alone`),
  ];
}

function writablePathProblems(paths: readonly string[]): string[] {
  const malformed = paths
    .filter((path) => !isDirectory(path))
    .map(
      (path) =>
        `'writablePaths' needs absolute directories below '/' of letters, digits and '._@+~-', got ${shown(path)}; use for example '/data'`,
    );
  const nested = paths
    .filter((path, at) =>
      paths.some(
        (other, from) =>
          from !== at && `${path}/`.startsWith(`${other}/`) && (other !== path || from < at),
      ),
    )
    .map(
      (path) =>
        `'writablePaths' lists ${shown(path)} inside or beside itself; keep the outer directory only`,
    );
  return [...malformed, ...nested];
}
