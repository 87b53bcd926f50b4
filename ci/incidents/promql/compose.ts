import { parse } from 'yaml';
import type { Firing } from '../firing';
import { type Minute, minutesBefore, minutesOf, type Scenario } from '../world';
import type { Fired, PromRule, Question } from './promtool';
import { counter, type InputSeries, series, type Values } from './series';

/** Minutes around a scenario in which the quick rules are looked at: none of them looks back further. */
export const around = 15;
const mostQuickMinutes = 240;

/** Quick rules look at samples a quarter of a minute apart, those of the objectives at one each minute. */
const perMinute = 4;

/** The questions of one scenario: the quick rules around it, and the objectives from a day before it on. */
export function composeQuestions(scenario: Scenario, rules: string): Map<string, Question> {
  const { groups } = parse(rules) as { groups: { name: string; rules: PromRule[] }[] };
  const minutes = minutesOf(scenario);
  const near = minutes
    .slice(minutesBefore - around, minutesBefore + scenario.minutes + around)
    .slice(0, mostQuickMinutes);
  const ask = (name: string, all: readonly Minute[], parts: number, first: number): Question => ({
    rules: groups.flatMap((group) => (group.name === name ? group.rules : [])),
    stepSeconds: 60 / parts,
    steps: all.length * parts,
    firstStep: first * parts,
    input: seriesOf(scenario.subject, split(all, parts)),
  });
  return new Map([
    [`${scenario.name}-quick`, ask('services', near, perMinute, 1)],
    [`${scenario.name}-objectives`, ask('objectives', minutes, 1, minutesBefore - around)],
  ]);
}

/** The firings of both questions, in minutes since the scenario began. */
export function composeFirings(
  scenario: Scenario,
  answers: ReadonlyMap<string, readonly Fired[]>,
): Firing[] {
  const of = (part: string, before: number, end: number) =>
    (answers.get(`${scenario.name}-${part}`) ?? []).map((fired) => firingOf(fired, before, end));
  const quickEnd = Math.min(mostQuickMinutes, scenario.minutes + 2 * around) - 1;
  return [
    ...of('quick', around, quickEnd),
    ...of('objectives', minutesBefore, minutesOf(scenario).length - 1),
  ];
}

/** A firing in whole minutes: a minute counts once it is over. */
export function firingOf({ rule, first, last }: Fired, before: number, end: number): Firing {
  const minute = (seconds: number) => Math.floor(seconds / 60);
  return {
    alert: `${rule.alert} ${rule.labels?.severity ?? ''}`,
    from: minute(first) - before,
    to: minute(last) >= end ? undefined : minute(last) - before,
  };
}

function split(minutes: readonly Minute[], parts: number): Minute[] {
  return minutes.flatMap((minute) =>
    Array.from({ length: parts }, (_, part) => ({
      ...minute,
      // the new container answers after some seconds, which those who look once a minute do not see
      tasks: parts > 1 && part === 0 && minute.replaced > 0 ? 0 : minute.tasks,
      requests: minute.requests / parts,
      errors: minute.errors / parts,
      slow: minute.slow / parts,
      // a copy ends once
      exits: part === 0 ? minute.exits : 0,
      replaced: part === 0 ? minute.replaced : 0,
      storeFailures: minute.storeFailures / parts,
    })),
  );
}

/** What the services of the compose file would measure. The cache is measured by goapp alone, the entrance by nobody. */
function seriesOf(subject: string, minutes: readonly Minute[]): InputSeries[] {
  const measured = minutes.map((minute) => (minute.measured ? minute : undefined));
  const of = (value: (minute: Minute) => number | undefined): Values =>
    measured.map((minute) => (minute === undefined ? undefined : value(minute)));
  if (subject === 'cache') {
    const labels = { job: 'goapp', operation: 'list' };
    return [series('store_failures_total', labels, counter(of((one) => one.storeFailures)))];
  }
  // uptime has no metrics, since its source is frozen
  if (subject === 'uptime' || subject === 'entrance') return [];
  return serviceSeries({ job: subject }, of);
}

/** What one service measures; while no copy runs, nothing. */
function serviceSeries(
  job: { readonly job: string },
  of: (value: (minute: Minute) => number | undefined) => Values,
): InputSeries[] {
  const count = (value: (minute: Minute) => number): Values =>
    counter(of((one) => (one.tasks > 0 ? value(one) : undefined)));
  const http = { ...job, route: '/' };
  const answers = count((one) => one.requests);
  const inTime = count((one) => one.requests - one.slow);
  const requests = (status: string, value: (minute: Minute) => number) =>
    series('http_requests_total', { ...http, status }, count(value));
  const bucket = (le: string, values: Values) =>
    series('http_request_duration_seconds_bucket', { ...http, le }, values);
  return [
    series(
      'up',
      { ...job, instance: `${job.job}:9090` },
      of((one) => Number(one.tasks > 0)),
    ),
    requests('200', (one) => one.requests - one.errors),
    requests('502', (one) => one.errors),
    series('http_request_duration_seconds_count', http, answers),
    ...[
      bucket('0.1', inTime),
      bucket('1', inTime),
      bucket('2.5', answers),
      bucket('+Inf', answers),
    ],
    series(
      'process_start_time_seconds',
      job,
      count((one) => one.exits + one.replaced),
    ),
  ];
}
