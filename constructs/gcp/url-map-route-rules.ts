import { known } from '../core/known';
import { Access, Route, routeLabel, routeProblems } from '../core/route';
import { problemsOf, type Rule, shown } from '../core/validation';
import type { CloudRunService } from './cloud-run-service';
import { regionOf } from './serverless-backend';
import type { AddedRoute, AnyRoute } from './url-map-routes';

/** A route on its way into a URL map. */
export interface NewRoute {
  /** The route. */
  readonly route: AnyRoute;

  /** Where it leads: the same service in one region or several. */
  readonly targets: readonly CloudRunService[];

  /** Host names that lead to the balancer. */
  readonly hostNames: readonly string[];

  /** What the balancer has so far, by the routes' labels. */
  readonly added: ReadonlyMap<string, AddedRoute>;
}

/** Everything that is wrong with a route before it is added. */
export function addRouteProblems(added: NewRoute): string[] {
  return [
    ...routeProblems([added.route]),
    ...problemsOf(added, [...featureRules, ...bookRules]),
    ...added.targets.flatMap(exposureProblems),
  ];
}

const plain = Route.path('/');

/** One rule per thing that nginx can do and a load balancer cannot. */
const featureRules: readonly Rule<NewRoute>[] = [
  cannot(
    'access',
    (route) => route.access.kind !== Access.open().kind,
    'ask for a login or look at addresses',
  ),
  cannot('stripPrefix', (route) => route.stripPrefix, 'tell a service that its path was removed'),
  cannot(
    'rateLimit',
    (route) => route.rateLimit !== undefined,
    'count requests by route, only by client',
  ),
  cannot('retryServerErrors', (route) => route.retryServerErrors, 'try a request again'),
  cannot(
    'timeoutSeconds',
    (route) => known(route.timeoutSeconds) && route.timeoutSeconds !== plain.timeoutSeconds,
    "have a timeout of its own for Cloud Run, where the service's holds",
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
): Rule<NewRoute> {
  return {
    broken: ({ route }) => broken(route),
    message: ({ route }) =>
      `route '${routeLabel(route)}': '${prop}' is set, but a load balancer cannot ${what}; put a ReverseProxy behind it and give that the route`,
  };
}

const bookRules: readonly Rule<NewRoute>[] = [
  {
    broken: ({ route, added }) => added.has(routeLabel(route)),
    message: ({ route }) =>
      `route '${routeLabel(route)}' was added before; change one path or give one a 'host'`,
  },
  {
    broken: ({ route, hostNames }) => route.host !== undefined && !hostNames.includes(route.host),
    message: ({ route, hostNames }) =>
      `route '${routeLabel(route)}': 'host' must be one that leads to the balancer (${hostNames.join(', ')}), got ${shown(route.host)}; add it to 'domain.alternativeNames'`,
  },
  {
    broken: ({ targets }) => targets.length === 0,
    message: ({ route }) =>
      `route '${routeLabel(route)}' leads to no service; name the one that answers`,
  },
  {
    broken: ({ targets }) => new Set(targets.map(regionOf)).size < targets.length,
    message: ({ targets }) =>
      `'target' has two services of one region, got ${shown(targets.map(regionOf))}; a backend takes one for each region`,
  },
  {
    broken: ({ targets }) => new Set(targets.map(({ name }) => name)).size > 1,
    message: ({ targets }) =>
      `'target' must be the same service in every region, got ${shown(targets.map(({ name }) => name))}; add a route for each service`,
  },
  {
    broken: ({ targets, added }) =>
      [...added.values()].some(
        (other) => other.targets[0] === targets[0] && !sameServices(other.targets, targets),
      ),
    message: ({ targets }) =>
      `'target' ${shown(targets[0]?.name)} has other regions than in another route; name the same services in both`,
  },
  {
    broken: ({ targets, added }) =>
      [...added.values()].some(
        (other) => other.targets[0] !== targets[0] && other.targets[0]?.name === targets[0]?.name,
      ),
    message: ({ targets }) =>
      `'target' has the name ${shown(targets[0]?.name)} of another target; give each service its own name`,
  },
];

function sameServices(
  some: readonly CloudRunService[],
  others: readonly CloudRunService[],
): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}

/** SECURITY(WAF): a service that is reached at its run.app address too is reached around the balancer. */
function exposureProblems({ name, exposure }: CloudRunService): string[] {
  if (exposure === 'load-balancer') return [];
  const why =
    exposure === 'public'
      ? 'so that everyone can go around the balancer and its policy'
      : 'so that it takes no requests of a balancer';
  return [
    `'target' is '${name}', whose 'exposure' is '${exposure}', ${why}; set it to 'load-balancer'`,
  ];
}
