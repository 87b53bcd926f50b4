import { refusedNames, refusedNumbers } from './hostile';
import type { Random } from './random';
import { planRoutes, type RoutePlan } from './route';

/** How the public comes in, if at all. */
export interface EntrancePlan {
  readonly kind?: 'domain' | 'cloudFront' | 'http-api';
  readonly proxy?: boolean;
  readonly name?: string;
  readonly hosts?: readonly string[];
  readonly zoneName?: string;
  readonly idleTimeoutSeconds?: number;
  readonly accessLogRetentionDays?: number;
  readonly webAcl?: {
    readonly requestsPerFiveMinutes?: number;
    readonly logRetentionDays?: number;
  };
  readonly requestsPerSecond?: number;
  readonly routes?: readonly RoutePlan[];
}

/** An entrance that is allowed, but for the odd values. */
export function planEntrance(random: Random, count: number): EntrancePlan {
  const kind = random.pick(['domain', 'domain', 'cloudFront', 'http-api'] as const);
  const proxy = random.chance(0.5);
  const hosts = ['app.example.org', ...random.some(['b.example.org', 'a.b.example.org'], 2)];
  const domain = kind === 'domain';
  const targets = random.some([...Array(count).keys()], 3, 1);
  const taker = { proxy, hosts: domain ? hosts : [], passwords: true };
  return {
    kind,
    proxy,
    name: random.maybe(0.3, () => random.odd(() => 'shop', refusedNames)),
    hosts: random.odd(() => hosts, [['A'], ['${x}.example.org'], ['app.example.com'], ['']]),
    zoneName: random.odd(() => 'example.org', ['', 'org.', '${x}', 'A']),
    idleTimeoutSeconds: random.maybe(0.3, () =>
      random.odd(() => random.integer(61, 65), [...refusedNumbers, 0, 4001, 3000]),
    ),
    accessLogRetentionDays: random.maybe(0.3, () => random.odd(() => 30, refusedNumbers)),
    webAcl: random.maybe(0.3, () => ({
      requestsPerFiveMinutes: random.maybe(0.5, () =>
        random.odd(() => 500, [...refusedNumbers, 9]),
      ),
      logRetentionDays: random.maybe(0.5, () => random.odd(() => 30, [2, NaN])),
    })),
    requestsPerSecond: random.maybe(0.3, () => random.odd(() => 10, refusedNumbers)),
    routes: planRoutes(random, targets, taker),
  };
}
