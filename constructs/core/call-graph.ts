import { cycleProblem, type Edge, findCycle } from './connection';
import { type ProblemScope, throwProblems } from './validation';

/** The services of one place by their discovery names, and who calls whom so far. */
export class CallGraph {
  private readonly names = new Set<string>();
  private readonly edges: Edge[] = [];

  constructor(
    /** What the services share, in the words of an error: 'cluster'. */
    private readonly place: string,
  ) {}

  /** What is wrong with one more service of this name, or nothing. */
  public nameProblems(name: string): string[] {
    if (!this.names.has(name)) return [];
    return [
      `'name' must be unique in the ${this.place}, got '${name}' twice; give one service another 'name'`,
    ];
  }

  /** Takes a discovery name. */
  public addName(name: string): void {
    this.names.add(name);
  }

  /**
   * Notes that one service calls another.
   *
   * @throws ValidationError when that closes a cycle or was noted before
   */
  public addEdge(caller: ProblemScope, edge: Edge): void {
    const repeated = this.edges.some(({ from, to }) => from === edge.from && to === edge.to);
    const cycle = findCycle([...this.edges, edge]);
    throwProblems(caller, [
      ...(repeated ? [`'connectTo' was called twice for '${edge.to}'; keep one call`] : []),
      ...(cycle ? [cycleProblem(cycle)] : []),
    ]);
    this.edges.push(edge);
  }
}
