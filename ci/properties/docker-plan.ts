import { refusedNames, refusedNumbers, refusedPaths } from './hostile';
import type { Random } from './random';
import { planRoutes, type RoutePlan } from './route';
import { type EdgePlan, planEdges, planNames, planWorkload, type WorkloadPlan } from './workload';

/** One service on a Docker engine. */
export interface ContainerPlan {
  readonly name?: string;
  readonly workload?: WorkloadPlan;
  readonly cpus?: number;
  readonly memoryMiB?: number;
  readonly probeSeconds?: number;
  readonly secretsDirectory?: string;
  readonly preventDestroy?: boolean;
  readonly publish?: readonly {
    readonly port: number;
    readonly hostPort: number;
    readonly hostAddress?: string;
  }[];
}

/** What keeps data. */
export interface DockerBackingPlan {
  readonly kind: 'files' | 'cache' | 'bucket';
  readonly name?: string;
  readonly singleWriter?: boolean;
  readonly path?: string;
  readonly content?: string;
}

/** A whole system on a Docker engine. */
export interface DockerPlan {
  readonly environment?: string;
  readonly existingEntrance?: string;
  readonly services?: readonly ContainerPlan[];
  readonly edges?: readonly EdgePlan[];
  readonly backings?: readonly DockerBackingPlan[];
  readonly uses?: readonly EdgePlan[];
  readonly routes?: readonly RoutePlan[];
  readonly httpsPort?: number;
  readonly hostAddress?: string;
}

/** A system on a Docker engine that is allowed, but for the odd values. */
export function planDocker(random: Random): DockerPlan {
  const count = random.integer(1, 8);
  const kinds = random.some(['files', 'cache', 'bucket', 'bucket'] as const, 3);
  const names = planNames(random, count + kinds.length);
  const services = Array.from({ length: count }, (_, at): ContainerPlan => ({
    name: random.maybe(0.9, () => names[at] ?? ''),
    ...planService(random, at),
  }));
  const backings = kinds.map((kind, at) => planBacking(random, kind, names[count + at]));
  const targets = random.some([...services.keys()], 3, 1);
  return {
    environment: random.odd(() => random.pick(['prod', 'a', 'dev-eu']), refusedNames),
    existingEntrance: random.maybe(0.2, () => random.odd(() => 'proxy-net', ['', 'a b', '${x}'])),
    services,
    edges: planEdges(random, count),
    backings,
    uses: backings.flatMap(({ kind, singleWriter = true }, to) => {
      const users = random.some([...services.keys()], kind === 'files' && singleWriter ? 1 : 3);
      const more = random.odd<number[]>(() => [], [[0], [0, 1]]);
      return [...users, ...more].map((from) => {
        return { from, to, variable: random.maybe(0.8, () => `STORE_${to}`) };
      });
    }),
    routes: random.maybe(0.6, () =>
      planRoutes(random, targets, { proxy: true, hosts: ['app.example.org'], passwords: true }),
    ),
    httpsPort: random.maybe(0.3, () => random.odd(() => 9443, [...refusedNumbers, 0, 8080])),
    hostAddress: random.maybe(0.2, () =>
      random.odd(() => '0.0.0.0', ['', '${x}', '999.1.1.1', '::']),
    ),
  };
}

function planService(random: Random, at: number): ContainerPlan {
  const directories = ['', 'x', '/a/', '/a:b', '${x}', '/${x}', undefined];
  return {
    workload: planWorkload(random, ['registry']),
    cpus: random.maybe(0.4, () =>
      random.odd(() => random.pick([0.01, 0.29, 2, 64]), [NaN, Infinity, 0, 65, 0.001, -1]),
    ),
    memoryMiB: random.maybe(0.4, () => random.odd(() => 64, [...refusedNumbers, 5])),
    probeSeconds: random.maybe(0.4, () =>
      random.odd(() => random.integer(1, 300), [...refusedNumbers, 0, 301]),
    ),
    secretsDirectory: random.odd(() => '/etc/slipway/secrets', directories),
    preventDestroy: random.maybe(0.2, () => random.chance(0.5)),
    publish: random.maybe(0.2, () => [
      {
        port: random.odd(() => 8080, refusedNumbers),
        hostPort: random.odd(() => 10000 + at, [...refusedNumbers, 0, 70000]),
        hostAddress: random.maybe(0.3, () =>
          random.odd(() => '0.0.0.0', ['', '${x}', '999.1.1.1']),
        ),
      },
    ]),
  };
}

function planBacking(
  random: Random,
  kind: DockerBackingPlan['kind'],
  name = 'backing',
): DockerBackingPlan {
  if (kind === 'cache') return { kind, name };
  if (kind === 'bucket') {
    const content = random.maybe(0.4, () =>
      random.odd(() => 'services/static-site/pages', ['', '..', 'nowhere', '/etc']),
    );
    return { kind, name, content };
  }
  return {
    kind,
    name,
    singleWriter: random.maybe(0.5, () => random.chance(0.5)),
    path: random.maybe(0.5, () => random.odd(() => '/files', refusedPaths)),
  };
}
