import { Image } from '../../constructs/core/image';
import { Secret } from '../../constructs/core/secret';
import type { Workload } from '../../constructs/core/workload';
import { hostileTexts, oddNames, refusedNames, refusedNumbers, refusedPaths } from './hostile';
import type { Random } from './random';

/** A workload as plain data, so that it can be printed and made smaller; what is left out has its default. */
export interface WorkloadPlan {
  readonly image?: string;
  readonly port?: number;
  readonly metricsPort?: number;
  readonly protocol?: 'http' | 'websocket';
  readonly health?: {
    readonly path?: string;
    readonly command?: readonly string[];
    readonly intervalSeconds?: number;
    readonly failuresToUnhealthy?: number;
    readonly graceSeconds?: number;
  };
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly user?: number;
  readonly writablePaths?: readonly string[];
  readonly shutdownSeconds?: number;
  readonly keepAliveSeconds?: number;
}

/** One service that may call or use another, or a backing, by their places in the plan. */
export interface EdgePlan {
  readonly from?: number;
  readonly to?: number;
  readonly variable?: string;
}

const digest = `@sha256:${'0'.repeat(64)}`;

/** Images of each kind, by a name for the plan. */
const images: Readonly<Record<string, string>> = {
  registry: `registry.example.org/team/api${digest}`,
  ecr: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api${digest}`,
  google: `europe-west1-docker.pkg.dev/my-project/team/api${digest}`,
};

/** Where a backing is, in the word of its kind. */
export function addressOf(peer: object): string {
  const { url, uri, path } = peer as Readonly<Record<string, string>>;
  return url ?? uri ?? path ?? '';
}

/** The image of a plan. */
export function imageOf(name = 'registry'): Image {
  const reference = images[name];
  return reference === undefined ? Image.fromFolder(name) : Image.fromRegistry(reference);
}

/** The workload of a plan. */
export function workloadOf(plan: WorkloadPlan): Workload {
  const { image, health, secrets, ...rest } = plan;
  const bound = Object.entries(secrets ?? {}).map(([key, name]) => [key, Secret.named(name)]);
  return {
    ...rest,
    image: imageOf(image),
    port: plan.port ?? 8080,
    health: { ...health, path: health?.path ?? '/healthz' },
    ...(secrets ? { secrets: Object.fromEntries(bound) as Record<string, Secret> } : {}),
  };
}

const variables = ['A', 'B1', '_C', 'd', 'LONG_NAME', 'constructor', 'AWS_REGION'];
const refusedVariables = ['', 'PORT', '1A', 'A-B', 'A B', '${x}', 'Ä', 'A=B', '__proto__'];

/** A workload that is allowed, but for the odd values. */
export function planWorkload(random: Random, images: readonly string[]): WorkloadPlan {
  return {
    image: random.maybe(0.7, () => random.pick(images)),
    port: random.odd(() => random.pick([80, 8080, 3000, 65535, 1]), [...refusedNumbers, 0, 65536]),
    metricsPort: random.maybe(0.3, () =>
      random.odd(() => random.pick([9090, 9100]), [...refusedNumbers, 8080]),
    ),
    protocol: random.maybe(0.3, () => random.pick(['http', 'websocket'] as const)),
    health: random.maybe(0.6, () => planHealth(random)),
    environment: random.maybe(0.6, () => planEnvironment(random)),
    secrets: random.maybe(0.3, () => planSecrets(random)),
    user: random.maybe(0.3, () => random.odd(() => random.pick([1, 999, 65532]), [0, ...numbers])),
    writablePaths: random.maybe(0.4, () => planPaths(random)),
    shutdownSeconds: random.maybe(0.4, () =>
      random.odd(() => random.integer(1, 120), [...numbers, 0, 121]),
    ),
    keepAliveSeconds: random.maybe(0.3, () =>
      random.odd(() => random.integer(66, 3600), [...numbers, 1, 2, 3601]),
    ),
  };
}

const numbers = refusedNumbers;

function planHealth(random: Random): WorkloadPlan['health'] {
  return {
    path: random.maybe(0.6, () =>
      random.odd(() => random.pick(['/', '/healthz', '/a/b.c', '/~user']), refusedPaths),
    ),
    command: random.maybe(0.4, () =>
      random.odd(() => ['/bin/check', ...random.some(hostileTexts, 2)], [[]]),
    ),
    intervalSeconds: random.maybe(0.4, () => random.odd(() => random.integer(5, 300), numbers)),
    failuresToUnhealthy: random.maybe(0.4, () => random.odd(() => random.integer(2, 10), numbers)),
    graceSeconds: random.maybe(0.4, () =>
      random.odd(() => random.integer(0, 240), [...numbers, 301]),
    ),
  };
}

function planEnvironment(random: Random): Record<string, string> {
  const names = random.some(variables, 4);
  const all = names.map((name) => [
    random.odd(() => name, refusedVariables),
    random.chance(0.5) ? random.pick(hostileTexts) : 'value',
  ]);
  return Object.fromEntries(all) as Record<string, string>;
}

const secretNames = ['session-key', 'session_key', 'sessionKey', 'db-1', 'db1', 'login'];
const refusedSecrets = [
  '',
  ' ',
  '${x}',
  '%{x}',
  'a b',
  '../x',
  'ä',
  '"',
  'a'.repeat(600),
  '-',
  '😀',
];

function planSecrets(random: Random): Record<string, string> {
  const names = random.some(['SECRET', 'SECRET_2', 'TOKEN'], 3);
  const all = names.map((name) => [
    random.odd(() => name, refusedVariables),
    random.odd(() => random.pick(secretNames), refusedSecrets),
  ]);
  return Object.fromEntries(all) as Record<string, string>;
}

function planPaths(random: Random): string[] {
  const paths = random.some(
    ['/tmp', '/var/cache/app', '/srv', '/srv-x/y', '/srv-x-y', '/a.b', '/run'],
    3,
  );
  return paths.map((path) => random.odd(() => path, [...refusedPaths, '/tmp', '/tmp/x']));
}

/** Names of so many things, each its own unless it is odd. */
export function planNames(random: Random, count: number): string[] {
  const names = random.some(oddNames, count, count);
  return names.map((name) => random.odd(() => name, [...refusedNames, ...names]));
}

/** Calls from services to later ones, and now and then back, to themselves or twice. */
export function planEdges(random: Random, services: number): EdgePlan[] {
  const edges: EdgePlan[] = [];
  for (let from = 0; from < services; from++) {
    for (let to = from + 1; to < services; to++) {
      if (!random.chance(1.2 / services)) continue;
      const plain = { from, to, variable: random.maybe(0.8, () => `URL_${to}`) };
      const refused = [
        { from: to, to: from },
        { from, to: from },
        { ...plain, variable: 'URL_1' },
        { ...plain, variable: '' },
      ];
      edges.push(random.odd(() => plain, refused));
      if (random.odd(() => false, [true])) edges.push(plain);
    }
  }
  return edges;
}
