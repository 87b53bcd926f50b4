import { type AlertName, alerts } from '../core/alert';
import { Notify } from '../core/notify';
import {
  alarmsOver,
  policyNamed,
  policyNames,
  queryOf,
  somebody,
  withParts,
} from './alarms.fixture';
import { Alarms } from './alarms';
import { Entrance } from './entrance';
import { testRegion, workload } from './region.fixture';
import { Scaling } from './scaling';

/** One in each of two regions of an environment. */
function inTwoRegions(name?: string) {
  return withParts(({ stack, run, region: { network } }) => {
    const location = 'us-east1';
    const region = testRegion(stack, { network: { ...network, location } }, 'Other');
    new Alarms(stack, 'Alarms', { watch: [run('Api')], notify: somebody });
    new Alarms(stack, 'Second', { watch: [run('Web', { region })], notify: somebody, name });
  });
}

const sockets = { ...workload, protocol: 'websocket' } as const;

describe('Alarms', () => {
  const stack = alarmsOver(({ run }) => [run('Api')]);
  const policies = stack.all('google_monitoring_alert_policy');

  it('has a policy for each kind of alert that one service can have', () => {
    expect(policyNames(stack)).toEqual([
      'prod-absent',
      'prod-at-capacity',
      'prod-availability-burn',
      'prod-availability-burn-ticket',
      'prod-cpu-saturated',
      'prod-deployment-failed',
      'prod-latency-burn',
      'prod-latency-burn-ticket',
      'prod-memory-saturated',
      'prod-task-churn',
    ]);
  });

  it('tells somebody of each, says what to do, and leaves nothing to the provider', () => {
    for (const one of policies) {
      const { alert, severity } = one.user_labels as { alert: AlertName; severity: string };

      expect(one).toMatchObject({
        project: 'my-project',
        combiner: 'OR',
        enabled: true,
        severity: severity === 'page' ? 'CRITICAL' : 'WARNING',
        conditions: [expect.objectContaining({ display_name: `something ${alerts[alert].means}` })],
        notification_channels: [
          expect.stringMatching(/^\$\{google_monitoring_notification_channel\.\w+\.name\}$/),
        ],
        documentation: {
          content: expect.stringContaining(`docs/runbooks/${alert}.md`) as string,
          mime_type: 'text/markdown',
        },
        alert_strategy: { auto_close: '1800s' },
      });
    }
  });

  it('asks every minute, and is saved before the first point of a metric', () => {
    const queries = policies
      .flatMap((one) => one.conditions as Record<string, object>[])
      .flatMap(({ condition_prometheus_query_language: query }) => query ?? []);

    expect(queries).toHaveLength(9);
    for (const query of queries) {
      expect(query).toMatchObject({
        evaluation_interval: '60s',
        duration: expect.stringMatching(/^\d+s$/) as string,
        rule_group: 'prod',
        disable_metric_validation: true,
      });
    }
  });

  it('stands beside another of its environment that has a name', () => {
    const two = inTwoRegions('us');

    expect(two.all('google_logging_metric').map(({ name }) => name)).toEqual([
      'prod-container-exits',
      'prod-us-container-exits',
    ]);
    expect(policyNames(two)).toEqual(expect.arrayContaining(['prod-absent', 'prod-us-absent']));
    expect(queryOf(two, 'prod-us-task-churn')).toContain(':user_prod_us_container_exits{');
  });

  it('fails when it has the name of another of the environment', () => {
    expect(() => inTwoRegions()).toThrow(
      `'name' must differ from that of 'test/Alarms', whose policies and metric begin with 'prod' too, got undefined`,
    );
  });

  it('has one channel for each address', () => {
    expect(stack.one('google_monitoring_notification_channel')).toMatchObject({
      type: 'email',
      labels: { email_address: 'oncall@example.org' },
      enabled: true,
      force_delete: false,
    });
  });

  it('is the same whatever the order of the list', () => {
    const inOrder = (reverse: boolean) =>
      withParts(({ stack: scope, run, cache }) => {
        const watch = [run('Api'), run('Web', { workload: sockets }), cache()];
        new Alarms(scope, 'Alarms', {
          watch: reverse ? watch.reverse() : watch,
          notify: somebody,
        });
      });

    expect(inOrder(true).json).toEqual(inOrder(false).json);
  });
});

describe('alerts of a failed deployment', () => {
  const policy = policyNamed(
    alarmsOver(({ run }) => [run('Api'), run('Web')]),
    'prod-deployment-failed',
  );

  it('read the audit log of the watched services, by the one condition that Google allows', () => {
    expect(policy.conditions).toHaveLength(1);
    expect(policy.conditions[0].condition_matched_log!.filter.split('\n')).toEqual([
      'resource.type="cloud_run_revision"',
      'resource.labels.location="europe-west1"',
      'resource.labels.service_name=~"^(prod-api|prod-web)$"',
      'severity=ERROR',
      'protoPayload.status.message:"Ready condition status changed to False"',
      'protoPayload.response.kind="Revision"',
    ]);
  });

  it('bound how often they tell, which Google demands of logs alone', () => {
    expect(policy.alert_strategy).toEqual({
      auto_close: '1800s',
      notification_rate_limit: { period: '300s' },
    });
  });
});

describe('alerts of containers that end', () => {
  it('count a metric made of the log, which exists before they do', () => {
    const stack = alarmsOver(({ run }) => [run('Api')]);
    const policy = policyNamed(stack, 'prod-task-churn');

    expect(stack.one('google_logging_metric')).toMatchObject({
      name: 'prod-container-exits',
      metric_descriptor: { metric_kind: 'DELTA', value_type: 'INT64', unit: '1' },
    });
    expect(queryOf(stack, 'prod-task-churn')).toBe(
      'sum by (service_name) (increase(logging_googleapis_com:user_prod_container_exits{monitored_resource="cloud_run_revision", location="europe-west1", service_name="prod-api"}[15m])) >= 3',
    );
    expect(policy.depends_on).toEqual([expect.stringContaining('google_logging_metric.')]);
  });
});

describe('alerts of instances', () => {
  it('miss a service only where it always has an instance', () => {
    const watched = (minInstances: number) =>
      policyNames(
        alarmsOver(({ run }) => [run('Api', { scaling: Scaling.requests({ minInstances }) })]),
      );

    expect(watched(1)).toContain('prod-absent');
    expect(watched(0)).not.toContain('prod-absent');
  });

  it('know the bound of each service, and of one of fixed size only what waits', () => {
    const query = queryOf(
      alarmsOver(({ run }) => [
        run('Api', { scaling: Scaling.requests({ maxInstances: 4 }) }),
        run('Web', { scaling: Scaling.requests({ maxInstances: 20 }) }),
        run('Writer', { scaling: Scaling.fixed(1) }),
      ]),
      'prod-at-capacity',
    );

    expect(query).toContain('service_name="prod-web", state="active"}) >= 18');
    expect(query).toContain('service_name="prod-api", state="active"}) >= 3.6');
    expect(query).not.toMatch(/prod-writer[^)]*state="active"/);
    expect(query).toMatch(/pending_requests\{.*prod-api\|prod-web\|prod-writer"\}\) > 5/);
  });
});

describe('alerts of an entrance', () => {
  it('ask the address of Cloud Run, which only the deployment knows, from three continents', () => {
    const stack = alarmsOver(({ proxy }) => [proxy()], { checkPath: '/login' });
    const check = stack.one('google_monitoring_uptime_check_config');

    expect(check).toMatchObject({
      period: '60s',
      timeout: '10s',
      selected_regions: ['ASIA_PACIFIC', 'EUROPE', 'USA'],
      monitored_resource: {
        type: 'uptime_url',
        labels: {
          project_id: 'my-project',
          host: expect.stringMatching(/^\$\{trimprefix\(google_cloud_run_v2_service/) as string,
        },
      },
      http_check: { path: '/login', port: 443, use_ssl: true, validate_ssl: true },
      lifecycle: { create_before_destroy: true },
    });
    expect(queryOf(stack, 'prod-entrance-down')).toMatch(
      /check_id="\$\{google_monitoring_uptime_check_config\.\w+\.uptime_check_id\}"\}\[3m\]\)\) < 0\.4$/,
    );
    expect(queryOf(stack, 'prod-certificate-expiry')).toMatch(/< 21$/);
  });

  it('ask the host name behind a load balancer, and count its errors', () => {
    const domain = Entrance.domain({ name: 'app.example.org', zoneName: 'example.org' });
    const stack = alarmsOver(({ proxy }) => [proxy(domain)]);
    const check = stack.one('google_monitoring_uptime_check_config');

    expect(check.monitored_resource).toMatchObject({ labels: { host: 'app.example.org' } });
    expect(queryOf(stack, 'prod-server-errors')).toContain(
      'url_map_name="prod-public", response_code_class="500"}[5m])',
    );
  });
});

describe('alerts of a cache', () => {
  it('are told before it is full, and when it turns clients away', () => {
    const stack = alarmsOver(({ run, cache }) => [run('Api'), cache()]);

    expect(queryOf(stack, 'prod-store-saturated')).toBe(
      'max by (instance_id) (memorystore_googleapis_com:instance_memory_maximum_utilization{monitored_resource="memorystore.googleapis.com/Instance", location="europe-west1", instance_id="prod-cache"}) > 0.8',
    );
    expect(queryOf(stack, 'prod-store-failures')).toContain('total_rejected_connections_count{');
  });
});

describe('whom alerts go to', () => {
  const channel = 'projects/my-project/notificationChannels/1';
  const stack = alarmsOver(({ run }) => [run('Api')], {
    notify: [
      Notify.channel(channel, { severities: ['page'] }),
      Notify.email('team@example.org', { severities: ['ticket'] }),
      Notify.email('team@example.org', { severities: ['page'] }),
    ],
    runbooks: 'https://example.org/runbooks/',
  });

  it('is chosen by severity', () => {
    const email = expect.stringContaining('google_monitoring_notification_channel.') as string;

    expect(policyNamed(stack, 'prod-absent').notification_channels).toEqual([channel, email]);
    expect(policyNamed(stack, 'prod-cpu-saturated').notification_channels).toEqual([email]);
    expect(stack.all('google_monitoring_notification_channel')).toHaveLength(1);
  });

  it('is led to the runbook by a link, where there is an address', () => {
    expect(policyNamed(stack, 'prod-absent').documentation).toMatchObject({
      links: [{ display_name: 'Runbook', url: 'https://example.org/runbooks/absent.md' }],
    });
  });
});
