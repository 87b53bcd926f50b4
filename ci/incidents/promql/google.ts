import type { Firing } from '../firing';
import { goodMinute, type Minute, minutesBefore, minutesOf, type Scenario } from '../world';
import { around, firingOf } from './compose';
import type { Fired, PromRule, Question } from './promtool';
import { counter, type InputSeries, series, type Values } from './series';

/** The part of an alert policy that says when it fires. */
interface PolicyJson {
  readonly enabled?: boolean;
  readonly notification_channels?: readonly string[];
  readonly user_labels?: Readonly<Record<string, string>>;
  readonly conditions: readonly {
    readonly condition_prometheus_query_language?: {
      readonly query: string;
      readonly duration?: string;
      readonly evaluation_interval?: string;
    };
  }[];
}

/** A synthesized stack. */
export interface PolicyDocument {
  readonly resource: {
    readonly google_monitoring_alert_policy?: Readonly<Record<string, PolicyJson>>;
  };
}

/** The policies that are PromQL, as rules of Prometheus. What only the deployment knows has one name. */
export function policyRules({ resource }: PolicyDocument): PromRule[] {
  return Object.values(resource.google_monitoring_alert_policy ?? {}).flatMap((policy) => {
    const { alert = '', severity = '' } = policy.user_labels ?? {};
    const told = policy.enabled !== false && (policy.notification_channels ?? []).length > 0;
    return policy.conditions.flatMap(({ condition_prometheus_query_language: condition }) =>
      condition && told
        ? [
            {
              alert,
              expr: condition.query.replaceAll(/\$\{[^}]*\}/g, unknownId),
              for: condition.duration ?? '0s',
              labels: { severity },
            },
          ]
        : [],
    );
  });
}

const unknownId = 'known-after-apply';

/** Windows up to an hour need no day before them. */
const shortBefore = 60;
const mostMinutes = 240;

/** The questions of one scenario: rules that look at hours, and those that look at minutes. */
export function googleQuestions(
  scenario: Scenario,
  rules: readonly PromRule[],
): Map<string, Question> {
  const slow = (rule: PromRule) => rule.alert.endsWith('-burn');
  const minutes = minutesOf(scenario);
  const near = minutes.slice(minutesBefore - shortBefore).slice(0, mostMinutes);
  const ask = (part: readonly PromRule[], all: readonly Minute[], first: number): Question => ({
    rules: part,
    stepSeconds: 60,
    steps: all.length,
    firstStep: first,
    input: seriesOf(scenario.subject, all),
  });
  return new Map([
    [
      `${scenario.name}-google-quick`,
      ask(
        rules.filter((rule) => !slow(rule)),
        near,
        shortBefore - around,
      ),
    ],
    [`${scenario.name}-google-slow`, ask(rules.filter(slow), minutes, minutesBefore - around)],
  ]);
}

/** The firings of both questions, in minutes since the scenario began. */
export function googleFirings(
  scenario: Scenario,
  answers: ReadonlyMap<string, readonly Fired[]>,
): Firing[] {
  const length = minutesOf(scenario).length;
  const quickEnd = Math.min(mostMinutes, length - minutesBefore + shortBefore) - 1;
  const of = (part: string, before: number, end: number) =>
    (answers.get(`${scenario.name}-google-${part}`) ?? []).map((one) => firingOf(one, before, end));
  return [...of('quick', shortBefore, quickEnd), ...of('slow', minutesBefore, length - 1)];
}

const services = [
  ...['adminapp', 'goapp', 'pythonapp', 'reverse-proxy', 'site-a', 'site-b'],
  ...['uptime', 'users-api', 'users-form', 'webapp'],
];

/** What Google would measure: of what it happens to everything, of the others that they run. */
function seriesOf(subject: string, minutes: readonly Minute[]): InputSeries[] {
  const good = minutes.map(() => goodMinute);
  const hit = (name: string) => (name === subject ? minutes : good);
  return [
    ...services.flatMap((name) => instances(name, hit(name))),
    ...services.filter((name) => name === subject).flatMap((name) => requests(name, minutes)),
    ...cache(hit('cache')),
    ...entrance(hit('entrance')),
  ];
}

/** A value of each minute in which something is measured. */
function each(minutes: readonly Minute[], value: (minute: Minute) => number | undefined): Values {
  return minutes.map((minute) => (minute.measured ? value(minute) : undefined));
}

function labelsOf(name: string): Record<string, string> {
  return {
    monitored_resource: 'cloud_run_revision',
    location: 'us-central1',
    service_name: `prod-${name}`,
  };
}

function instances(name: string, minutes: readonly Minute[]): InputSeries[] {
  const labels = labelsOf(name);
  const running = each(minutes, ({ tasks }) => (tasks > 0 ? tasks : undefined));
  return [
    series('run_googleapis_com:container_instance_count', { ...labels, state: 'active' }, running),
    series(
      'logging_googleapis_com:user_prod_container_exits',
      labels,
      counter(each(minutes, ({ exits }) => exits)),
    ),
  ];
}

function requests(name: string, minutes: readonly Minute[]): InputSeries[] {
  const labels = labelsOf(name);
  const count = (value: (minute: Minute) => number) =>
    counter(each(minutes, (minute) => (minute.tasks > 0 ? value(minute) : undefined)));
  const answered = (response_code_class: string, value: (minute: Minute) => number) =>
    series('run_googleapis_com:request_count', { ...labels, response_code_class }, count(value));
  return [
    answered('2xx', (one) => one.requests - one.errors),
    answered('5xx', (one) => one.errors),
    ...distribution('request_latencies', labels, minutes, (one) => [
      [50, one.requests - one.slow],
      [2000, one.slow],
    ]),
    ...distribution('container_cpu_utilizations', labels, minutes, (one) => [
      [one.cpuPercent / 100, one.tasks],
    ]),
    ...distribution('container_memory_utilizations', labels, minutes, (one) => [
      [one.memoryPercent / 100, one.tasks],
    ]),
  ];
}

/** Limits of buckets, which Google does not publish: ours are an assumption. */
const limits: Readonly<Record<string, readonly number[]>> = {
  request_latencies: [100, 500, 1000, 2500, 10_000],
  container_cpu_utilizations: [0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 1],
  container_memory_utilizations: [0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 1],
};

function distribution(
  name: string,
  labels: Readonly<Record<string, string>>,
  minutes: readonly Minute[],
  values: (minute: Minute) => readonly (readonly [value: number, count: number])[],
): InputSeries[] {
  const upTo = (limit: number) =>
    counter(
      each(minutes, (minute) =>
        values(minute).reduce((sum, [value, count]) => sum + (value <= limit ? count : 0), 0),
      ),
    );
  const full = `run_googleapis_com:${name}`;
  const buckets = (limits[name] ?? []).map((limit) =>
    series(`${full}_bucket`, { ...labels, le: String(limit) }, upTo(limit)),
  );
  return [
    ...buckets,
    series(`${full}_bucket`, { ...labels, le: '+Inf' }, upTo(Infinity)),
    series(`${full}_count`, labels, upTo(Infinity)),
  ];
}

function cache(minutes: readonly Minute[]): InputSeries[] {
  const labels = {
    monitored_resource: 'memorystore.googleapis.com/Instance',
    location: 'us-central1',
    instance_id: 'prod-cache',
  };
  const reported = (value: (minute: Minute) => number) =>
    each(minutes, (minute) => (minute.storeReports ? value(minute) : undefined));
  const used = reported(({ storePercent }) => storePercent / 100);
  const name = 'memorystore_googleapis_com:instance_memory_maximum_utilization';
  return [series(name, labels, used)];
}

function entrance(minutes: readonly Minute[]): InputSeries[] {
  const labels = { monitored_resource: 'uptime_url', check_id: unknownId };
  const check = (name: string, value: (minute: Minute) => number) =>
    series(`monitoring_googleapis_com:uptime_check_${name}`, labels, each(minutes, value));
  return [
    check('check_passed', ({ reachable }) => Number(reachable)),
    check('time_until_ssl_cert_expires', ({ certificateDays }) => certificateDays),
  ];
}
