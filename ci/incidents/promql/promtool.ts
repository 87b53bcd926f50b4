import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tail } from '../../command';
import type { InputSeries } from './series';

/** The engine that runs the rules, as the image of services/prometheus is based on it. */
export const engine = 'prom/prometheus:v3.5.0';

/** One alert. */
export interface PromRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold, for example `30s`. */
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules, the series that they look at, and the steps that are of interest. */
export interface Question {
  readonly rules: readonly PromRule[];
  readonly stepSeconds: number;
  readonly steps: number;
  /** First step of which somebody wants to know whether an alert fires. */
  readonly firstStep: number;
  readonly input: readonly InputSeries[];
}

/** When an alert fired, in seconds since the series begin. */
export interface Fired {
  readonly rule: PromRule;
  readonly first: number;
  readonly last: number;
}

/** Runs every question by promtool, in one container, and tells when which alert fired. */
export async function ask(questions: ReadonlyMap<string, Question>): Promise<Map<string, Fired[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-incidents-'));
  try {
    for (const [name, question] of questions) writeQuestion(folder, name, question);
    const user = String(process.getuid?.() ?? 0);
    const place = ['--volume', `${folder}:/incidents`, '--workdir', '/incidents', '--user', user];
    const limits = ['--rm', '--network', 'none', '--entrypoint', '/bin/sh', engine];
    // two at a time; a test that finds something has failed, which is what is read
    const script =
      "ls -d */ | xargs -P 2 -I {} sh -c 'promtool test rules {}test.json > {}out.txt 2>&1 || true'";
    const { code, output } = await run('docker', ['run', ...place, ...limits, '-c', script]);
    if (code !== 0) throw new Error(`promtool: ${tail(output, 20)}`);
    return new Map(
      [...questions].map(([name, { rules }]) => {
        const text = readFileSync(join(folder, name, 'out.txt'), 'utf8');
        return [name, answerOf(text, rules)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A rule that must hold for some time is evaluated as a rule, from the first step on. One that fires at once fires exactly
 * while its expression has a result, so that only the steps of interest are evaluated: of the same engine, in a tenth of
 * the time.
 */
function writeQuestion(folder: string, name: string, question: Question): void {
  const { rules, stepSeconds, input } = question;
  const step = `${stepSeconds}s`;
  const named = rules.map((rule, index) => ({ ...rule, alert: `rule${index}` }));
  const tests = named.flatMap((rule) =>
    chunks(question).flatMap(([from, to]) =>
      expressionsOf(rule, step, (to - from) * stepSeconds, to * stepSeconds),
    ),
  );
  const test = { name, interval: step, input_series: input, promql_expr_test: tests };
  mkdirSync(join(folder, name));
  // JSON is YAML
  const write = (file: string, value: unknown) => {
    writeFileSync(join(folder, name, file), JSON.stringify(value));
  };
  const waiting = named.filter((rule) => waits(rule.for ?? '0s'));
  write('rules.json', { groups: [{ name, rules: waiting }] });
  write('test.json', { rule_files: ['rules.json'], evaluation_interval: step, tests: [test] });
}

/** What is asked of one rule about a window: when it fired first, and when last. */
function expressionsOf(rule: PromRule, step: string, seconds: number, end: number) {
  const { alert, expr, for: duration = '0s' } = rule;
  const firing = waits(duration)
    ? `ALERTS{alertname="${alert}", alertstate="firing"}`
    : `(${expr.trim()})`;
  return (['min', 'max'] as const).map((which) => ({
    // the label tells which rule an answer belongs to
    expr: `label_replace(${which}_over_time(timestamp(${firing})[${seconds}s:${step}]), "answer", "${alert}", "", "")`,
    eval_time: `${end}s`,
  }));
}

/** Steps that one expression looks at: more would need more samples than the engine takes. */
const chunk = 120;

/** The steps of interest in parts, each from a step that is not in it to one that is. */
function chunks({ steps, firstStep }: Question): [from: number, to: number][] {
  const count = Math.ceil((steps - firstStep) / chunk);
  return Array.from({ length: count }, (_, index) => {
    const from = firstStep - 1 + index * chunk;
    return [Math.max(0, from), Math.min(from + chunk, steps - 1)];
  });
}

function waits(duration: string): boolean {
  return duration !== '0s';
}

/** What promtool got where it was told to expect nothing; an alert that never fired has no line. */
function answerOf(text: string, rules: readonly PromRule[]): Fired[] {
  if (!/^\s*(SUCCESS|FAILED:)\s*$/m.test(text) || /\berr(or)?:/i.test(text)) {
    throw new Error(`promtool: ${text}`);
  }
  const seconds = new Map<string, number[]>();
  for (const [, alert = '', value] of text.matchAll(/answer="([^"]+)"[^}]*\} (\S+?)(?=, |$)/gm)) {
    seconds.set(alert, [...(seconds.get(alert) ?? []), Number(value)]);
  }
  return rules.flatMap((rule, index) => {
    const all = seconds.get(`rule${index}`) ?? [];
    return all.length > 0 ? [{ rule, first: Math.min(...all), last: Math.max(...all) }] : [];
  });
}
