import { Construct } from 'constructs';
import { Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import { testCluster, workload } from './cluster.fixture';
import { Entrance } from './entrance';
import { FargateService } from './fargate-service';
import { LoadBalancer } from './load-balancer';
import { domain, networkIn } from './load-balancer.fixture';
import { LogQueries, type LogQueriesProps } from './log-queries';
import { slowRequests } from './log-query';

/** Web and late behind a balancer, api behind web, and a socket; `first` saves the queries before the routes. */
function system(first = false): SynthesizedStack {
  return synth((stack) => {
    const cluster = testCluster(stack, { network: networkIn(stack) });
    const service = (id: string, more: object = {}) =>
      new FargateService(stack, id, { cluster, workload: { ...workload, ...more } });
    const [late, web, api] = [service('Late'), service('Web'), service('Api')];
    const chat = service('Chat', { protocol: 'websocket' });
    const { network } = cluster;
    const entrance = Entrance.domain(domain);
    const balancer = new LoadBalancer(stack, 'LoadBalancer', {
      network,
      environment: 'prod',
      entrance,
    });
    const watch = [late, web, api, chat, balancer];
    const save = () =>
      new LogQueries(stack, 'LogQueries', {
        watch,
        objectives: { api: { latency: { percent: 99, seconds: 0.25 } }, late: { latency: false } },
      });
    if (first) save();
    balancer.addRoute(Route.path('/'), web);
    balancer.addRoute(Route.path('/late'), late);
    if (!first) save();
  });
}

function small(props: Partial<LogQueriesProps> = {}): SynthesizedStack {
  return synth((stack) => {
    const api = new FargateService(stack, 'Api', { cluster: testCluster(stack), workload });
    new LogQueries(stack, 'LogQueries', { watch: [api], ...props });
  });
}

/** What each query reads, by its name: the services whose log groups these are. */
function readBy(stack: SynthesizedStack): Record<string, readonly string[]> {
  return Object.fromEntries(
    stack
      .all('aws_cloudwatch_query_definition')
      .map(({ name, log_group_names }) => [
        String(name),
        (log_group_names as string[]).map(
          (reference) =>
            /aws_cloudwatch_log_group\.([A-Z][a-z]+)_/.exec(reference)?.[1] ?? reference,
        ),
      ]),
  );
}

function queryOf(stack: SynthesizedStack, name: string): string {
  return String(stack.where('aws_cloudwatch_query_definition', 'name', name).query_string);
}

describe('LogQueries', () => {
  const stack = system();

  it('save one query for each question, each bound to the groups that it reads', () => {
    expect(readBy(stack)).toEqual({
      'prod/errors-by-service': ['Late', 'Web', 'Api', 'Chat'],
      'prod/request-by-id': ['Late', 'Web', 'Api', 'Chat'],
      // late promises nothing
      'prod/slow-requests': ['Web', 'Api', 'Chat'],
      'prod/task-starts-and-stops': ['Late', 'Web', 'Api', 'Chat'],
      'prod/entrance-errors': ['Late', 'Web'],
    });
  });

  it('read groups that exist in the stack, under the names of their services', () => {
    const groups = Object.keys(stack.json.resource!.aws_cloudwatch_log_group!);
    const read = stack
      .all('aws_cloudwatch_query_definition')
      .flatMap(({ log_group_names }) => log_group_names as string[]);

    expect(read.length).toBeGreaterThan(10);
    for (const reference of read) {
      expect(groups.map((group) => `\${aws_cloudwatch_log_group.${group}.name}`)).toContain(
        reference,
      );
    }
  });

  it('call slow what takes longer than its service promises', () => {
    expect(queryOf(stack, 'prod/slow-requests')).toContain(
      '| filter (service in ["api"] and duration_ms > 250) or (service in ["web", "chat"] and duration_ms > 1000)\n',
    );
    expect(queryOf(small(), 'prod/slow-requests')).toContain('| filter duration_ms > 1000\n');
  });

  it('write no tail behind a time that has none', () => {
    expect(slowRequests([{ service: 'api', milliseconds: 1100 }])).toContain(
      'duration_ms > 1100\n',
    );
    const one = small({ objectives: { api: { latency: { percent: 99, seconds: 1.1 } } } });

    expect(queryOf(one, 'prod/slow-requests')).toContain('duration_ms > 1100\n');
  });

  it('are the same when the routes come later', () => {
    expect(system(true).json.resource).toEqual(stack.json.resource);
  });

  it('ask nothing of an entrance or of slow requests where there are none', () => {
    const one = small({ objectives: { api: { latency: false } } });

    expect(Object.keys(readBy(one))).toEqual([
      'prod/errors-by-service',
      'prod/request-by-id',
      'prod/task-starts-and-stops',
    ]);
  });

  it('are kept in a folder of their own', () => {
    expect(Object.keys(readBy(small({ folder: 'team/ecs-prod' })))[0]).toBe(
      'team/ecs-prod/errors-by-service',
    );
  });

  it('stay below what CloudWatch takes, with as many services as it reads and the longest names', () => {
    const thresholds = Array.from({ length: 50 }, (_, at) => ({
      service: 'a'.repeat(63),
      milliseconds: 3_599_000.001 + at,
    }));

    expect(slowRequests(thresholds).length).toBeLessThan(10_000);
  });

  it('can be overridden', () => {
    const one = synth((scope) => {
      const api = new FargateService(scope, 'Api', { cluster: testCluster(scope), workload });
      const queries = new LogQueries(scope, 'LogQueries', { watch: [api] });
      queries.resources.get('request-by-id')!.addOverride('query_string', 'limit 1');
    });

    expect(queryOf(one, 'prod/request-by-id')).toBe('limit 1');
  });

  it.each([
    ['a colon', 'team:prod'],
    ['an asterisk', 'team*'],
    ['a slash at its end', 'team/'],
    ['nothing', ''],
  ])('fail when the folder has %s', (_, folder) => {
    expect(() => small({ folder })).toThrow(
      `'folder' must be names with a slash between them, without colon and asterisk, got '${folder}'; write for example 'team/prod'`,
    );
  });

  it('fail when the folder leaves no room for a name', () => {
    expect(() => small({ folder: 'a'.repeat(234) })).toThrow(
      /'folder' may have at most 233 characters, got 234 in 'a+'; shorten it/,
    );
  });

  it('fail when there is nothing to ask', () => {
    expect(() => small({ watch: [] })).toThrow(
      "'watch' must name a service, got none; add what runs",
    );
  });

  it('fail when a promise is one of nobody, or none, with a bad folder, at once', () => {
    const build = () =>
      small({ folder: '/', objectives: { web: {}, api: { latency: { percent: 0, seconds: 1 } } } });

    expect(build).toThrow(/'folder'/);
    expect(build).toThrow(/'objectives' names 'web', which is not watched/);
    expect(build).toThrow(/objectives.api: 'latency.percent'/);
  });

  it('fail with more services than one query reads', () => {
    expect(() =>
      synth((scope) => {
        const cluster = testCluster(scope);
        const watch = Array.from(
          { length: 51 },
          (_, at) => new FargateService(scope, `Api${at}`, { cluster, workload }),
        );
        new LogQueries(scope, 'LogQueries', { watch });
      }),
    ).toThrow(
      "'watch' has 51 services, but a query reads at most 50 log groups; make one LogQueries for each part of the system",
    );
  });

  it('fail when what they ask is of two environments', () => {
    expect(() =>
      synth((scope) => {
        const watch = ['prod', 'test'].map((environment) => {
          const place = new Construct(scope, environment);
          const cluster = testCluster(place, { environment });
          return new FargateService(place, 'Api', { cluster, workload });
        });
        new LogQueries(scope, 'LogQueries', { watch });
      }),
    ).toThrow(
      "'watch' must be of one environment, got 'prod' and 'test'; make one LogQueries for each",
    );
  });
});
