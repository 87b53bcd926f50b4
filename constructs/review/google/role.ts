import type { Model } from '../model';
import type { RoleAnswer } from './grant';

/**
 * Roles that contain `run.routes.invoke`. Developers and editors may invoke what they may deploy.
 *
 * @see https://cloud.google.com/iam/docs/roles-permissions/run
 */
const invokerRoles: ReadonlySet<string> = new Set([
  'roles/run.invoker',
  'roles/run.servicesInvoker',
  'roles/run.admin',
  'roles/run.developer',
  'roles/run.sourceDeveloper',
  'roles/editor',
  'roles/owner',
]);

/**
 * Roles that contain `secretmanager.versions.access`.
 *
 * @see https://cloud.google.com/iam/docs/roles-permissions/secretmanager
 */
const readerRoles: ReadonlySet<string> = new Set([
  'roles/secretmanager.secretAccessor',
  'roles/secretmanager.admin',
  'roles/owner',
]);

/** Whether a role lets its members invoke services. */
export function invokes(model: Model, role: unknown): RoleAnswer {
  return answer(model, role, invokerRoles, 'run.routes.invoke');
}

/** Whether a role lets its members read secrets. */
export function readsSecrets(model: Model, role: unknown): RoleAnswer {
  return answer(model, role, readerRoles, 'secretmanager.versions.access');
}

function answer(
  model: Model,
  raw: unknown,
  roles: ReadonlySet<string>,
  permission: string,
): RoleAnswer {
  const role = model.identity(raw);
  if (role === undefined) return 'unknown';
  if (roles.has(role)) return 'yes';
  const custom = model.resources.get(role);
  if (custom) {
    const permissions = model.list(custom.block.permissions)?.map((entry) => model.text(entry));
    if (permissions?.includes(permission)) return 'yes';
    return !permissions || permissions.includes(undefined) ? 'unknown' : 'no';
  }
  // a role of a project or an organization that is not in the stack, or one of a service's own agent
  return /^(projects|organizations)\//.test(role) || /serviceAgent$/i.test(role) ? 'unknown' : 'no';
}
