import { type Route, routeLabel } from '../core/route';
import { type ProblemScope, shown, throwProblems } from '../core/validation';

/**
 * The services that routes lead to, by target and in the order of their names.
 *
 * @param problemsOf what is wrong with a route to its service on the platform
 * @throws ValidationError with every route that leads nowhere or does not fit its service
 */
export function routeTargets<Service>(
  proxy: ProblemScope,
  routes: readonly Route[],
  services: ReadonlyMap<string, Service>,
  problemsOf: (route: Route, service: Service) => readonly string[] = () => [],
): Map<string, Service> {
  const targets = new Map<string, Service>();
  const problems: string[] = [];
  for (const route of [...routes].sort((a, b) => (a.target < b.target ? -1 : 1))) {
    const service = services.get(route.target);
    if (service) {
      targets.set(route.target, service);
      problems.push(...problemsOf(route, service));
    } else {
      problems.push(
        `'services' has no ${shown(route.target)}, to which route '${routeLabel(route)}' leads; add it or remove the route`,
      );
    }
  }
  throwProblems(proxy, problems);
  return targets;
}
