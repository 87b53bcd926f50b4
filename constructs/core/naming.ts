import { createHash } from 'node:crypto';
import { known } from './known';
import { shown } from './validation';

/** What a cloud allows as the name of one kind of resource. */
export interface NameLimit {
  /** The cloud's own word for the thing that is named, for the error message. */
  readonly thing: string;

  /** Longest allowed name, in characters. */
  readonly maxLength: number;
}

/** Longest discovery name: a DNS label (RFC 1035), since `http://<name>:<port>` is how a caller finds it. */
const maxLabelLength = 63;
const label = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** What is wrong with a discovery name, or nothing. */
export function nameProblems(prop: string, name: string): string[] {
  if (!known(name)) return [];
  if (!label.test(name)) {
    return [
      `'${prop}' must start with a letter and hold only lower-case letters, digits and inner hyphens, got ${shown(name)}; rename it, for example 'users-api'`,
    ];
  }
  if (name.length > maxLabelLength) {
    return [
      `'${prop}' may have at most ${maxLabelLength} characters, got ${name.length} in ${shown(name)}; shorten it`,
    ];
  }
  return [];
}

/** The name of a thing in the cloud: `<environment>-<name>`, the same on every platform. */
export function cloudName(environment: string, name: string): string {
  return `${environment}-${name}`;
}

/** What is wrong with the length of a cloud name, or nothing. */
export function lengthProblems(cloudNames: readonly string[], limit: NameLimit): string[] {
  return cloudNames
    .filter((name) => known(name) && name.length > limit.maxLength)
    .map(
      (name) =>
        `'name' makes the ${limit.thing} name ${shown(name)}, which has ${name.length} characters of at most ${limit.maxLength}; shorten the service's or the environment's name`,
    );
}

/** The kebab-case form of a construct id: `UsersApi` becomes `users-api`. */
export function kebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The PascalCase form of a name, for construct ids: `users-api` becomes `UsersApi`. */
export function pascalCase(name: string): string {
  return name.replace(/(^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, __, first: string) =>
    first.toUpperCase(),
  );
}

/** The main child of a construct, and the id that vanishes from addresses. */
const reservedIds: readonly string[] = ['Resource', 'Default'];

/**
 * The construct id of a name: its PascalCase form, and a hash behind it where another name has the same form. `a-1` and
 * `a1` are two services, and would be one id.
 */
export function constructId(name: string): string {
  const id = pascalCase(name);
  return kebabCase(id) === name && !reservedIds.includes(id) ? id : `${id}${hashOf(name)}`;
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}
