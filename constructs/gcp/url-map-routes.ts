import type { ComputeBackendService } from '@cdktf/provider-google/lib/compute-backend-service';
import {
  ComputeUrlMap,
  type ComputeUrlMapDefaultRouteAction,
  type ComputeUrlMapPathMatcher,
} from '@cdktf/provider-google/lib/compute-url-map';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { constructId } from '../core/naming';
import { type Route, routeLabel } from '../core/route';
import { throwProblems } from '../core/validation';
import type { CloudRunService } from './cloud-run-service';
import { ServerlessBackend } from './serverless-backend';
import { addRouteProblems } from './url-map-route-rules';

/** A route as a load balancer takes it: with a target of its own, or of a declaration. */
export type AnyRoute = Route<undefined> | Route;

/** A route of a load balancer. */
export interface LoadBalancerRoute {
  /** Name of the backend service, which the balancer's metrics are named by. */
  readonly backendName: string;

  /** The raw backend service, to override what the props do not offer. */
  readonly backend: ComputeBackendService;
}

/** Props of UrlMapRoutes. */
export interface UrlMapRoutesProps {
  /** Id of the balancer's project. */
  readonly projectId: string;

  /** Cloud name of the balancer, which starts every name. */
  readonly balancerName: string;

  /** Id of the policy of Cloud Armor. */
  readonly securityPolicyId: string;

  /** Percentage of the requests that are noted. */
  readonly logSamplePercent: number;

  /** Host names that lead to the balancer. */
  readonly hostNames: readonly string[];
}

/** A route that was added, with what stands behind it. */
export interface AddedRoute {
  /** The route. */
  readonly route: AnyRoute;

  /** The service in each region. */
  readonly targets: readonly CloudRunService[];

  /** What stands before them. */
  readonly backend: ServerlessBackend;
}

/**
 * Which request goes to which service. The whole map is rendered anew from the sorted routes each time, so that the order
 * of calls leaves no trace.
 */
export class UrlMapRoutes extends Construct {
  /** The raw map. */
  public readonly resource: ComputeUrlMap;

  private readonly added = new Map<string, AddedRoute>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: UrlMapRoutesProps,
  ) {
    super(scope, id);
    this.resource = new ComputeUrlMap(this, 'Resource', {
      name: props.balancerName,
      project: props.projectId,
      description: `Which request of ${props.balancerName} goes to which service`,
    });
    this.node.addValidation({
      validate: () =>
        this.added.size > 0 ? [] : [`no route was added, so it would serve nothing; call addRoute`],
    });
  }

  /**
   * Sends the requests of a route to a service.
   *
   * @throws ValidationError when a balancer cannot do what the route asks for, or the route clashes with another
   */
  public add(route: AnyRoute, targets: readonly CloudRunService[]): LoadBalancerRoute {
    const { hostNames } = this.props;
    throwProblems(this, addRouteProblems({ route, targets, hostNames, added: this.added }));
    const backend = this.backendOf(targets);
    this.added.set(routeLabel(route), { route, targets, backend });
    this.renew();
    return { backendName: backend.resource.nameInput ?? '', backend: backend.resource };
  }

  /** One backend for all routes to a service. */
  private backendOf(targets: readonly CloudRunService[]): ServerlessBackend {
    const [first] = targets;
    const before = [...this.added.values()].find((one) => one.targets[0] === first);
    return (
      before?.backend ??
      new ServerlessBackend(this, constructId(first?.name ?? ''), { ...this.props, targets })
    );
  }

  private renew(): void {
    const routes = [...this.added.values()].sort((a, b) =>
      routeLabel(a.route) < routeLabel(b.route) ? -1 : 1,
    );
    const shared = routes.filter(({ route }) => route.host === undefined);
    const hosts = [...new Set(routes.flatMap(({ route }) => route.host ?? []))].sort();
    const matchers = [
      ...(shared.some(({ route }) => route.path !== '/') ? [{ host: '*', own: shared }] : []),
      ...hosts.map((host) => ({ host, own: holdingFor(host, routes) })),
    ];
    const { service, action } = whatIsLeft(shared, routes);
    this.resource.defaultService = service;
    if (action) this.resource.putDefaultRouteAction(action);
    else this.resource.resetDefaultRouteAction();
    this.resource.putHostRule(
      matchers.map(({ host }) => ({ hosts: [host], pathMatcher: matcherName(host) })),
    );
    this.resource.putPathMatcher(matchers.map(({ host, own }) => matcher(host, own, routes)));
  }
}

/** The routes that hold for a host: its own and, where it has none for a path, those for every host. */
function holdingFor(host: string, routes: readonly AddedRoute[]): AddedRoute[] {
  const own = routes.filter(({ route }) => route.host === host);
  const taken = new Set(own.map(({ route }) => route.path));
  const shared = routes.filter(({ route }) => route.host === undefined && !taken.has(route.path));
  return [...own, ...shared];
}

function matcher(
  host: string,
  own: readonly AddedRoute[],
  all: readonly AddedRoute[],
): ComputeUrlMapPathMatcher {
  const { service, action } = whatIsLeft(own, all);
  return {
    name: matcherName(host),
    defaultService: service,
    ...(action ? { defaultRouteAction: action } : {}),
    // the longest path wins, in whatever order they stand
    pathRule: own
      .filter(({ route }) => route.path !== '/')
      .map(({ route: { path }, backend }) => ({
        paths: [path, `${path}/*`],
        service: backend.backendServiceId,
      })),
  };
}

/** What serves the paths that no route knows: the service of `/`, or nobody, which must still be said with a service. */
function whatIsLeft(
  own: readonly AddedRoute[],
  all: readonly AddedRoute[],
): { service: string; action: ComputeUrlMapDefaultRouteAction | undefined } {
  const root = own.find(({ route }) => route.path === '/');
  const some = root ?? own[0] ?? all[0];
  return {
    service: some?.backend.backendServiceId ?? '',
    action: root ? undefined : { faultInjectionPolicy: { abort } },
  };
}

/** Every request ends at the balancer. */
const abort = { httpStatus: 404, percentage: 100 };

/** Names allow no dots, and two hosts could become one name. */
function matcherName(host: string): string {
  return host === '*'
    ? 'every-host'
    : `host-${createHash('sha256').update(host).digest('hex').slice(0, 8)}`;
}
