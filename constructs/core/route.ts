import { Secret } from './secret';
import { known } from './known';
import { type RateLimit, rateLimitProblems } from './rate-limit';
import { shown } from './validation';

/** Who may use a route. */
export class Access {
  private constructor(
    /** What decides. */
    public readonly kind: 'open' | 'password' | 'addresses',
    /** The secret that holds the accepted login, for `password`. */
    public readonly login: Secret | undefined,
    /** The accepted address ranges, for `addresses`. */
    public readonly ranges: readonly string[],
  ) {}

  /** Everyone. */
  public static open(): Access {
    return new Access('open', undefined, []);
  }

  /**
   * Whoever knows the login (HTTP basic authentication). The secret's value is `user:password` or an htpasswd line.
   *
   * @param secretName name that the stack binds, as in `Secret.named`
   */
  public static password(secretName: string): Access {
    return new Access('password', Secret.named(secretName), []);
  }

  /**
   * Whoever comes from one of these addresses.
   *
   * @param ranges IPv4 or IPv6 ranges, for example `203.0.113.0/24`
   */
  public static addresses(ranges: readonly string[]): Access {
    return new Access('addresses', undefined, ranges);
  }
}

/** How a route treats requests. */
export interface RouteOptions {
  /**
   * Host name that the route holds for.
   *
   * @default - every host name
   */
  readonly host?: string;

  /**
   * Who may use the route.
   *
   * @default Access.open()
   */
  readonly access?: Access;

  /**
   * Removes the route's path before the request is passed on and says so in `X-Forwarded-Prefix`: for services that do
   * not know under which path they are published. `/healthz` and `/readyz` of the service stay private.
   *
   * @default false
   */
  readonly stripPrefix?: boolean;

  /**
   * Seconds within which the service must answer, 1 to 3600.
   *
   * @default 60
   */
  readonly timeoutSeconds?: number;

  /**
   * Largest request body in KiB; a larger one is answered with 413.
   *
   * @default 64
   */
  readonly bodyLimitKiB?: number;

  /**
   * Tries a safe request (GET, HEAD, OPTIONS) once more after a connection error, a timeout or a 502 to 504, and after a
   * 500 too where this is `true`.
   *
   * @default false
   */
  readonly retryServerErrors?: boolean;

  /**
   * How fast one client may ask for this route, counted apart from all others.
   *
   * @default - the limit of the proxy, which counts every route that has none of its own
   */
  readonly rateLimit?: RateLimit;
}

/**
 * One way in from the public: a path prefix, on one host or all, that leads to a service.
 *
 * @example
 * Route.path('/admin', 'adminapp', { access: Access.password('admin-login') })
 */
export class Route<Target extends string | undefined = string> {
  private constructor(
    /** Path prefix: `/admin` holds for `/admin` and everything below `/admin/`. */
    public readonly path: string,
    /** Workload that answers; undefined where the service is handed over with the route. */
    public readonly target: Target,
    /** Host name, or undefined for every host. */
    public readonly host: string | undefined,
    /** Who may use the route. */
    public readonly access: Access,
    /** Whether the path is removed before the request is passed on. */
    public readonly stripPrefix: boolean,
    /** Seconds within which the service must answer. */
    public readonly timeoutSeconds: number,
    /** Largest request body in KiB. */
    public readonly bodyLimitKiB: number,
    /** Whether a safe request is tried again after a 500. */
    public readonly retryServerErrors: boolean,
    /** How fast one client may ask, or undefined where the proxy's own limit holds. */
    public readonly rateLimit: RateLimit | undefined,
  ) {}

  /** A route whose service is handed over with it, as in `loadBalancer.addRoute(Route.path('/'), web)`. */
  public static path(path: string, options?: RouteOptions): Route<undefined>;
  /** A route to a workload of the system. */
  public static path<Target extends string>(
    path: string,
    target: Target,
    options?: RouteOptions,
  ): Route<Target>;
  public static path(
    path: string,
    second?: string | RouteOptions,
    third?: RouteOptions,
  ): Route<string | undefined> {
    const target = typeof second === 'string' ? second : undefined;
    const options = (typeof second === 'string' ? third : second) ?? {};
    return new Route(
      path,
      target,
      options.host,
      options.access ?? Access.open(),
      options.stripPrefix ?? false,
      options.timeoutSeconds ?? 60,
      options.bodyLimitKiB ?? 64,
      options.retryServerErrors ?? false,
      options.rateLimit,
    );
  }
}

type AnyRoute = Route<string | undefined>;

const pathForm = /^\/([A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*)?$/;
const hostForm = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const rangeForm = /^([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(\/\d{1,3})?$/;

/** Every problem of a list of routes: each route alone, then routes that claim the same requests. */
export function routeProblems(routes: readonly AnyRoute[]): string[] {
  return [...routes.flatMap(aloneProblems), ...overlapProblems(routes)];
}

/** How a route is called in messages: its host, if it has one, and its path. */
export function routeLabel(route: AnyRoute): string {
  return `${route.host ?? ''}${route.path}`;
}

function aloneProblems(route: AnyRoute): string[] {
  const name = `route '${routeLabel(route)}'`;
  const problems: string[] = [];
  if (
    known(route.path) &&
    (!pathForm.test(route.path) || route.path.split('/').some((part) => /^\.\.?$/.test(part)))
  ) {
    problems.push(
      `${name}: 'path' must be '/' or start with '/', hold letters, digits, '.', '_', '~' or '-' between slashes and not end with one, got ${shown(route.path)}; use for example '/admin'`,
    );
  }
  if (known(route.host) && !hostForm.test(route.host)) {
    problems.push(
      `${name}: 'host' must be a lower-case host name, got ${shown(route.host)}; use for example 'app.example.org'`,
    );
  }
  problems.push(
    ...numberProblem(name, 'timeoutSeconds', route.timeoutSeconds, [1, 3600]),
    ...numberProblem(name, 'bodyLimitKiB', route.bodyLimitKiB, [1, 1048576]),
  );
  return [
    ...problems,
    ...accessProblems(name, route.access),
    ...(route.rateLimit === undefined ? [] : rateLimitProblems(`${name}: `, route.rateLimit)),
  ];
}

function numberProblem(
  name: string,
  prop: string,
  value: number,
  [min, max]: readonly [number, number],
): string[] {
  if (!known(value) || (Number.isInteger(value) && value >= min && value <= max)) return [];
  return [
    `${name}: '${prop}' must be a whole number from ${min} to ${max}, got ${shown(value)}; choose one in between`,
  ];
}

function accessProblems(name: string, access: Access): string[] {
  if (access.kind === 'addresses' && access.ranges.length === 0) {
    return [`${name}: 'access' lists no address, so nobody could use it; name at least one range`];
  }
  return access.ranges
    .filter((range) => known(range) && !rangeForm.test(range))
    .map(
      (range) =>
        `${name}: 'access' needs address ranges, got ${shown(range)}; use for example '203.0.113.0/24'`,
    );
}

function overlapProblems(routes: readonly AnyRoute[]): string[] {
  const seen = new Map<string, AnyRoute>();
  const problems: string[] = [];
  for (const route of routes) {
    const first = seen.get(routeLabel(route));
    if (first) {
      problems.push(
        `'routes' has '${routeLabel(route)}' twice, to ${shown(first.target)} and to ${shown(route.target)}; change one path or give one a 'host'`,
      );
    } else seen.set(routeLabel(route), route);
  }
  return problems;
}
