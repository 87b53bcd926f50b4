import { createHash } from 'node:crypto';
import { routeLabel, type Route } from '../core/route';

/** Largest priority of a listener rule. */
export const maxPriority = 50000;

/** Deepest path that has a band: `/a/b/c/d/e/f/g`. */
export const maxDepth = 7;

/** Two kinds of host times eight depths share the numbers. */
const bandSize = maxPriority / (2 * (maxDepth + 1));

/** Number of parts of a path: 0 for `/`, 1 for `/admin`. */
export function depthOf(path: string): number {
  return path.split('/').filter((part) => part !== '').length;
}

/**
 * The priority of a route, from nothing but the route itself: what is added or removed beside it never moves it. A band
 * per specificity, since of two routes that fit one request the more specific must win (a host before none, a deeper path
 * before a shallower one); a hash inside the band, where order does not matter.
 */
export function priorityOf(route: Route<string | undefined>): number {
  const hash = createHash('sha256').update(routeLabel(route)).digest().readUInt32BE(0);
  return firstOfBand(route) + (hash % bandSize);
}

/** The next number of the route's band that nobody has, for the remedy of a clash. */
export function freePriority(
  route: Route<string | undefined>,
  taken: ReadonlySet<number>,
): number | undefined {
  const first = firstOfBand(route);
  const start = priorityOf(route) - first;
  for (let step = 1; step < bandSize; step += 1) {
    const candidate = first + ((start + step) % bandSize);
    if (!taken.has(candidate)) return candidate;
  }
  return undefined;
}

function firstOfBand(route: Route<string | undefined>): number {
  const hostBand = route.host === undefined ? maxDepth + 1 : 0;
  const pathBand = maxDepth - Math.min(depthOf(route.path), maxDepth);
  return 1 + (hostBand + pathBand) * bandSize;
}
