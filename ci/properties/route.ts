import { RateLimit } from '../../constructs/core/rate-limit';
import { Access, Route } from '../../constructs/core/route';
import { refusedNumbers, refusedPaths } from './hostile';
import type { Random } from './random';

/** A route as plain data. */
export interface RoutePlan {
  readonly path?: string;
  readonly to?: number;
  readonly host?: string;
  readonly password?: string;
  readonly addresses?: readonly string[];
  readonly stripPrefix?: boolean;
  readonly timeoutSeconds?: number;
  readonly bodyLimitKiB?: number;
  readonly retryServerErrors?: boolean;
  readonly rate?: { readonly requestsPerSecond: number; readonly burst: number };
}

/** Who takes the routes: a balancer knows paths alone, a proxy all the rest. */
export interface RouteTaker {
  readonly proxy: boolean;
  readonly hosts: readonly string[];
  readonly passwords: boolean;
}

/** The options of a route as they are written. */
export function routeOf(plan: RoutePlan, target: string): Route {
  const { path = '/', to: _, password, addresses, rate, ...options } = plan;
  return Route.path(path, target, {
    ...options,
    ...(password === undefined ? {} : { access: Access.password(password) }),
    ...(addresses === undefined ? {} : { access: Access.addresses(addresses) }),
    ...(rate === undefined ? {} : { rateLimit: RateLimit.perClient(rate) }),
  });
}

const paths = ['/', '/admin', '/admin/users', '/api', '/api/v1', '/a.b', '/~x', '/A', '/a/b/c/d'];
const refused = [...refusedPaths, '/admin', 'a'];

/** Routes to services; each service of a balancer has few, since ECS registers it in few groups. */
export function planRoutes(random: Random, targets: readonly number[], taker: RouteTaker) {
  const chosen = random.some(paths, Math.min(4, targets.length * 2), 1);
  return chosen.map((path, at) => {
    const to = targets[at % targets.length] ?? 0;
    const plain: RoutePlan = { path: random.odd(() => path, refused), to };
    const host = random.maybe(0.2, () => random.odd(() => pickHost(random, taker), badHosts));
    const named = host === undefined ? plain : { ...plain, host };
    return taker.proxy || random.odd(() => false, [true])
      ? withOptions(random, named, taker)
      : named;
  });
}

const badHosts = ['', 'A.example.org', 'a b', '${x}', 'other.example.com', '-a.example.org'];

function pickHost(random: Random, { hosts }: RouteTaker): string | undefined {
  return hosts.length === 0 ? undefined : random.pick(hosts);
}

function withOptions(random: Random, plain: RoutePlan, { passwords }: RouteTaker): RoutePlan {
  return {
    ...plain,
    ...(passwords && random.chance(0.2)
      ? { password: random.odd(() => 'admin-login', ['', '${x}', 'a b', '../x', 'A/B']) }
      : {}),
    ...(random.chance(0.2)
      ? { addresses: random.odd(() => ['203.0.113.0/24', '2001:db8::/32'], badAddresses) }
      : {}),
    stripPrefix: random.maybe(0.3, () => random.chance(0.5)),
    timeoutSeconds: random.maybe(0.3, () =>
      random.odd(() => random.integer(1, 50), refusedNumbers),
    ),
    bodyLimitKiB: random.maybe(0.3, () =>
      random.odd(() => random.integer(1, 9999), refusedNumbers),
    ),
    retryServerErrors: random.maybe(0.3, () => random.chance(0.5)),
    rate: random.maybe(0.3, () => ({
      requestsPerSecond: random.odd(() => random.integer(1, 1000), [...refusedNumbers, 0]),
      burst: random.odd(() => random.integer(0, 1000), refusedNumbers),
    })),
  };
}

const badAddresses: readonly (readonly string[])[] = [
  [],
  [''],
  ['everyone'],
  ['999.1.1.1/99'],
  ['1.2.3'],
  [':/0'],
  ['203.0.113.0/24; allow all'],
];
