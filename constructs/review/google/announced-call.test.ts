import {
  type Block,
  encoded,
  graphOf,
  openService,
  pair,
  reasons,
  type Resources,
  service,
  through,
  together,
  ways,
} from './stack.fixture';

const value = (text: unknown): Block[] => [{ name: 'API', value: text }];
const sidecar = (more: Block): Resources =>
  service('web', {
    template: {
      containers: [
        { name: 'web', ports: {}, env: value('http://localhost:20001/x') },
        { name: 'side', ...more },
      ],
    },
  });
const listens = (line: string): Block => ({
  env: [
    { name: 'NGINX_CONF', value: encoded(`http {\n  server {\n    listen ${line};\n  }\n}\n`) },
  ],
});

describe('a variable with the address of a service', () => {
  const bare = (text: unknown, more: Block = {}): string[] =>
    reasons(graphOf(together(service('web', { env: value(text) }), service('api')), {}, more));

  it.each<[string, unknown, Block]>([
    ['as its uri', '${google_cloud_run_v2_service.api.uri}', {}],
    ['with a path', '${google_cloud_run_v2_service.api.uri}/v1', {}],
    ['as one of its urls', '${google_cloud_run_v2_service.api.urls[0]}', {}],
    ['in a function', '${jsonencode({ a = google_cloud_run_v2_service.api.uri })}', {}],
    [
      'through a local value',
      '${local.api}',
      { locals: { api: '${google_cloud_run_v2_service.api.uri}' } },
    ],
    [
      'through a local text',
      '${local.api}',
      { locals: { api: 'x ${google_cloud_run_v2_service.api.uri}' } },
    ],
    ['as it can be known before', 'https://api-123456.europe-west1.run.app/x', {}],
  ])('announces a call %s', (_, text, more) => {
    expect(bare(text, more)).toEqual([expect.stringMatching(/^web -> api: nothing lets/)]);
  });

  it.each<[string, unknown]>([
    ['with its name', '${google_cloud_run_v2_service.api.name}'],
    ['of itself', '${google_cloud_run_v2_service.web.uri}'],
    ['of somebody else', 'https://example.org'],
    ['of nothing', '${google_cloud_run_v2_service.gone.uri}'],
    ['of a local value in a ring', '${local.ring}'],
    ['that is no text', { a: 1 }],
  ])('announces none %s', (_, text) => {
    expect(bare(text, { locals: { ring: 'x${local.ring}' } })).toEqual([]);
  });

  it('announces the calls of jobs and worker pools', () => {
    const template = (name: string) => ({
      service_account: `\${google_service_account.${name}.email}`,
      containers: [{ env: value('${google_cloud_run_v2_service.api.uri}') }],
    });
    const graph = graphOf(
      together(pair(), {
        google_service_account: { job: { account_id: 'job' }, pool: { account_id: 'pool' } },
        google_cloud_run_v2_job: { job: { name: 'job', template: { template: template('job') } } },
        google_cloud_run_v2_worker_pool: { pool: { name: 'pool', template: template('pool') } },
      }),
    );

    expect(graph.broken.map(({ from }) => from)).toEqual(['job', 'pool']);
    expect(graph.whyNot?.('web', 'job')).toBe('job is a job, which takes no requests');
  });

  it('shows the way to a service that everyone reaches only where it is announced', () => {
    const graph = graphOf(
      together(
        openService('web'),
        service('api', { env: value('${google_cloud_run_v2_service.web.uri}') }),
        service('other'),
      ),
    );

    expect(ways(graph)).toEqual(['api -> web 8080', 'internet -> web 8080']);
    expect(graph.whyNot?.('other', 'web')).toMatch(/^web lets everyone in/);
  });

  it('lets every workload of the network call an internal service that checks nobody', () => {
    const graph = graphOf(
      together(
        pair({ env: [] }, { more: { invoker_iam_disabled: true } }),
        service('other', { vpcAccess: through() }),
        service('outside'),
      ),
    );

    expect(ways(graph)).toEqual(['other -> api 8080', 'web -> api 8080']);
  });
});

describe('a variable with a port of the own instance', () => {
  it.each<[string, Resources]>([
    ['nginx listens', sidecar(listens('127.0.0.1:20001'))],
    ['nginx listens everywhere', sidecar(listens('20001 default_server'))],
    ['nginx listens on IPv6', sidecar(listens('[::1]:20001'))],
    ['a probe asks', sidecar({ startup_probe: { tcp_socket: { port: 20001 } } })],
  ])('works where %s', (_, resources) => {
    const { broken, unknowns } = graphOf(resources);

    expect([...broken, ...unknowns]).toEqual([]);
  });

  it('is not known where a container may listen that nobody can look into', () => {
    const { broken, unknowns } = graphOf(sidecar({}));

    expect(broken).toEqual([]);
    expect(unknowns).toEqual([
      {
        address: 'google_cloud_run_v2_service.web',
        reason:
          'API names localhost:20001, and whether the container side listens there is not known',
      },
    ]);
  });

  it.each<[string, Resources, string]>([
    ['nginx listens elsewhere', sidecar(listens('20002')), '8080, 20002'],
    ['no other container is', service('web', { env: value('http://127.0.0.1:9') }), '8080'],
  ])('fails where %s', (_, resources, ports) => {
    expect(reasons(graphOf(resources))).toEqual([
      expect.stringContaining(`, only on ${ports}; correct the variable`),
    ]);
  });

  it.each<[string, Block[], string[]]>([
    [
      'is missing',
      [],
      [
        'web -> users-api: no variable ORIGIN_USERS_API says where that is; set it to the uri of users-api',
      ],
    ],
    ['is there', [{ name: 'ORIGIN_USERS_API', value: '${var.x}' }], []],
  ])('is judged where the address of its callee %s', (_, more, expected) => {
    const text = '# slipway:origin users-api\nserver {\n  listen 127.0.0.1:20001;\n}\n';
    const env = [{ name: 'NGINX_CONF', value: encoded(text) }, ...more];

    expect(reasons(graphOf(sidecar({ env })))).toEqual(expected);
  });

  it('fails where a name of another platform is used', () => {
    expect(reasons(graphOf(service('web', { env: value('http://api:8080') })))).toEqual([
      'web -> api: api is no name that Cloud Run resolves; use the uri of the service',
    ]);
  });
});
