import { known } from '../core/known';
import { pascalCase } from '../core/naming';
import { problemsOf, type Rule, shown } from '../core/validation';

/** Host names of the system, and the zone of Cloud DNS that holds them. */
export interface Domain {
  /** Host name that the public uses, for example `app.example.org`. */
  readonly name: string;

  /**
   * Name of the public zone that holds it, for example `example.org`. It must be in Cloud DNS, in the balancer's project.
   *
   * @default - no record is made: lead the name to the balancer's `address` wherever the zone is
   */
  readonly zoneName?: string;

  /**
   * What Cloud DNS calls the zone.
   *
   * @default - `zoneName` with a hyphen for each dot, for example `example-org`
   */
  readonly managedZone?: string;

  /**
   * Further host names that lead to the same place.
   *
   * @default - only `name`
   */
  readonly alternativeNames?: readonly string[];
}

const hostForm = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Longest name that Google makes a certificate for. */
const longestHostName = 63;

/** Certificates that one balancer takes, and there is one for each host name. */
const mostHostNames = 15;

/** All host names of a domain, the main one first. */
export function hostNamesOf(domain: Domain): string[] {
  return [domain.name, ...(domain.alternativeNames ?? [])];
}

/** What Cloud DNS calls the zone of a domain, or undefined where there is none. */
export function managedZoneOf({ zoneName, managedZone }: Domain): string | undefined {
  return zoneName === undefined ? undefined : (managedZone ?? zoneName.replaceAll('.', '-'));
}

/** What is wrong with a domain, or nothing. */
export function domainProblems(domain: Domain): string[] {
  const { zoneName } = domain;
  const names = hostNamesOf(domain);
  const wellFormed = (name: string) => known(name) && hostForm.test(name);
  const malformed = [...(zoneName === undefined ? [] : [zoneName]), ...names].filter(
    (name) => !wellFormed(name),
  );
  const outside = names.filter(
    (name) =>
      zoneName !== undefined &&
      wellFormed(name) &&
      name !== zoneName &&
      !name.endsWith(`.${zoneName}`),
  );
  // two names of one construct id would be two resources at one address
  const repeated = names.filter((name, at) =>
    names.slice(0, at).some((other) => pascalCase(other) === pascalCase(name)),
  );
  return [
    ...malformed.map(
      (name) =>
        `'domain' needs plain lower-case host names, got ${shown(name)}; use for example 'app.example.org'`,
    ),
    ...names
      .filter((name) => wellFormed(name) && name.length > longestHostName)
      .map(
        (name) =>
          `'domain' has ${shown(name)} with ${name.length} characters, and a certificate takes at most ${longestHostName}; use a shorter name`,
      ),
    ...outside.map(
      (name) =>
        `'domain' has ${shown(name)} outside of its zone ${shown(zoneName)}; use a name of the zone, or leave 'zoneName' out`,
    ),
    ...repeated.map(
      (name) =>
        `'domain' has ${shown(name)} twice, or two names that differ only in dots and hyphens; keep one`,
    ),
    ...problemsOf(domain, rules),
  ];
}

const rules: readonly Rule<Domain>[] = [
  {
    broken: ({ managedZone, zoneName }) => managedZone !== undefined && zoneName === undefined,
    message: () =>
      `'domain.managedZone' is set, but 'domain.zoneName' is not; name the zone there too, for example 'example.org'`,
  },
  {
    broken: ({ managedZone }) => known(managedZone) && !/^[a-z][a-z0-9-]{0,62}$/.test(managedZone),
    message: ({ managedZone }) =>
      `'domain.managedZone' must be what Cloud DNS calls the zone, got ${shown(managedZone)}; look it up with 'gcloud dns managed-zones list'`,
  },
  {
    broken: (domain) => hostNamesOf(domain).length > mostHostNames,
    message: (domain) =>
      `'domain' has ${hostNamesOf(domain).length} host names, and a load balancer takes at most ${mostHostNames}; use fewer 'alternativeNames'`,
  },
];
