import type { Step } from '../contract/case';
import type { ConcreteCase } from '../contract/case-file';
import type { PlannedGroup } from '../contract/plan';

/**
 * Groups of the contracts that a deployment is asked: one or more of each thing that the public reaches, all the way to
 * what is behind it.
 */
export const smokeGroups: Readonly<Record<string, readonly string[]>> = {
  system: ['the proxy itself', 'two sites of one image'],
  adminapp: ['the page', 'the login'],
  'site-a': ['the index'],
  'site-b': ['the index'],
  uptime: ['answers'],
  'users-form': ['a prefix in front'],
  webapp: ['the page'],
};

/** A single case beside the groups: adminapp asks goapp, which asks its store. */
const smokeCases = ['adminapp: GET /api/users: lists what the backend has, unchanged'];

/** What of a whole contract a smoke asks: of these groups, what only reads. */
export function smokeOf(groups: readonly PlannedGroup[]): PlannedGroup[] {
  return groups.flatMap((group) => {
    const { service, name } = group;
    const whole = smokeGroups[service]?.includes(name) ?? false;
    const cases = group.cases.filter(
      (one) =>
        one.steps.every((step) => onlyReads(step, one)) &&
        (whole || smokeCases.includes(`${service}: ${name}: ${one.name}`)),
    );
    return cases.length === 0 ? [] : [{ ...group, cases }];
  });
}

/** A step that is one request without a body; a socket talks, and statistics are many requests. */
function onlyReads({ request }: Step, { row }: ConcreteCase): boolean {
  if (request === undefined) return false;
  const method = request.method === '${method}' ? row.method : (request.method ?? 'GET');
  return method === 'GET' || method === 'HEAD';
}
