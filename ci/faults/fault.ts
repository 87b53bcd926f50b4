import type { Lab } from './lab';

/** What a fault did to the system, in numbers. */
export interface Measured {
  /** How often the fault was made. */
  readonly rounds: number;
  /** Requests and messages that were sent. */
  readonly requests: number;
  /** Those that got the answer that they asked for. */
  readonly acknowledged: number;
  /** Acknowledged writes that are not there any more. */
  readonly lost: number;
  /** Requests that must not fail under this fault, and did. */
  readonly failed: number;
  /** What was measured against which bound, for the table. */
  readonly measured: string;
  /** What is not as promised, one sentence each; none is a pass. */
  readonly problems: readonly string[];
}

/** How a fault is run. */
export interface FaultOptions {
  /** How often the fault is made. */
  readonly rounds: number;
  /** Tells a person how far it is. */
  readonly say: (progress: string) => void;
}

/** Something that goes wrong, made on purpose. */
export interface Fault {
  /** What `--only` calls it. */
  readonly name: string;
  /** What holds all the same, as a fact. */
  readonly promise: string;
  /** Rounds of a run that says nothing else. */
  readonly rounds: number;
  /** Longest that a run with these rounds may take. */
  readonly seconds: number;
  readonly run: (lab: Lab, options: FaultOptions) => Promise<Measured>;
}

/** What a fault came to. */
export interface Outcome {
  readonly name: string;
  readonly promise: string;
  readonly seconds: number;
  readonly measured: Measured;
}

/** Nothing measured yet. */
export const nothing: Measured = {
  rounds: 0,
  requests: 0,
  acknowledged: 0,
  lost: 0,
  failed: 0,
  measured: '',
  problems: [],
};

/** Several measurements as one. */
export function together(parts: readonly Measured[]): Measured {
  const sum = (of: (part: Measured) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    rounds: sum(({ rounds }) => rounds),
    requests: sum(({ requests }) => requests),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    failed: sum(({ failed }) => failed),
    measured: parts.map(({ measured }) => measured).join('; '),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Runs a fault in its allotted time, which grows with the rounds; whatever it throws is a problem and no crash. */
export async function outcomeOf(fault: Fault, lab: Lab, options: FaultOptions): Promise<Outcome> {
  const started = Date.now();
  const allotted = fault.seconds * Math.max(1, options.rounds / fault.rounds);
  const measured = await within(allotted, fault.run(lab, options)).catch((error: unknown) => ({
    ...nothing,
    problems: [error instanceof Error ? error.message : String(error)],
  }));
  const seconds = (Date.now() - started) / 1000;
  return { name: fault.name, promise: fault.promise, seconds, measured };
}

/** The problems of numbers that must be nought, and of values above their bounds. */
export function problemsOf(
  checks: readonly (readonly [holds: boolean, problem: string])[],
): string[] {
  return checks.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`took more than its ${Math.round(seconds)} s`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
