import { type EntrancePlan, planEntrance } from './aws-entrance-plan';
import { refusedNames, refusedNumbers, refusedPaths } from './hostile';
import type { Random } from './random';
import { type EdgePlan, planEdges, planNames, planWorkload, type WorkloadPlan } from './workload';

/** One service on Fargate. */
export interface FargatePlan {
  readonly name?: string;
  readonly workload?: WorkloadPlan;
  readonly vcpu?: number;
  readonly memoryMiB?: number;
  readonly scaling?: {
    readonly fixed?: number;
    readonly minTasks?: number;
    readonly maxTasks?: number;
    readonly targetPercent?: number;
  };
  readonly architecture?: 'X86_64' | 'ARM64';
  readonly timeoutSeconds?: number;
  readonly discoverable?: boolean;
  readonly deployment?: { readonly kind?: string; readonly options?: Record<string, unknown> };
  readonly capacity?: { readonly kind?: string; readonly options?: Record<string, number> };
  readonly imageManagedBy?: 'stack' | 'pipeline';
  readonly exec?: boolean;
}

/** What keeps data. */
export interface BackingPlan {
  readonly kind: 'files' | 'cache' | 'bucket';
  readonly name?: string;
  readonly singleWriter?: boolean;
  readonly path?: string;
  readonly content?: string;
  readonly nodes?: number;
  readonly snapshotRetentionDays?: number;
}

/** A whole system on AWS. */
export interface AwsPlan {
  readonly environment?: string;
  readonly region?: string;
  readonly egress?: { readonly kind?: string; readonly services?: readonly string[] };
  readonly zones?: readonly string[];
  readonly cidr?: string;
  readonly logRetentionDays?: number;
  readonly containerInsights?: 'enhanced' | 'off';
  readonly secretPrefix?: string;
  readonly registry?: string;
  readonly services?: readonly FargatePlan[];
  readonly edges?: readonly EdgePlan[];
  readonly backings?: readonly BackingPlan[];
  readonly uses?: readonly EdgePlan[];
  readonly entrance?: EntrancePlan;
}

const sizes: readonly (readonly [vcpu: number, memoryMiB: number])[] = [
  [0.25, 512],
  [0.25, 2048],
  [0.5, 1024],
  [1, 3072],
  [8, 61440],
  [32, 249856],
];
const retentions = [1, 30, 365, 3653];

/** A system on AWS that is allowed, but for the odd values. */
export function planAws(random: Random): AwsPlan {
  const count = random.integer(1, 8);
  const kinds = random.some(['files', 'cache', 'bucket', 'bucket'] as const, 3);
  const names = planNames(random, count + kinds.length);
  const egress = planEgress(random);
  const entrance = random.maybe(0.7, () => planEntrance(random, count));
  const edges = planEdges(random, count);
  const called = new Set(edges.map(({ to }) => to));
  const services = Array.from({ length: count }, (_, at): FargatePlan => {
    const routed = entrance?.kind !== 'http-api' && isRouted(entrance, at);
    return {
      name: random.maybe(0.9, () => names[at] ?? ''),
      workload: planPulled(random, egress.kind),
      ...planService(random, routed && entrance?.proxy !== true),
      discoverable: random.maybe(0.2, () => random.odd(() => called.has(at), [false])),
    };
  });
  const backings = kinds.map((kind, at) => planBacking(random, kind, names[count + at]));
  const apiTarget = entrance?.kind === 'http-api' ? 0 : undefined;
  return withUses(random, {
    environment: random.odd(() => random.pick(['prod', 'a', 'dev-eu']), refusedNames),
    region: entrance?.kind === 'cloudFront' ? random.odd(usEast1, ['eu-west-1']) : 'eu-west-1',
    egress,
    ...planPlace(random),
    secretPrefix: random.odd(() => 'prod', ['', '${x}', 'a b', undefined]),
    registry: random.maybe(0.5, () => random.odd(() => 'slipway', refusedNames)),
    services: services.map((one, at) => (at === apiTarget ? withoutSockets(one) : one)),
    edges,
    backings,
    uses: [],
    entrance,
  });
}

function planPlace(random: Random): AwsPlan {
  return {
    zones: random.odd(
      () => ['a', 'b', 'c'].slice(0, random.integer(2, 3)),
      [[], ['a'], ['a', 'a']],
    ),
    cidr: random.maybe(0.3, () =>
      random.odd(() => random.pick(['10.0.0.0/16', '10.4.0.0/23']), ['10.0.0.0/8', '', '${x}']),
    ),
    logRetentionDays: random.maybe(0.3, () =>
      random.odd(() => random.pick(retentions), [...refusedNumbers, 2]),
    ),
    containerInsights: random.maybe(0.3, () => random.pick(['enhanced', 'off'] as const)),
  };
}

/** Without a way to the internet, an image comes from AWS. */
function planPulled(random: Random, egress: string | undefined): WorkloadPlan {
  const workload = planWorkload(random, ['registry', 'ecr']);
  return egress === 'endpoints' ? { ...workload, image: 'ecr' } : workload;
}

const usEast1 = () => 'us-east-1';

function withoutSockets(plan: FargatePlan): FargatePlan {
  return { ...plan, workload: { ...plan.workload, protocol: 'http' } };
}

function isRouted(entrance: EntrancePlan | undefined, at: number): boolean {
  return entrance?.routes?.some(({ to }) => to === at) ?? false;
}

function planEgress(random: Random): NonNullable<AwsPlan['egress']> {
  const kind = random.pick(['nat', 'nat-per-zone', 'endpoints', 'public', 'existing']);
  if (kind !== 'endpoints') return { kind };
  const all = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'kms', 'ssmmessages'];
  return {
    kind,
    services: random.odd(() => all, [[], all.slice(0, 3), all.slice(2), [...all, 'kms']]),
  };
}

function planService(random: Random, routed: boolean): FargatePlan {
  const [vcpu, memoryMiB] = random.odd(
    () => random.pick(sizes),
    [
      [0.25, 4096],
      [NaN, 512],
      [3, 8192],
      [1, NaN],
    ],
  );
  const scaling = random.maybe(0.6, () => planScaling(random));
  const least = scaling === undefined ? 2 : (scaling.fixed ?? scaling.minTasks ?? 2);
  const most = scaling === undefined ? 10 : (scaling.fixed ?? scaling.maxTasks ?? 10);
  return {
    vcpu,
    memoryMiB,
    scaling,
    architecture: random.maybe(0.3, () => random.pick(['X86_64', 'ARM64'] as const)),
    timeoutSeconds: random.maybe(0.3, () =>
      random.odd(() => random.integer(1, 60), [...refusedNumbers, 0, 3601]),
    ),
    deployment: random.maybe(0.4, () => planDeployment(random, routed)),
    capacity: random.maybe(0.3, () => planCapacity(random, least, most)),
    imageManagedBy: random.maybe(0.2, () => random.pick(['stack', 'pipeline'] as const)),
    exec: random.maybe(0.2, () => random.chance(0.7)),
  };
}

function planScaling(random: Random): NonNullable<FargatePlan['scaling']> {
  if (random.chance(0.5))
    return { fixed: random.odd(() => random.integer(1, 4), [...refusedNumbers, 0]) };
  const minTasks = random.odd(() => random.integer(1, 4), [...refusedNumbers, 0]);
  return {
    minTasks,
    maxTasks: random.odd(() => random.integer(5, 20), [...refusedNumbers, 1, 5001]),
    targetPercent: random.odd(() => random.integer(10, 90), [NaN, Infinity, 0, 91]),
  };
}

function planDeployment(random: Random, routed: boolean): FargatePlan['deployment'] {
  const kind = random.odd(
    () => (routed ? random.pick(['rolling', 'blueGreen', 'canary', 'linear']) : 'rolling'),
    ['blueGreen', 'canary', 'linear'],
  );
  const minutes = () => random.odd(() => random.integer(0, 1440), [...refusedNumbers, 1441]);
  const alarms = random.maybe(0.3, () =>
    random.odd(
      () => ['api-5xx', 'API (latency)'],
      [[''], ['arn:aws:x'], ['a'.repeat(256)], ['${x}']],
    ),
  );
  const watched = {
    ...(alarms === undefined ? {} : { alarms }),
    ...(random.odd(() => alarms !== undefined, [true])
      ? { alarmsEnabled: random.chance(0.5) }
      : {}),
  };
  if (kind === 'blueGreen') return { kind, options: { ...watched, bakeMinutes: minutes() } };
  if (kind === 'canary') {
    const canaryPercent = random.odd(() => random.pick([0.1, 5, 100]), [NaN, 0, 101, Infinity]);
    return { kind, options: { ...watched, canaryPercent, canaryBakeMinutes: minutes() } };
  }
  if (kind === 'linear') {
    const stepPercent = random.odd(() => random.pick([3, 12.5, 100]), [NaN, 2.9, 101, 3.05]);
    return { kind, options: { ...watched, stepPercent, stepBakeMinutes: minutes() } };
  }
  return { kind, options: { ...watched, ...planRolling(random) } };
}

function planRolling(random: Random): Record<string, unknown> {
  return {
    circuitBreaker: random.chance(0.5),
    minimumHealthyPercent: random.odd(() => random.integer(0, 99), [...refusedNumbers, 101]),
    maximumPercent: random.odd(() => random.integer(101, 200), [...refusedNumbers, 99, 201]),
  };
}

function planCapacity(random: Random, least: number, most: number): FargatePlan['capacity'] {
  const mixed = least >= 2 && most >= 2;
  const kind = random.odd(
    () => random.pick(['onDemand', 'onlySpot', ...(mixed ? ['spot'] : [])]),
    ['spot'],
  );
  if (kind !== 'spot') return { kind };
  return {
    kind,
    options: {
      onDemandBase: random.odd(() => 1, [...refusedNumbers, 0, 100]),
      onDemandWeight: random.odd(() => random.integer(0, 5), refusedNumbers),
      spotWeight: random.odd(() => random.integer(1, 5), [...refusedNumbers, 0]),
    },
  };
}

function planBacking(random: Random, kind: BackingPlan['kind'], name = 'backing'): BackingPlan {
  if (kind === 'files') {
    return {
      kind,
      name,
      singleWriter: random.maybe(0.7, () => random.chance(0.5)),
      path: random.maybe(0.5, () => random.odd(() => '/files', refusedPaths)),
    };
  }
  if (kind === 'cache') {
    return {
      kind,
      // the name of a replication group is a short one
      name: random.odd(() => 'store', [name, 'a'.repeat(40)]),
      nodes: random.maybe(0.4, () =>
        random.odd(() => random.integer(1, 6), [...refusedNumbers, 0, 7]),
      ),
      snapshotRetentionDays: random.maybe(0.4, () =>
        random.odd(() => random.integer(0, 35), [...refusedNumbers, 36]),
      ),
    };
  }
  const content = random.maybe(0.4, () =>
    random.odd(() => 'services/static-site/pages', ['', '..', 'nowhere', '/etc', 'package.json']),
  );
  return { kind, name, content };
}

/** Who uses what: a single writer runs once, and whoever shares files is the same user. */
function withUses(random: Random, plan: AwsPlan): AwsPlan {
  const services = [...(plan.services ?? [])];
  const uses = (plan.backings ?? []).flatMap((backing, to): EdgePlan[] => {
    const users = random.some([...services.keys()], backing.kind === 'files' ? 1 : 3);
    const more = random.odd<number[]>(() => [], [[0], [0, 1]]);
    return [...users, ...more].map((from) => {
      const tamed = random.odd(() => backing.kind === 'files', [false]);
      if (tamed) services[from] = once(services[from] ?? {});
      return { from, to, variable: random.maybe(0.8, () => `STORE_${to}`) };
    });
  });
  return { ...plan, services, uses };
}

function once(plan: FargatePlan): FargatePlan {
  return { ...plan, scaling: { fixed: 1 }, capacity: undefined, deployment: undefined };
}
