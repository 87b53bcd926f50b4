import { explanations, limits, remarks } from './explained';
import {
  type Platform,
  platforms,
  proxyName,
  type RouteFacts,
  type ServiceFacts,
  type SystemFacts,
  type Value,
} from './facts';

/** What is declared for each platform: a platform may run a part of the system. */
export type Declared = Readonly<Record<Platform, SystemFacts>>;

/** The facts of every rendering. */
export type Rendered = Readonly<Record<Platform, SystemFacts>>;

/** One thing that a cell says. */
export interface Part {
  /** `=`, `-`, or what differs: what came is marked with +, what is gone with -. */
  readonly text: string;
  /** Why it may differ, or not be said; or what is to be known about what is equal. */
  readonly reason?: string | undefined;
}

/** One fact of one service, as one platform says it. */
export type Cell = readonly Part[];

const equal = '=';
const notExpressed = '-';
const notRun = {
  text: '-',
  reason: 'On this platform the cloud itself runs it.',
};

/** One fact of one service on every platform. */
export interface Row {
  readonly service: string;
  readonly fact: string;
  readonly declared: string;
  readonly cells: Readonly<Record<Platform, Cell>>;
}

/** Compares what every platform says with the declaration, fact by fact. */
export function compareFacts(declared: Declared, rendered: Rendered): Row[] {
  const all = platforms.map((platform) => ({
    platform,
    own: factsOf(declared[platform]),
    found: factsOf(rendered[platform]),
  }));
  const keys = [...new Set(all.flatMap(({ own, found }) => [...own.keys(), ...found.keys()]))];
  return keys.map((key) => {
    const [service = '', fact = ''] = key.split('\t');
    const cells = all.map(({ platform, own, found }) => {
      const place = { platform, service, fact, declared: declared[platform] };
      const absent = !own.has(key) && !found.has(key);
      return [platform, absent ? [notRun] : cellOf(place, own.get(key), found.get(key))] as const;
    });
    return {
      service,
      fact,
      declared: textOf(all.find(({ own }) => own.has(key))?.own.get(key)),
      cells: Object.fromEntries(cells) as Row['cells'],
    };
  });
}

/** Every difference that no table explains, as one line. */
export function unexplainedOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ service, fact, declared, cells }) =>
    platforms.flatMap((platform) =>
      unexplainedParts(cells[platform]).map(
        ({ text }) =>
          `${platform}: ${service}, ${fact} is declared as '${declared}', found '${text}'`,
      ),
    ),
  );
}

/** All facts by service and name, in one order: a service that is missing has none. */
function factsOf({ services, routes }: SystemFacts): Map<string, Value> {
  const named = (service: string, facts: ServiceFacts | RouteFacts, before = '') =>
    Object.entries(facts).map(
      ([fact, value]) => [`${service}\t${before}${fact}`, value as Value] as const,
    );
  return new Map([
    ...Object.entries(services).flatMap(([service, facts]) => named(service, facts)),
    ...Object.entries(routes).flatMap(([path, facts]) => named(proxyName, facts, `${path} `)),
  ]);
}

/** Where a fact is compared. */
interface Place {
  readonly platform: Platform;
  readonly service: string;
  readonly fact: string;
  readonly declared: SystemFacts;
}

/** What differs and no table explains. */
export function unexplainedParts(cell: Cell): Part[] {
  return cell.filter(({ text, reason }) => text !== equal && reason === undefined);
}

function cellOf(place: Place, declared: Value, found: Value): Cell {
  const holds = (one: Applies): boolean => appliesTo(one, place);
  const limit = limits.find(holds);
  if (found === undefined) {
    if (limit) return [{ text: notExpressed, reason: limit.reason }];
    return [{ text: declared === undefined ? equal : 'not found' }];
  }
  if (limit) return [{ text: `${textOf(found)}, which is said not to be expressed` }];
  const differences = differencesOf(declared, found).map((text) => {
    const meant = explanations.find(
      (one) => holds(one) && one.text(place.service, place.declared) === text,
    );
    return { text, reason: meant?.reason };
  });
  if (differences.length > 0) return differences;
  return [{ text: equal, reason: remarks.find(holds)?.reason }];
}

interface Applies {
  readonly platforms: readonly Platform[];
  readonly fact: string;
  readonly services?: readonly string[];
}

function appliesTo({ platforms: on, fact, services }: Applies, place: Place): boolean {
  const here = on.includes(place.platform) && fact === place.fact;
  return here && (services?.includes(place.service) ?? true);
}

/** What differs: the value that was found, or what a list gained and lost. */
function differencesOf(declared: Value, found: Value): string[] {
  if (!Array.isArray(found) && !Array.isArray(declared)) {
    return found === declared ? [] : [textOf(found)];
  }
  const [before, after] = [listOf(declared), listOf(found)];
  return [
    ...after.filter((one) => !before.includes(one)).map((one) => `+${one}`),
    ...before.filter((one) => !after.includes(one)).map((one) => `-${one}`),
  ];
}

function listOf(value: Value): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : [...value].sort();
}

function textOf(value: Value): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : [...value].sort().join(' ') || 'none';
}
