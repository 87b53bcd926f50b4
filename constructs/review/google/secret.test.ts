import { type Block, graphOf, reasons, type Resources, service, together } from './stack.fixture';

const secret: Resources = {
  google_secret_manager_secret: { key: { secret_id: 'key', project: 'shop' } },
};
const web = (name: unknown, more: Block = {}): Resources =>
  service('web', {
    env: [{ name: 'KEY', value_source: { secret_key_ref: { secret: name, version: '1' } } }],
    more: { depends_on: ['google_secret_manager_secret_iam_member.g'], ...more },
  });
const grant = (more: Block = {}): Resources => ({
  google_secret_manager_secret_iam_member: {
    g: {
      secret_id: '${google_secret_manager_secret.key.id}',
      role: 'roles/secretmanager.secretAccessor',
      member: '${google_service_account.web.member}',
      ...more,
    },
  },
});

describe('secrets', () => {
  it.each<[string, unknown, Resources]>([
    ['by reference', '${google_secret_manager_secret.key.id}', grant()],
    ['by name', '${google_secret_manager_secret.key.secret_id}', grant({ secret_id: 'key' })],
    ['that are made elsewhere', 'old', grant({ secret_id: 'projects/shop/secrets/old' })],
    [
      'by a project',
      'key',
      {
        google_project_iam_member: {
          g: {
            role: 'roles/secretmanager.secretAccessor',
            member: '${google_service_account.web.member}',
          },
        },
        google_secret_manager_secret_iam_member: { g: { secret_id: 'unrelated' } },
      },
    ],
  ])('are readable %s', (_, name, more) => {
    const depends = ['google_secret_manager_secret_iam_member.g', 'google_project_iam_member.g'];
    const graph = graphOf(together(secret, web(name, { depends_on: depends }), more));

    expect([...graph.broken, ...graph.unknowns]).toEqual([]);
  });

  it.each<[string, Resources]>([
    ['nothing', {}],
    ['a role that does not read', grant({ role: 'roles/secretmanager.viewer' })],
    ['another account', grant({ member: 'serviceAccount:a@b.iam.gserviceaccount.com' })],
    ['another secret', grant({ secret_id: 'other' })],
  ])('fail where %s allows it', (_, more) => {
    expect(reasons(graphOf(together(secret, web('key'), more)))).toEqual([
      'web -> key: nothing lets google_service_account.web read key; grant it roles/secretmanager.secretAccessor on the secret',
    ]);
  });

  it('fail where an instance may start before it is allowed', () => {
    const graph = graphOf(together(secret, web('key', { depends_on: [] }), grant()));

    expect(reasons(graph)).toEqual([expect.stringContaining('add that to its depends_on')]);
  });

  it('fail in volumes as well', () => {
    const template = { volumes: [{ name: 'v', secret: { secret: 'key' } }] };

    expect(reasons(graphOf(service('web', { template })))).toEqual([
      expect.stringContaining('nothing lets google_service_account.web read key'),
    ]);
  });

  it.each<[string, Resources]>([
    ['a grant under a condition', together(web('key'), grant({ condition: {} }))],
    ['a group', together(web('key'), grant({ member: 'group:a@b' }))],
    ['a secret that cannot be told', web('${var.secret}')],
    [
      'an account made elsewhere',
      together(web('key'), service('x'), account('a@b.iam.gserviceaccount.com')),
    ],
    ['the default account', account(null)],
  ])('are not known with %s', (_, resources) => {
    const graph = graphOf(together(secret, resources));

    expect(graph.broken).toEqual([]);
    expect(graph.unknowns.length).toBeGreaterThan(0);
  });
});

function account(name: unknown): Resources {
  const env = [{ name: 'KEY', value_source: { secret_key_ref: { secret: 'key' } } }];
  return service('web', { template: { service_account: name, containers: [{ env }] } });
}
