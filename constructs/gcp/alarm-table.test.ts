import { alarmsOver, type Policy, policyNamed } from './alarms.fixture';
import { Entrance } from './entrance';

/** One service with a cache, and one entrance behind a balancer. */
const inside = alarmsOver(({ run, cache }) => [run('Api'), cache()]);
const outside = alarmsOver(({ proxy }) => [
  proxy(Entrance.domain({ name: 'app.example.org', zoneName: 'example.org' })),
]);

const labels =
  'monitored_resource="cloud_run_revision", location="europe-west1", service_name="prod-api"';

/** The query of a policy without what all have in common, and for how many seconds it must hold. */
function lineOf({ conditions: [condition] }: Policy): string {
  const { query, duration } = condition.condition_prometheus_query_language!;
  const short = query
    .replaceAll(labels, 'api')
    .replaceAll(/check_id="\$\{[^}]+\}"/g, 'check')
    .replaceAll('run_googleapis_com:', '')
    .replaceAll('sum by (service_name) ', 'sum ')
    .replaceAll('\n', ' ');
  return `${short} for ${duration}`;
}

const failed = (minutes: number) =>
  `sum (increase(request_count{api, response_code_class="5xx"}[${minutes}m]))`;
const all = (minutes: number) => `sum (increase(request_count{api}[${minutes}m]))`;
const errors = (share: number, long: number, short: number) =>
  `(${failed(long)} / ${all(long)} > ${share}) and (${failed(short)} / ${all(short)} > ${share}) and (${failed(long)} >= 5)`;
const quantile = (part: number, metric: string, minutes: number) =>
  `histogram_quantile(${part}, sum by (service_name, le) (increase(${metric}_bucket{api}[${minutes}m])))`;
const answers = (minutes: number) => `sum (increase(request_latencies_count{api}[${minutes}m]))`;
const late = (part: number, minutes: number) =>
  `${quantile(part, 'request_latencies', minutes)} > 1000`;
const slow = (part: number, long: number, short: number, enough: number) =>
  `(${late(part, long)}) and (${late(part, short)}) and ((${answers(long)} >= ${enough}) or (${answers(long)} >= 10 and ${late(0.5, long)}))`;
const balancer = (more = '') =>
  `sum by (url_map_name) (increase(loadbalancing_googleapis_com:https_request_count{monitored_resource="https_lb_rule", url_map_name="prod-public"${more}}[5m]))`;
const refused = balancer(', response_code_class="500"');
const cache =
  'monitored_resource="memorystore.googleapis.com/Instance", location="europe-west1", instance_id="prod-cache"';

/** Every policy with a query. A change here is a change of when somebody is woken: docs/constructs/alarms-gcp.md says why. */
const table: Readonly<Record<string, string>> = {
  absent:
    '(sum (container_instance_count{api}) < 1) or (absent(container_instance_count{api})) for 300s',
  'at-capacity':
    '(sum (container_instance_count{api, state="active"}) >= 9) or (sum (pending_queue_pending_requests{api}) > 5) for 300s',
  'availability-burn': `(${errors(0.0144, 60, 5)}) or (${errors(0.006, 360, 30)}) for 0s`,
  'availability-burn-ticket': `${errors(0.003, 1440, 120)} for 0s`,
  'cpu-saturated': `${quantile(0.99, 'container_cpu_utilizations', 5)} > 0.8 for 600s`,
  'latency-burn': `(${slow(0.856, 60, 5, 35)}) or (${slow(0.94, 360, 30, 84)}) for 0s`,
  'latency-burn-ticket': `${slow(0.97, 1440, 120, 167)} for 0s`,
  'memory-saturated': `${quantile(0.99, 'container_memory_utilizations', 5)} > 0.9 for 600s`,
  'store-failures': `sum by (instance_id) (increase(memorystore_googleapis_com:instance_stats_total_rejected_connections_count{${cache}}[5m])) > 0 for 60s`,
  'store-saturated': `max by (instance_id) (memorystore_googleapis_com:instance_memory_maximum_utilization{${cache}}) > 0.8 for 600s`,
  'task-churn':
    'sum (increase(logging_googleapis_com:user_prod_container_exits{api}[15m])) >= 3 for 0s',
};
const ofEntrances: Readonly<Record<string, string>> = {
  'certificate-expiry':
    'min by (check_id) (monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires{monitored_resource="uptime_url", check}) < 21 for 600s',
  'entrance-down':
    'avg by (check_id) (avg_over_time(monitoring_googleapis_com:uptime_check_check_passed{monitored_resource="uptime_url", check}[3m])) < 0.4 for 60s',
  'server-errors': `(${refused} / ${balancer()} > 0.05) and (${refused} >= 5) for 60s`,
};

describe('every policy', () => {
  it('compares what the table says, for as long', () => {
    const lines = (inside.all('google_monitoring_alert_policy') as Policy[])
      .filter(({ conditions: [one] }) => one.condition_prometheus_query_language !== undefined)
      .map((policy) => [String(policy.display_name).replace(/^prod-/, ''), lineOf(policy)]);

    expect(Object.fromEntries(lines)).toEqual(table);
  });

  it.each(Object.keys(ofEntrances))('of an entrance does so too: %s', (name) => {
    expect(lineOf(policyNamed(outside, `prod-${name}`))).toBe(ofEntrances[name]);
  });

  it('that counts ends of containers knows errors, signals and too little memory from the log', () => {
    expect(String(inside.one('google_logging_metric').filter).split('\n')).toEqual([
      'resource.type="cloud_run_revision"',
      'resource.labels.location="europe-west1"',
      'resource.labels.service_name=~"^(prod-api)$"',
      'log_id("run.googleapis.com/varlog/system")',
      'textPayload=~"Container called exit[(][^0)]|Container terminated on signal|Memory limit of .* exceeded"',
    ]);
  });
});
