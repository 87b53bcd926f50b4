import { shown } from './validation';
import { variableNameProblems } from './variable-name';

/** What a caller learns of the service that it calls. The same names hold on every platform, the values differ. */
export interface Peer {
  /** Discovery name of the callee. */
  readonly name: string;

  /** Host under which the caller reaches the callee. */
  readonly host: string;

  /** Port under which the caller reaches the callee. */
  readonly port: number;

  /** `http://<host>:<port>`, without a slash at the end. */
  readonly url: string;
}

/** Variables that the caller gets, made from where the callee can be reached. */
export type ConnectionEnvironment = (peer: Peer) => Readonly<Record<string, string>>;

/** One declared right to call: network, name, identity and environment follow from it on every platform. */
export interface Connection<Name extends string = string> {
  /** Workload that calls. */
  readonly from: Name;

  /** Workload that is called. */
  readonly to: Name;

  /**
   * Variables of the caller that say where the callee is.
   *
   * @default - the caller gets no variable
   */
  readonly environment?: ConnectionEnvironment;
}

/** A service that can be given the right to call another of the same platform. */
export interface Connectable<Service> {
  /** Discovery name. */
  readonly name: string;

  /**
   * Gives this service everything it needs to call another one: network, name, identity, environment, start order. May
   * be called after construction and in any order: the output is the same.
   *
   * @throws ValidationError when the connection closes a cycle, repeats one or repeats a variable
   */
  connectTo(callee: Service, environment?: ConnectionEnvironment): void;
}

/** The peer of a service that is found by its name: `http://<name>:<port>`. */
export function peerByName(name: string, port: number): Peer {
  return { name, host: name, port, url: `http://${name}:${port}` };
}

/** One step of a call graph. */
export interface Edge {
  /** Name of the caller. */
  readonly from: string;

  /** Name of the callee. */
  readonly to: string;
}

/**
 * The first cycle of a call graph as a path that ends where it starts, or undefined. Services wait for their callees to
 * start, so a cycle could never start; Terraform would only say `Cycle`.
 */
export function findCycle(edges: readonly Edge[]): string[] | undefined {
  const calls = new Map<string, string[]>();
  for (const { from, to } of edges) calls.set(from, [...(calls.get(from) ?? []), to]);
  const done = new Set<string>();

  const walk = (at: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(at)) return [...path.slice(path.indexOf(at)), at];
    if (done.has(at)) return undefined;
    for (const next of calls.get(at) ?? []) {
      const cycle = walk(next, [...path, at]);
      if (cycle) return cycle;
    }
    done.add(at);
    return undefined;
  };
  for (const start of calls.keys()) {
    const cycle = walk(start, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The sentence for a cycle. */
export function cycleProblem(cycle: readonly string[]): string {
  return `'connections' form a cycle, ${cycle.join(' -> ')}; each service starts after those it calls, so remove one of these connections`;
}

/** What is wrong with the variables that a connection adds to its caller: malformed names, and names that are taken. */
export function addedVariableProblems(
  caller: string,
  taken: readonly string[],
  added: Readonly<Record<string, unknown>>,
  callee: string,
): string[] {
  const connection = `the connection from ${shown(caller)} to ${shown(callee)}`;
  return Object.keys(added).flatMap((key) => [
    ...variableNameProblems(key).map((problem) => `${connection}: ${problem}`),
    ...(taken.includes(key)
      ? [`'environment' of ${connection} sets ${key}, which is set already; rename one of them`]
      : []),
  ]);
}
