import {
  type Connection,
  cycleProblem,
  findCycle,
  peerByName,
  addedVariableProblems,
} from './connection';
import { nameProblems } from './naming';
import { type Route, routeLabel, routeProblems } from './route';
import { shown, throwProblems } from './validation';
import { type Workload, workloadProblems } from './workload';

/** What runs, who calls whom and what the public may reach, said once for every platform. */
export interface System<Name extends string = string> {
  /** Every container, by its discovery name. */
  readonly workloads: Readonly<Record<Name, Workload>>;

  /** Who may call whom. What is not listed cannot be reached. */
  readonly connections: readonly Connection<Name>[];

  /** What the public may reach. */
  readonly routes: readonly Route<Name>[];
}

/** A system as it is written by hand: names in connections and routes are checked by the compiler. */
export interface SystemDeclaration<Workloads extends Readonly<Record<string, Workload>>> {
  /** Every container, by its discovery name. */
  readonly workloads: Workloads;

  /**
   * Who may call whom.
   *
   * @default - nobody calls anybody
   */
  readonly connections?: readonly Connection<NoInfer<keyof Workloads & string>>[];

  /**
   * What the public may reach.
   *
   * @default - the public reaches nothing
   */
  readonly routes?: readonly Route<NoInfer<keyof Workloads & string>>[];
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
export function defineSystem<const Workloads extends Readonly<Record<string, Workload>>>(
  declaration: SystemDeclaration<Workloads>,
): System<keyof Workloads & string> {
  const system: System = {
    workloads: declaration.workloads,
    connections: declaration.connections ?? [],
    routes: declaration.routes ?? [],
  };
  throwProblems('the system', systemProblems(system));
  return system;
}

function systemProblems(system: System): string[] {
  const names = Object.keys(system.workloads);
  if (names.length === 0) return [`'workloads' is empty; declare at least one`];
  return [
    ...Object.entries(system.workloads).flatMap(([name, workload]) => [
      ...nameProblems('name', name),
      ...workloadProblems(workload).map((problem) => `workload '${name}': ${problem}`),
    ]),
    ...unknownNameProblems(system, names),
    ...connectionProblems(system),
    ...routeProblems(system.routes),
  ];
}

/** For callers that the compiler does not check: plain JavaScript, or names that were computed. */
function unknownNameProblems({ connections, routes }: System, names: readonly string[]): string[] {
  const unknown = (prop: string, name: string): string[] =>
    names.includes(name)
      ? []
      : [
          `${prop} names ${shown(name)}, which is no workload; use one of ${names.map(shown).join(', ')}`,
        ];
  return [
    ...connections.flatMap(({ from, to }) => [
      ...unknown("'connections' from", from),
      ...unknown("'connections' to", to),
    ]),
    ...routes.flatMap((route) => unknown(`route '${routeLabel(route)}'`, route.target)),
  ];
}

function connectionProblems({ workloads, connections }: System): string[] {
  const pairs = connections.map(({ from, to }) => `${from} -> ${to}`);
  const repeated = [...new Set(pairs.filter((pair, at) => pairs.indexOf(pair) !== at))];
  const cycle = findCycle(connections);
  return [
    ...repeated.map(
      (pair) => `'connections' lists ${pair} twice; keep one and merge their environment`,
    ),
    ...(cycle ? [cycleProblem(cycle)] : []),
    ...Object.entries(workloads).flatMap(([name, workload]) =>
      variableProblems(name, workload, connections),
    ),
  ];
}

function variableProblems(
  name: string,
  workload: Workload,
  connections: readonly Connection[],
): string[] {
  const taken = [
    ...Object.keys(workload.environment ?? {}),
    ...Object.keys(workload.secrets ?? {}),
  ];
  return connections
    .filter(({ from }) => from === name)
    .flatMap(({ to, environment }) => {
      const added = environment?.(peerByName(to, 1)) ?? {};
      const problems = addedVariableProblems(name, taken, added, to);
      taken.push(...Object.keys(added));
      return problems;
    });
}
