import type { Route } from '../core/route';
import { Secret } from '../core/secret';

/** Names of the secrets with the logins of the password routes, each once, sorted. */
export function loginNames(routes: readonly Route<string | undefined>[]): string[] {
  return [...new Set(routes.flatMap(({ access }) => access.login?.name ?? []))].sort();
}

/** Whether a secret name can be told apart from every other as a file name and as a variable. */
export function isLoginName(name: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
}

/** Variable in which the container finds a login: `admin-login` is `SECRET_ADMIN_LOGIN`. */
export function loginVariable(name: string): string {
  return `SECRET_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The secrets of the proxy's container: one variable for each login that a route asks for. */
export function loginSecrets(
  routes: readonly Route<string | undefined>[],
): Readonly<Record<string, Secret>> {
  return Object.fromEntries(
    loginNames(routes).map((name) => [loginVariable(name), Secret.named(name)]),
  );
}
