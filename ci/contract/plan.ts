import type { CaseFile, Expectation, Mode, Mount } from './case';
import { type ConcreteCase, concreteCases } from './case-file';
import type { Target } from './target';

/** The file of the system as a whole. */
export const systemName = 'system';
/** The file of what every service does. */
export const commonName = 'every-service';

/** One group of cases with what it runs against. */
export interface PlannedGroup {
  /** The service, or the mount where one service is found twice. */
  readonly service: string;
  readonly name: string;
  readonly target: Target;
  /** Mounts that are asked too. */
  readonly mounts: readonly string[];
  /** Hold for each answer of the group. */
  readonly always: readonly Expectation[];
  readonly cases: readonly ConcreteCase[];
}

/** What is asked for. */
export interface Selection {
  /** The one service that is at the base URL; undefined for the whole system. */
  readonly service?: string;
  /** Prefix instead of the service's own. */
  readonly prefix?: string;
  /** Mounts of the system, by name; none means all. */
  readonly only: readonly string[];
  /** Text within the name of a case, its group or its service. */
  readonly grep?: string;
}

type Files = ReadonlyMap<string, CaseFile>;
type Site = Omit<Target, 'prefix' | 'mode' | 'login'>;

/** The groups to run, in the order in which they are written. */
export function planned(
  files: Files,
  selection: Selection,
  site: Site,
  login?: string,
): PlannedGroup[] {
  const groups =
    selection.service === undefined
      ? systemGroups(files, selection, site, login)
      : serviceGroups(files, selection.service, selection.prefix, site);
  const { grep } = selection;
  const kept = groups.map((group) => ({
    ...group,
    cases: group.cases.filter(
      ({ name }) => grep === undefined || `${group.service}: ${group.name}: ${name}`.includes(grep),
    ),
  }));
  return kept.filter(({ cases }) => cases.length > 0);
}

/** Where the public finds each service. */
export function mountsOf(files: Files): readonly Mount[] {
  return files.get(systemName)?.mounts ?? [];
}

/** Services that can be addressed on their own. */
export function serviceNames(files: Files): string[] {
  return [...files.keys()].filter((name) => name !== systemName && name !== commonName);
}

function serviceGroups(
  files: Files,
  service: string,
  prefix: string | undefined,
  site: Site,
): PlannedGroup[] {
  const file = fileOf(files, service);
  const target: Target = { ...site, mode: 'direct', prefix: prefix ?? file.prefix ?? '' };
  return groupsOf(files, file, { service, target, always: [], mounts: [] });
}

function systemGroups(
  files: Files,
  { only }: Selection,
  site: Site,
  login: string | undefined,
): PlannedGroup[] {
  const system = fileOf(files, systemName);
  const always = system.always === undefined ? [] : [system.always];
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
  const selected = mountsOf(files).filter(({ name }) => wanted(name));
  const mounts = selected.map(({ name }) => name);
  const mounted = selected.flatMap(({ name, service, prefix, login: asks }) => {
    const own = asks === true && login !== undefined ? { login } : {};
    const target: Target = { ...site, ...own, mode: 'proxied', prefix };
    return groupsOf(files, fileOf(files, service), { service: name, target, always, mounts });
  });
  const target: Target = { ...site, mode: 'proxied', prefix: '' };
  const whole = { service: systemName, target, always: [], mounts };
  return [...mounted, ...(wanted(systemName) ? groupsOf(files, system, whole) : [])];
}

function groupsOf(
  files: Files,
  file: CaseFile,
  place: Pick<PlannedGroup, 'service' | 'target' | 'always' | 'mounts'>,
): PlannedGroup[] {
  const { mode } = place.target;
  const common = file.commonRules === true ? files.get(commonName) : undefined;
  return [file, ...(common === undefined ? [] : [common])].flatMap((one) =>
    one.groups
      .filter(({ only }) => applies(only, mode))
      .map(({ name, cases }) => ({
        ...place,
        name,
        always: [...place.always, ...(one.always === undefined ? [] : [one.always])],
        cases: cases.flatMap(concreteCases).filter(({ only }) => applies(only, mode)),
      })),
  );
}

function applies(only: Mode | undefined, mode: Mode): boolean {
  return only === undefined || only === mode;
}

function fileOf(files: Files, service: string): CaseFile {
  const file = files.get(service);
  if (file === undefined) throw new RangeError(`there is no cases/${service}.json`);
  return file;
}
