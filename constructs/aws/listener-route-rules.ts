import { Access, Route, routeLabel, routeProblems } from '../core/route';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { depthOf, freePriority, maxDepth, maxPriority } from './listener-priority';
import type { AddRouteOptions, AnyRoute, RouteBook } from './listener-routes';
import type { LoadBalancerTarget } from './load-balancer-target';

/** A route on its way into a listener. */
export interface AddedRoute extends AddRouteOptions {
  /** The route. */
  readonly route: AnyRoute;

  /** Where it leads. */
  readonly target: LoadBalancerTarget;

  /** Priority of its rule. */
  readonly priority: number;

  /** What the balancer has so far. */
  readonly book: RouteBook;

  /** Seconds after which the balancer closes an idle connection. */
  readonly idleTimeoutSeconds: number;

  /** Host names that lead to the balancer, or undefined where that is not known. */
  readonly hostNames: readonly string[] | undefined;
}

/** Longest value of a rule's condition. */
const maxPatternLength = 128;

/** Most target groups that ECS registers one service with. */
const maxTargetGroups = 5;

/** A target whose deployments shift traffic has two groups for each route. */
function maxRoutesOf({ shiftsTraffic = false }: LoadBalancerTarget): number {
  return Math.floor(maxTargetGroups / (shiftsTraffic ? 2 : 1));
}

/** Everything that is wrong with a route before it is added. */
export function addRouteProblems(added: AddedRoute): string[] {
  return [
    ...routeProblems([added.route]),
    ...problemsOf(added, [...featureRules, ...bookRules, ...groupRules]),
  ];
}

const plain = Route.path('/');

/** One rule per thing that nginx can do and an ALB cannot. */
const featureRules: readonly Rule<AddedRoute>[] = [
  cannot(
    'access',
    (route) => route.access.kind !== Access.open().kind,
    'ask for a login or look at addresses',
  ),
  cannot('stripPrefix', (route) => route.stripPrefix, 'remove a path'),
  cannot('rateLimit', (route) => route.rateLimit !== undefined, 'count requests by client'),
  cannot('retryServerErrors', (route) => route.retryServerErrors, 'try a request again'),
  cannot(
    'timeoutSeconds',
    (route) => known(route.timeoutSeconds) && route.timeoutSeconds !== plain.timeoutSeconds,
    'have a timeout per route',
  ),
  cannot(
    'bodyLimitKiB',
    (route) => known(route.bodyLimitKiB) && route.bodyLimitKiB !== plain.bodyLimitKiB,
    'limit request bodies',
  ),
];

function cannot(
  prop: keyof AnyRoute,
  broken: (route: AnyRoute) => boolean,
  what: string,
): Rule<AddedRoute> {
  return {
    broken: ({ route }) => broken(route),
    message: ({ route }) =>
      `route '${routeLabel(route)}': '${prop}' is set, but a load balancer cannot ${what}; put a ReverseProxy behind it and give that the route`,
  };
}

const bookRules: readonly Rule<AddedRoute>[] = [
  {
    broken: ({ route, book }) => [...book.labels.values()].includes(routeLabel(route)),
    message: ({ route }) =>
      `route '${routeLabel(route)}' was added before; change one path or give one a 'host'`,
  },
  {
    broken: ({ route, priority, book }) =>
      book.labels.has(priority) && book.labels.get(priority) !== routeLabel(route),
    message: ({ route, priority, book }) =>
      `'priority' ${priority} of route '${routeLabel(route)}' is the one of '${book.labels.get(priority)}' too; give one of them a free one, for example { priority: ${freePriority(route, new Set(book.labels.keys()))} }`,
  },
  {
    broken: ({ priority }) =>
      known(priority) && (!Number.isInteger(priority) || priority < 1 || priority > maxPriority),
    message: ({ priority }) =>
      `'priority' must be a whole number from 1 to ${maxPriority}, got ${shown(priority)}; choose one in between or leave it out`,
  },
  {
    broken: ({ route }) => depthOf(route.path) > maxDepth,
    message: ({ route }) =>
      `route '${routeLabel(route)}': 'path' may have at most ${maxDepth} parts, got ${depthOf(route.path)}; route a shorter path`,
  },
  {
    broken: ({ route }) =>
      Math.max(`${route.path}/*`.length, route.host?.length ?? 0) > maxPatternLength,
    message: ({ route }) =>
      `route '${routeLabel(route)}': 'path' with '/*' and 'host' may have at most ${maxPatternLength} characters each; shorten them`,
  },
  {
    broken: ({ route, hostNames }) => route.host !== undefined && hostNames?.length === 0,
    message: ({ route }) =>
      `route '${routeLabel(route)}': 'host' is ${shown(route.host)}, but without a domain the only name is the one that CloudFront makes up; leave it out, or give the entrance a 'domain'`,
  },
  {
    broken: ({ route, hostNames = [] }) =>
      route.host !== undefined && hostNames.length > 0 && !hostNames.includes(route.host),
    message: ({ route, hostNames }) =>
      `route '${routeLabel(route)}': 'host' must be one that leads to the balancer (${hostNames?.join(', ')}), got ${shown(route.host)}; add it to the 'alternativeNames' of the domain`,
  },
  {
    broken: ({ target, idleTimeoutSeconds }) =>
      known(target.keepAliveSeconds) &&
      known(idleTimeoutSeconds) &&
      idleTimeoutSeconds >= target.keepAliveSeconds,
    message: ({ target, idleTimeoutSeconds }) =>
      `'idleTimeoutSeconds' must be below the 'keepAliveSeconds' of ${target.name}, got ${idleTimeoutSeconds} and ${target.keepAliveSeconds}: a connection that the target closes first ends in a 502; lower the one or raise the other`,
  },
  {
    broken: ({ target, book }) =>
      [...book.targets.keys()].some((other) => other !== target && other.name === target.name),
    message: ({ target }) =>
      `'target' has the name ${shown(target.name)} of another target; give each service its own name`,
  },
  {
    broken: ({ target, book }) => (book.targets.get(target) ?? 0) >= maxRoutesOf(target),
    message: ({ target }) =>
      `'target' ${shown(target.name)} has ${maxRoutesOf(target)} routes, and ECS allows no more; put a ReverseProxy in front of it`,
  },
];

const groupRules: readonly Rule<AddedRoute>[] = [
  {
    broken: ({ drainSeconds, target }) =>
      known(drainSeconds) &&
      known(target.shutdownSeconds) &&
      !isWhole(drainSeconds, 0, Math.min(3600, target.shutdownSeconds)),
    message: ({ drainSeconds, target }) =>
      `'drainSeconds' must be a whole number from 0 to ${Math.min(3600, target.shutdownSeconds)}, the 'shutdownSeconds' of ${target.name}, got ${shown(drainSeconds)}; lower it, or raise 'shutdownSeconds'`,
  },
  {
    broken: ({ stickySeconds }) => known(stickySeconds) && !isWhole(stickySeconds, 1, 604_800),
    message: ({ stickySeconds }) =>
      `'stickySeconds' must be a whole number from 1 to 604800, got ${shown(stickySeconds)}; choose one in between or leave it out`,
  },
  {
    broken: ({ stickySeconds, target }) =>
      stickySeconds !== undefined && target.shiftsTraffic === true,
    message: ({ target }) =>
      `'stickySeconds' is set, but deployments of ${target.name} shift traffic, and a browser that sticks would stay with what is being replaced; leave it out or use Deployment.rolling()`,
  },
];

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
