import { closingLine } from '../test/counts';

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;

  /** What is wrong with it; absent where nothing is. */
  readonly problem?: string;
}

/** A finding that something is as it must be; the problem shows both. */
export function expectEqual(what: string, actual: unknown, expected: unknown): Finding {
  const [is, must] = [JSON.stringify(actual), JSON.stringify(expected)];
  return is === must ? { what } : { what, problem: `is ${is}, must be ${must}` };
}

/** A finding that a condition holds; the problem is the sentence for where it does not. */
export function expectThat(what: string, holds: boolean, problem: string): Finding {
  return holds ? { what } : { what, problem };
}

/** A finding about many things of one kind: each is asked for its problem, and none to ask is a problem too. */
export function expectEach<Thing>(
  what: string,
  things: Readonly<Record<string, Thing>>,
  problemOf: (thing: Thing, name: string) => string | false | undefined,
): Finding {
  const entries = Object.entries(things);
  if (entries.length === 0) return { what, problem: 'there is none' };
  const problems = entries.flatMap(([name, thing]) => {
    const problem = problemOf(thing, name);
    return problem ? [`${name} ${problem}`] : [];
  });
  return problems.length === 0 ? { what } : { what, problem: problems.join('; ') };
}

/** Prints steps with the time so far, findings as they come, and the count at the end. */
export class Report {
  private passed = 0;
  private failed = 0;
  private skipped = 0;
  private held = false;
  private readonly problems: string[] = [];
  private readonly started = Date.now();

  constructor(private readonly write: (line: string) => void) {}

  /** Prints and counts nothing, until `release`: what fails after Ctrl-C fails for that reason. */
  public hold(): void {
    this.held = true;
  }

  /** Prints and counts again. */
  public release(): void {
    this.held = false;
  }

  /** Tells what comes next. */
  public step(what: string): void {
    const seconds = ((Date.now() - this.started) / 1000).toFixed(0).padStart(4);
    this.print(`${seconds} s  ${what}`);
  }

  /** Prints and counts findings. */
  public add(...findings: readonly Finding[]): void {
    for (const { what, problem } of this.held ? [] : findings) {
      if (problem === undefined) this.passed += 1;
      else this.failed += 1;
      const line = problem === undefined ? `ok   ${what}` : `FAIL ${what}: ${problem}`;
      if (problem !== undefined) this.problems.push(line);
      this.print(`        ${line}`);
    }
  }

  /** Names something that could not be looked at here. */
  public skip(what: string, why: string): void {
    if (!this.held) this.skipped += 1;
    this.print(`        skip ${what}: ${why}`);
  }

  /** Prints what somebody else said. */
  public lines(lines: readonly string[]): void {
    for (const line of lines) this.print(`        | ${line}`);
  }

  /** Prints what failed once more, so that nobody has to look for it, and the count. */
  public finish(): void {
    if (this.problems.length > 0) this.step('what failed');
    for (const line of this.problems) this.print(`        ${line}`);
    this.step('done');
    this.print(closingLine({ passed: this.passed, failed: this.failed, skipped: this.skipped }));
  }

  /** How many findings had a problem. */
  public get failures(): number {
    return this.failed;
  }

  /** Whether anything failed, or nothing was looked at. */
  public get bad(): boolean {
    return this.failed > 0 || this.passed === 0;
  }

  private print(line: string): void {
    if (!this.held) this.write(line);
  }
}

/** A step without which the rest makes no sense has failed. */
export class StepFailed extends Error {
  constructor(
    what: string,
    /** The last lines that it printed. */
    public readonly lines: readonly string[],
  ) {
    super(what);
    this.name = 'StepFailed';
  }
}
