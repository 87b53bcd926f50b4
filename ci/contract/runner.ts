import { captured } from './capture';
import type { Capture, Expectation, Step } from './case';
import type { ConcreteCase } from './case-file';
import { type Answer, differences } from './expectation';
import { send } from './http-step';
import { stayIdle } from './idle-step';
import type { Difference } from './json-match';
import type { PlannedGroup } from './plan';
import type { Redaction } from './redaction';
import { describeAnswer, describeStep, type Problem } from './report';
import { Sockets } from './socket-step';
import { countStatuses } from './statistics-step';
import { targetVariables } from './target';
import { offerTls } from './tls-step';
import { plain, resolve, uniqueVariables, type Variables } from './variables';

/** What a case came to. */
export interface CaseResult {
  readonly service: string;
  readonly group: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was left out. */
  readonly reason?: string;
  readonly problems: readonly Problem[];
  readonly ms: number;
}

/** How cases are run. */
export interface RunOptions {
  readonly slow: boolean;
  readonly redaction: Redaction;
  /** Called when all cases of a group have ended. */
  readonly onGroup?: (group: PlannedGroup, results: readonly CaseResult[]) => void;
}

const servicesAtOnce = 4;

/** Runs services beside each other, since none shares state with another, and the cases of one in their order. */
export async function runGroups(
  groups: readonly PlannedGroup[],
  options: RunOptions,
): Promise<CaseResult[]> {
  const services = [...new Set(groups.map(({ service }) => service))];
  const results = new Map<PlannedGroup, readonly CaseResult[]>();
  const work = async (): Promise<void> => {
    for (let service = services.shift(); service !== undefined; service = services.shift()) {
      for (const group of groups.filter((one) => one.service === service)) {
        const ended = await runGroup(group, options);
        results.set(group, ended);
        options.onGroup?.(group, ended);
      }
    }
  };
  await Promise.all(Array.from({ length: servicesAtOnce }, work));
  return groups.flatMap((group) => results.get(group) ?? []);
}

async function runGroup(group: PlannedGroup, options: RunOptions): Promise<CaseResult[]> {
  // a slow case only waits: side by side, all of them take as long as one
  const waiting = new Map(
    group.cases
      .filter(({ slow }) => slow && options.slow)
      .map((one) => [one, runCase(group, one, options)]),
  );
  const results: CaseResult[] = [];
  for (const one of group.cases) {
    results.push(await (waiting.get(one) ?? runCase(group, one, options)));
  }
  return results;
}

async function runCase(
  group: PlannedGroup,
  one: ConcreteCase,
  options: RunOptions,
): Promise<CaseResult> {
  const started = performance.now();
  const reason = reasonToSkip(group, one, options);
  const problems = reason === undefined ? await new CaseRun(group, options.redaction).run(one) : [];
  return {
    service: group.service,
    group: group.name,
    name: one.name,
    outcome: reason === undefined ? (problems.length > 0 ? 'failed' : 'passed') : 'skipped',
    ...(reason === undefined ? {} : { reason }),
    problems,
    ms: Math.round(performance.now() - started),
  };
}

function reasonToSkip(
  { target, mounts }: PlannedGroup,
  { slow, needs, steps }: ConcreteCase,
  options: RunOptions,
): string | undefined {
  const missing = needs.filter((name) => !mounts.includes(name));
  if (missing.length > 0) return `needs ${missing.join(' and ')}, left out by --only`;
  if (slow && !options.slow) return 'waits on purpose; add --slow';
  if (target.http === undefined && steps.some(({ request }) => request?.entrance === 'http')) {
    return 'needs the plain HTTP entrance; add --http-url';
  }
  if (!target.address.secure && steps.some(({ tls }) => tls !== undefined)) {
    return 'needs an https:// base URL';
  }
  return undefined;
}

/** One run of one case: its variables and its connections. */
class CaseRun {
  private variables: Variables = {};
  private readonly sockets: Sockets;

  constructor(
    private readonly group: PlannedGroup,
    private readonly redaction: Redaction,
  ) {
    this.sockets = new Sockets(group.target);
  }

  /** Does the steps until one is not as expected, and the cleanup in any case. */
  public async run({ row, steps, cleanup }: ConcreteCase): Promise<Problem[]> {
    try {
      const given = { ...uniqueVariables(), ...targetVariables(this.group.target) };
      this.variables = { ...given, ...resolve(row, given) };
      const problems = await this.runSteps(steps);
      // a case that failed may have nothing to clean up: only its own problem counts
      const left = await this.runSteps(cleanup);
      return problems.length > 0 ? problems : left;
    } catch (error) {
      return [{ at: 'case', differences: [], answer: messageOf(error) }];
    } finally {
      this.sockets.close();
    }
  }

  private async runSteps(steps: readonly Step[]): Promise<Problem[]> {
    for (const [index, written] of steps.entries()) {
      const { capture, ...readable } = written;
      const step = resolve(readable, this.variables) as Step;
      const { found, answer } = await this.runStep(step, capture ?? {});
      if (found.length > 0) return [this.problem(steps.length, index, step, found, answer)];
    }
    return [];
  }

  private async runStep(
    step: Step,
    capture: Readonly<Record<string, Capture>>,
  ): Promise<{ readonly found: readonly Difference[]; readonly answer?: Answer }> {
    const { target } = this.group;
    if (step.socket !== undefined) return { found: await this.sockets.run(step.socket) };
    if (step.tls !== undefined) return { found: await offerTls(target.address, step.tls) };
    if (step.statistics !== undefined)
      return { found: await countStatuses(target, step.statistics) };
    if (step.idle !== undefined) return { found: await stayIdle(target, step.idle) };
    const answer = await send(target, step.request ?? {});
    const found = [step.expect ?? {}, ...this.alwaysFor(step, answer)].flatMap((one) =>
      differences(answer, one),
    );
    return { found: found.length > 0 ? found : this.keep(answer, capture), answer };
  }

  /** What holds for all answers: those of the base URL, and only where there is one. */
  private alwaysFor({ request }: Step, { status }: Answer): readonly Expectation[] {
    if (request?.entrance === 'http' || status === 0) return [];
    return this.group.always.map((one) => resolve(one, this.variables));
  }

  private keep(answer: Answer, capture: Readonly<Record<string, Capture>>): Difference[] {
    return Object.entries(capture).flatMap(([name, one]) => {
      const value = captured(answer, one);
      const what = one.pattern ?? one.json ?? one.header ?? 'a body';
      if (value === undefined) return [{ at: `capture ${name}`, expected: what, got: 'nothing' }];
      if (one.secret === true) this.redaction.add(plain(value));
      this.variables = { ...this.variables, [name]: value };
      return [];
    });
  }

  private problem(
    steps: number,
    index: number,
    step: Step,
    found: readonly Difference[],
    answer: Answer | undefined,
  ): Problem {
    const clean = (text: string): string => this.redaction.apply(text);
    const place = describeStep(this.group.target, step);
    return {
      at: clean(steps > 1 ? `step ${index + 1}: ${place}` : place),
      differences: found.map(({ at, expected, got }) => ({
        at,
        expected: clean(expected),
        got: clean(got),
      })),
      ...(answer === undefined ? {} : { answer: clean(describeAnswer(answer)) }),
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
