import { defaultBurnRates } from '../core/burn-rate';
import { resolveObjective } from '../core/objective';
import { availabilityBurn, latencyBurn, noInstance } from './alarm-queries';
import { alarmsOver, queryOf } from './alarms.fixture';
import { workload } from './region.fixture';

const subject = { location: 'europe-west1', serviceNames: ['prod-api', 'prod-web'] };
const where =
  'monitored_resource="cloud_run_revision", location="europe-west1", service_name=~"prod-api|prod-web"';
const [fast] = defaultBurnRates as [(typeof defaultBurnRates)[number]];

describe('the query of a budget of errors', () => {
  it('joins both windows and the number of errors, for each service alone', () => {
    const failed = (window: string) =>
      `sum by (service_name) (increase(run_googleapis_com:request_count{${where}, response_code_class="5xx"}[${window}]))`;
    const all = (window: string) =>
      `sum by (service_name) (increase(run_googleapis_com:request_count{${where}}[${window}]))`;

    expect(availabilityBurn(subject, fast, resolveObjective()).split('\nand ')).toEqual([
      `(${failed('60m')} / ${all('60m')} > 0.0144)`,
      `(${failed('5m')} / ${all('5m')} > 0.0144)`,
      `(${failed('60m')} >= 5)`,
    ]);
  });

  it('begins above what fails by nature', () => {
    const objective = resolveObjective({ naturalErrorPercent: 10, minimumBadRequests: 50 });
    const query = availabilityBurn(subject, fast, objective);

    expect(query).toContain(' > 0.1144)');
    expect(query).toContain(' >= 50)');
  });
});

describe('the query of a budget of slow answers', () => {
  const { latency } = resolveObjective({ latency: { percent: 95, seconds: 0.25 } });
  const query = (factor: number) => latencyBurn(subject, { ...fast, factor }, latency!, 5);

  it('asks for the quantile beside the share, since nobody says where the buckets end', () => {
    const quantile = (part: number, window: string) =>
      `histogram_quantile(${part}, sum by (service_name, le) (increase(run_googleapis_com:request_latencies_bucket{${where}}[${window}])))`;
    const answers = `sum by (service_name) (increase(run_googleapis_com:request_latencies_count{${where}}[60m]))`;

    expect(query(4)).toBe(
      [
        `(${quantile(0.8, '60m')} > 250)`,
        `(${quantile(0.8, '5m')} > 250)`,
        `((${answers} >= 25)\nor (${answers} >= 10 and ${quantile(0.5, '60m')} > 250))`,
      ].join('\nand '),
    );
  });

  it('leaves out the half where the share is more', () => {
    expect(query(12)).not.toContain('histogram_quantile(0.5,');
    expect(query(12)).toContain('histogram_quantile(0.4,');
  });
});

describe('the query of absence', () => {
  it('asks for no instance, and for each service whether anything says so at all', () => {
    expect(noInstance(subject).split('\nor ')).toEqual([
      `(sum by (service_name) (run_googleapis_com:container_instance_count{${where}}) < 1)`,
      '(absent(run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision", location="europe-west1", service_name="prod-api"}))',
      '(absent(run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision", location="europe-west1", service_name="prod-web"}))',
    ]);
  });
});

describe('services in one query', () => {
  const sockets = { ...workload, protocol: 'websocket' } as const;
  const stack = alarmsOver(
    ({ run }) => [run('Chat', { workload: sockets }), run('Dice'), run('Api')],
    { objectives: { dice: { naturalErrorPercent: 10 } } },
  );

  it('are those that promise the same', () => {
    const query = queryOf(stack, 'prod-availability-burn');
    const named = [...query.matchAll(/service_name(=~?"[^"]+")/g)].map(([, names]) => names);

    expect(new Set(named)).toEqual(new Set(['=~"prod-api|prod-chat"', '="prod-dice"']));
    expect(query).toContain('> 0.1144');
  });

  it('are no sockets where it is about time', () => {
    expect(queryOf(stack, 'prod-latency-burn')).toContain('service_name=~"prod-api|prod-dice"');
    expect(queryOf(stack, 'prod-latency-burn')).not.toContain('prod-chat');
  });
});
