import {
  type Connection,
  cycleProblem,
  findCycle,
  peerByName,
  addedVariableProblems,
} from './connection';
import { nameProblems } from './naming';
import {
  anyPeer,
  type Backing,
  type BackingConnection,
  type BackingPeer,
  backingVariables,
} from './backing';
import { backingProblems } from './backing-rules';
import { type Route, routeLabel, routeProblems } from './route';
import { shown, throwProblems } from './validation';
import { type Workload, workloadProblems } from './workload';

/** What runs, what keeps its data, who calls whom and what the public may reach, said once for every platform. */
export interface System<Name extends string = string> {
  /** Every container, by its discovery name. */
  readonly workloads: Readonly<Record<Name, Workload>>;

  /** Everything that keeps data, by its name. */
  readonly backings: Readonly<Record<string, Backing>>;

  /** Who may call whom. What is not listed cannot be reached. */
  readonly connections: readonly Connection<Name>[];

  /** Who may use which backing. What is not listed cannot be reached. */
  readonly backingConnections: readonly BackingConnection<Name>[];

  /** What the public may reach. */
  readonly routes: readonly Route<Name>[];
}

/** Workloads by their names, as a declaration has them. */
export type Workloads = Readonly<Record<string, Workload>>;

/** Backings by their names, as a declaration has them. */
export type Backings = Readonly<Record<string, Backing>>;

/** A connection to a workload or to a backing; the peer of `environment` is that of what `to` names. */
export type DeclaredConnection<Runs extends Workloads, Keeps extends Backings> =
  | Connection<keyof Runs & string>
  | {
      [To in keyof Keeps & string]: BackingConnection<
        keyof Runs & string,
        To,
        BackingPeer<Keeps[To]>
      >;
    }[keyof Keeps & string];

/** A system as it is written by hand: names in connections and routes are checked by the compiler. */
export interface SystemDeclaration<Runs extends Workloads, Keeps extends Backings = Backings> {
  /** Every container, by its discovery name. */
  readonly workloads: Runs;

  /**
   * What keeps data: `Backing.files()`, `Backing.cache()`, `Backing.bucket()`.
   *
   * @default - nothing is kept
   */
  readonly backings?: Keeps;

  /**
   * Who may call whom, and use which backing.
   *
   * @default - nobody calls anybody
   */
  readonly connections?: readonly NoInfer<DeclaredConnection<Runs, Keeps>>[];

  /**
   * What the public may reach.
   *
   * @default - the public reaches nothing
   */
  readonly routes?: readonly Route<NoInfer<keyof Runs & string>>[];
}

/**
 * Declares a system and reports every problem of it at once.
 *
 * @example
 * const system = defineSystem({
 *   workloads: { api: { image: Image.fromFolder('services/api'), port: 8080, health: { path: '/healthz' } } },
 *   routes: [Route.path('/', 'api')],
 * });
 *
 * @throws ValidationError with every problem
 */
export function defineSystem<
  const Runs extends Workloads,
  // without backings no connection leads to one: with Backings as the default every name would compile
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type
  const Keeps extends Backings = Readonly<Record<never, Backing>>,
>(declaration: SystemDeclaration<Runs, Keeps>): System<keyof Runs & string> {
  const { workloads, routes = [] } = declaration;
  const backings: Backings = declaration.backings ?? {};
  const all = (declaration.connections ?? []) as readonly (Connection & BackingConnection)[];
  const toBacking = ({ to }: Connection): boolean => Object.hasOwn(backings, to);
  const system: System = {
    workloads,
    backings,
    connections: all.filter((one) => !toBacking(one)),
    backingConnections: all.filter(toBacking),
    routes,
  };
  throwProblems('the system', systemProblems(system));
  return system;
}

function systemProblems(system: System): string[] {
  if (Object.keys(system.workloads).length === 0) {
    return [`'workloads' is empty; declare at least one`];
  }
  return [
    ...Object.entries(system.workloads).flatMap(([name, workload]) => [
      ...nameProblems('name', name),
      ...workloadProblems(workload).map((problem) => `workload '${name}': ${problem}`),
    ]),
    ...unknownNameProblems(system),
    ...connectionProblems(system),
    ...backingProblems(system),
    ...routeProblems(system.routes),
  ];
}

/** For callers that the compiler does not check: plain JavaScript, or names that were computed. */
function unknownNameProblems(system: System): string[] {
  const { connections, backingConnections, routes } = system;
  const workloads = Object.keys(system.workloads);
  const both = [...workloads, ...Object.keys(system.backings)];
  const unknown = (prop: string, name: string, names = workloads): string[] => {
    if (names.includes(name)) return [];
    const kind = names === both && both.length > workloads.length ? 'nor backing' : '';
    const no = kind === '' ? 'no workload' : `neither workload ${kind}`;
    return [
      `${prop} names ${shown(name)}, which is ${no}; use one of ${names.map(shown).join(', ')}`,
    ];
  };
  return [
    ...[...connections, ...backingConnections].flatMap(({ from, to }) => [
      ...unknown("'connections' from", from),
      ...unknown("'connections' to", to, both),
    ]),
    ...routes.flatMap((route) => unknown(`route '${routeLabel(route)}'`, route.target)),
  ];
}

function connectionProblems(system: System): string[] {
  const { connections, backingConnections, workloads } = system;
  const pairs = [...connections, ...backingConnections].map(({ from, to }) => `${from} -> ${to}`);
  const repeated = [...new Set(pairs.filter((pair, at) => pairs.indexOf(pair) !== at))];
  const cycle = findCycle(connections);
  return [
    ...repeated.map(
      (pair) => `'connections' lists ${pair} twice; keep one and merge their environment`,
    ),
    ...(cycle ? [cycleProblem(cycle)] : []),
    ...Object.entries(workloads).flatMap(([name, workload]) =>
      variableProblems(name, workload, system),
    ),
  ];
}

function variableProblems(name: string, workload: Workload, system: System): string[] {
  const taken = [
    ...Object.keys(workload.environment ?? {}),
    ...Object.keys(workload.secrets ?? {}),
  ];
  return addedVariables(name, system).flatMap(([to, added]) => {
    const problems = addedVariableProblems(name, taken, added, to);
    taken.push(...Object.keys(added));
    return problems;
  });
}

/** What each connection of a workload adds to its variables. */
function addedVariables(
  name: string,
  { connections, backings, backingConnections }: System,
): (readonly [to: string, added: Readonly<Record<string, string>>])[] {
  const own = ({ from }: { readonly from: string }): boolean => from === name;
  return [
    ...connections
      .filter(own)
      .map(({ to, environment }) => [to, environment?.(peerByName(to, 1)) ?? {}] as const),
    ...backingConnections.filter(own).flatMap((connection) => {
      const { to } = connection;
      const backing = backings[to];
      return backing ? [[to, backingVariables(connection, anyPeer(to, backing))] as const] : [];
    }),
  ];
}
