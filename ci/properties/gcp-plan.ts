import { hostileTexts, refusedNames, refusedNumbers, refusedPaths } from './hostile';
import type { Random } from './random';
import { planRoutes, type RoutePlan } from './route';
import { type EdgePlan, planEdges, planNames, planWorkload, type WorkloadPlan } from './workload';

/** One service on Cloud Run. */
export interface CloudRunPlan {
  readonly name?: string;
  readonly workload?: WorkloadPlan;
  readonly cpu?: number;
  readonly memoryMiB?: number;
  readonly concurrency?: number;
  readonly scaling?: {
    readonly fixed?: number;
    readonly minInstances?: number;
    readonly maxInstances?: number;
  };
  readonly exposure?: 'internal' | 'public' | 'load-balancer';
  readonly timeoutSeconds?: number;
  readonly generation?: 'gen1' | 'gen2';
  readonly cpuIdle?: boolean;
  readonly startupBoost?: boolean;
  readonly sessionAffinity?: boolean;
  readonly writableMiB?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly roles?: readonly string[];
}

/** What keeps data. */
export interface GoogleBackingPlan {
  readonly kind: 'files' | 'cache' | 'bucket';
  readonly name?: string;
  readonly path?: string;
  readonly database?: string;
  readonly acceptsDataLossSeconds?: number;
  readonly sizeMiB?: number;
  readonly replicaCount?: number;
  readonly zone?: string;
  readonly content?: string;
  readonly noncurrentDays?: number;
}

/** How the public comes in. */
export interface GoogleEntrancePlan {
  readonly proxy?: boolean;
  readonly own?: boolean;
  readonly name?: string;
  readonly hosts?: readonly string[];
  readonly zoneName?: string;
  readonly logSamplePercent?: number;
  readonly routes?: readonly RoutePlan[];
}

/** A whole system on Google Cloud. */
export interface GooglePlan {
  readonly environment?: string;
  readonly projectId?: string;
  readonly location?: string;
  readonly existingNetwork?: boolean;
  readonly cidr?: string;
  readonly secretPrefix?: string;
  readonly versions?: Readonly<Record<string, number>>;
  readonly sidecar?: boolean;
  readonly services?: readonly CloudRunPlan[];
  readonly edges?: readonly EdgePlan[];
  readonly backings?: readonly GoogleBackingPlan[];
  readonly uses?: readonly EdgePlan[];
  readonly entrance?: GoogleEntrancePlan;
}

const sizes = [
  { cpu: 1, memoryMiB: 1024 },
  { cpu: 2, memoryMiB: 4096 },
  { cpu: 4, memoryMiB: 2048 },
] as const;
const refusedSizes = [
  { cpu: 3, memoryMiB: 512 },
  { cpu: 0.5, memoryMiB: 512 },
  { cpu: NaN, memoryMiB: 512 },
  { cpu: 1, memoryMiB: 64 },
  { cpu: 1, memoryMiB: NaN },
  { cpu: 8, memoryMiB: 32768 },
];

/** A system on Google Cloud that is allowed, but for the odd values. */
export function planGcp(random: Random): GooglePlan {
  const count = random.integer(1, 8);
  const kinds = random.some(['files', 'cache', 'bucket', 'bucket'] as const, 3);
  const names = planNames(random, count + kinds.length);
  const entrance = random.maybe(0.7, () => planEntrance(random, count));
  const direct = entrance?.proxy === true ? undefined : entrance;
  const edges = planEdges(random, count).filter(({ to }) =>
    random.odd(() => !isRouted(direct, to), [true]),
  );
  const services = Array.from({ length: count }, (_, at): CloudRunPlan => {
    const exposure = isRouted(direct, at) ? ('load-balancer' as const) : undefined;
    return {
      name: random.maybe(0.9, () => names[at] ?? ''),
      workload: planWorkload(random, ['google']),
      ...planService(random),
      exposure: random.odd(() => exposure, ['public', 'internal']),
    };
  });
  const backings = kinds.map((kind, at) => planBacking(random, kind, names[count + at]));
  return withUses(random, {
    environment: random.odd(() => random.pick(['prod', 'a', 'dev-eu']), refusedNames),
    projectId: random.odd(() => 'my-project', ['', 'a', '${x}', 'My Project', 'a'.repeat(40)]),
    location: random.odd(() => 'europe-west1', ['', '${x}', 'europe-west1-b', 'Europe']),
    existingNetwork: random.chance(0.3),
    cidr: random.odd(() => '10.0.0.0/20', ['10.0.0.0/28', '', '${x}', '10.0.0.1/22']),
    secretPrefix: random.odd(() => 'prod', ['', '${x}', 'a b', undefined]),
    versions: random.maybe(0.3, () => ({ 'db-1': random.odd(() => 2, [...refusedNumbers, 0]) })),
    sidecar: random.odd(() => true, [false]),
    services,
    edges,
    backings,
    entrance,
  });
}

function isRouted(entrance: GoogleEntrancePlan | undefined, at = 0): boolean {
  return entrance?.routes?.some(({ to }) => to === at) ?? false;
}

function planService(random: Random): CloudRunPlan {
  return {
    ...random.odd(() => random.pick(sizes), refusedSizes),
    concurrency: random.maybe(0.3, () => random.odd(() => 100, [...refusedNumbers, 0, 1001])),
    scaling: random.maybe(0.6, () => planScaling(random)),
    timeoutSeconds: random.maybe(0.3, () =>
      random.odd(() => random.integer(55, 3600), [...refusedNumbers, 0, 3601]),
    ),
    generation: random.maybe(0.3, () => random.pick(['gen1', 'gen2'] as const)),
    cpuIdle: random.maybe(0.3, () => random.chance(0.5)),
    startupBoost: random.maybe(0.3, () => random.chance(0.5)),
    sessionAffinity: random.maybe(0.3, () => random.chance(0.5)),
    writableMiB: random.maybe(0.3, () => random.odd(() => 32, [...refusedNumbers, 0, 4096])),
    labels: random.maybe(0.3, () => ({
      [random.odd(() => 'team', ['', 'A', '${x}', 'run.googleapis.com/x', '__proto__'])]:
        random.odd(() => 'shop', hostileTexts),
    })),
    roles: random.maybe(0.3, () => random.odd(() => ['roles/cloudtrace.agent'], badRoles)),
  };
}

const badRoles = [
  ['roles/owner'],
  ['roles/a', 'roles/a'],
  ['x'],
  ['${x}'],
  ['roles/a.b', 'roles/a_b'],
];

function planScaling(random: Random): NonNullable<CloudRunPlan['scaling']> {
  if (random.chance(0.5)) {
    return { fixed: random.odd(() => random.integer(1, 4), [...refusedNumbers, 0, 1001]) };
  }
  return {
    minInstances: random.odd(() => random.integer(0, 4), refusedNumbers),
    maxInstances: random.odd(() => random.integer(4, 20), [...refusedNumbers, 0, 1001]),
  };
}

function planBacking(
  random: Random,
  kind: GoogleBackingPlan['kind'],
  name = 'backing',
): GoogleBackingPlan {
  if (kind === 'files') {
    return {
      kind,
      name,
      path: random.maybe(0.5, () => random.odd(() => '/files', refusedPaths)),
      database: random.odd(() => 'users.db', ['', '../x', '${x}', 'a b', 'a'.repeat(300)]),
      acceptsDataLossSeconds: random.odd(() => 5, [...refusedNumbers, 1, 3601]),
      sizeMiB: random.maybe(0.4, () => random.odd(() => 64, [...refusedNumbers, 0, 9999])),
    };
  }
  if (kind === 'cache') {
    return {
      kind,
      name,
      replicaCount: random.maybe(0.4, () => random.odd(() => 2, [...refusedNumbers, 3])),
      zone: random.maybe(0.3, () => random.odd(() => 'europe-west1-b', ['', 'x', '${x}'])),
    };
  }
  return {
    kind,
    name,
    content: random.maybe(0.4, () =>
      random.odd(() => 'services/static-site/pages', ['', '..', 'nowhere', '/etc']),
    ),
    noncurrentDays: random.maybe(0.3, () => random.odd(() => 5, [...refusedNumbers, 0, 3651])),
  };
}

/** Who uses what: files have one caller, which runs once and never rests. */
function withUses(random: Random, plan: GooglePlan): GooglePlan {
  const services = [...(plan.services ?? [])];
  const owned = new Set<number>();
  const uses = (plan.backings ?? []).flatMap((backing, to): EdgePlan[] => {
    const files = backing.kind === 'files';
    const users = random.some([...services.keys()], files ? 1 : 3);
    const more = random.odd<number[]>(() => [], [[0], [0, 1]]);
    return [...users, ...more].map((from) => {
      const tamed = random.odd(() => files && !owned.has(from), [false]);
      if (tamed) services[from] = { ...services[from], scaling: { fixed: 1 }, cpuIdle: false };
      return { from, to, variable: random.maybe(0.8, () => `STORE_${to}`) };
    });
  });
  return { ...plan, services, uses };
}

function planEntrance(random: Random, count: number): GoogleEntrancePlan {
  const proxy = random.chance(0.5);
  const own = proxy && random.chance(0.5);
  const hosts = ['app.example.org', ...random.some(['b.example.org', 'a.b.example.org'], 2)];
  const targets = random.some([...Array(count).keys()], 3, 1);
  return {
    proxy,
    own,
    name: random.maybe(0.3, () => random.odd(() => 'shop', refusedNames)),
    hosts: random.odd(() => hosts, [['A'], ['${x}.example.org'], ['app.example.com'], ['']]),
    zoneName: random.odd(() => 'example.org', ['', 'org.', '${x}', 'A']),
    logSamplePercent: random.maybe(0.3, () => random.odd(() => 10, [NaN, -1, 101, Infinity])),
    routes: planRoutes(random, targets, { proxy, hosts: own ? [] : hosts, passwords: true }),
  };
}
