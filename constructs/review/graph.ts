import { type PortRange, printPorts } from './port-range';

/** One step of the way from a caller to a callee, or the reason why there is none. */
export interface Step {
  /** What the step means, as one sentence without a full stop. */
  readonly text: string;

  /**
   * The resource that makes it so.
   *
   * @default - the platform makes it so by itself
   */
  readonly address?: string;
}

/** A way from one node to another. */
export interface Edge {
  /** Who calls: the name of a workload, or a name of `outside`. */
  readonly from: string;

  /** Who is called: the name of a workload. */
  readonly to: string;

  /** Ports of the callee that are open to the caller. */
  readonly ports: PortRange;

  /**
   * What stands in between and takes the calls: `prod-public:443`.
   *
   * @default - the caller reaches the callee itself
   */
  readonly through?: string;

  /** Whether the way is certain, or cannot be told from the document. */
  readonly verdict: 'reachable' | 'unknown';

  /** The way, step by step: the witness that it exists, or what is not known. */
  readonly steps: readonly Step[];
}

/** A call that the stack itself announces (a variable, an upstream, a target group) and that cannot work. */
export interface Broken {
  /** Who calls. */
  readonly from: string;

  /** Who or what is called. */
  readonly to: string;

  /** Port of the call, or undefined where it has none. */
  readonly port: number | undefined;

  /** What shows that the call is meant to work. */
  readonly announced: Step;

  /** What stands in the way, as one sentence without a full stop and what to do about it. */
  readonly reason: string;
}

/** Something that review cannot judge. */
export interface Unknown {
  /** The resource in question. */
  readonly address: string;

  /** What is not known and which answer it may change. */
  readonly reason: string;
}

/** A container, or several of one kind, that a stack runs. */
export interface Workload {
  /** Name in the cloud or on the engine. */
  readonly name: string;

  /** The resource that runs it. */
  readonly address: string;

  /** Port that it says it serves on, or undefined. */
  readonly port: number | undefined;
}

/** What a platform's network can tell apart. */
export interface PlatformLimits {
  /** Whether a way there can be open while the way back is closed. */
  readonly direction: boolean;

  /** Whether one port can be open while another is closed. */
  readonly ports: boolean;
}

/** Who can reach whom in one stack. */
export interface Graph {
  /** Every workload, by name. */
  readonly workloads: readonly Workload[];

  /** The ways in and between workloads, ordered by caller, callee and port. */
  readonly edges: readonly Edge[];

  /** The ways out to the internet. */
  readonly exits: readonly Edge[];

  /** Calls that the stack announces and that cannot work. */
  readonly broken: readonly Broken[];

  /** What could not be judged. */
  readonly unknowns: readonly Unknown[];

  /**
   * Says why one cannot reach another, as one sentence without a full stop, where there is more to say than that nothing
   * opens a way.
   *
   * @default - nothing more can be said
   */
  readonly whyNot?: (from: string, to: string) => string | undefined;
}

/** Names of callers and callees that no stack makes. */
export const outside = {
  /** Everyone. */
  internet: 'internet',

  /** Whoever works on the machine itself, through a loopback port. */
  machine: 'this machine',
} as const;

/** The part of the internet that some address ranges are. */
export function someAddresses(ranges: readonly string[]): string {
  return `${outside.internet} (${[...ranges].sort().join(', ')})`;
}

/** Puts the parts of several platforms of one stack together, in an order that does not depend on the document's. */
export function joinGraphs(graphs: readonly Graph[]): Graph {
  return {
    workloads: graphs.flatMap(({ workloads }) => workloads).sort(by(({ name }) => name)),
    edges: sortedEdges(graphs.flatMap(({ edges }) => edges)),
    exits: sortedEdges(graphs.flatMap(({ exits }) => exits)),
    broken: graphs
      .flatMap(({ broken }) => broken)
      .sort(by((b) => `${b.from}\0${b.to}\0${b.port ?? ''}\0${b.reason}`)),
    unknowns: graphs
      .flatMap(({ unknowns }) => unknowns)
      .sort(by(({ address, reason }) => `${address}\0${reason}`)),
    whyNot: (from, to) =>
      graphs.map((graph) => graph.whyNot?.(from, to)).find((reason) => reason !== undefined),
  };
}

/** Edges without repetition: of equal ones the certain one stays, with its witness. */
function sortedEdges(edges: readonly Edge[]): Edge[] {
  const unique = new Map<string, Edge>();
  for (const edge of edges) {
    const key = [edge.from, edge.to, printPorts(edge.ports), edge.through ?? ''].join('\0');
    const known = unique.get(key);
    if (!known || (known.verdict === 'unknown' && edge.verdict === 'reachable')) {
      unique.set(key, edge);
    }
  }
  const order = new Intl.Collator('en', { numeric: true });
  return [...unique]
    .sort(([a], [b]) => order.compare(a, b) || (a < b ? -1 : 1))
    .map(([, edge]) => edge);
}

function by<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
