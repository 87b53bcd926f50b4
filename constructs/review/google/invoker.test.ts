import {
  graphOf,
  grant,
  openService,
  pair,
  reasons,
  type Resources,
  service,
  together,
  ways,
} from './stack.fixture';

const member = (more: Readonly<Record<string, unknown>>): Resources => ({
  google_cloud_run_v2_service_iam_member: {
    public: {
      name: '${google_cloud_run_v2_service.web.name}',
      location: 'europe-west1',
      role: 'roles/run.invoker',
      member: 'allUsers',
      ...more,
    },
  },
});
const project = (kind: string, more: Readonly<Record<string, unknown>>): Resources => ({
  [`google_project_iam_${kind}`]: {
    all: { project: 'shop', role: 'roles/run.invoker', member: 'allUsers', ...more },
  },
});
const everywhere = service('web', { ingress: 'INGRESS_TRAFFIC_ALL' });
const policy = (binding: unknown): [Resources, Resources] => [
  {
    google_cloud_run_v2_service_iam_policy: {
      p: {
        name: '${google_cloud_run_v2_service.web.name}',
        policy_data: '${data.google_iam_policy.p.policy_data}',
      },
    },
  },
  { google_iam_policy: { p: { binding } } },
];

describe('who may invoke a service that takes requests from everywhere', () => {
  it.each<[string, Resources, string[]]>([
    ['nobody without a grant', {}, []],
    ['everyone where nobody is checked', openService('web'), ['internet -> web 8080']],
    ['everyone by allUsers', member({}), ['internet -> web 8080']],
    [
      'everyone with a Google account',
      member({ member: 'allAuthenticatedUsers' }),
      ['internet -> web 8080'],
    ],
    ['no single person', member({ member: 'user:a@example.org' }), []],
    ['nobody by a role that does not invoke', member({ role: 'roles/run.viewer' }), []],
    [
      'somebody under a condition',
      member({ condition: { title: 'x' } }),
      ['internet -> web 8080 ?'],
    ],
    ['somebody who cannot be told', member({ member: '${var.who}' }), ['internet -> web 8080 ?']],
    [
      'everyone by a grant on a service that cannot be told',
      member({ name: '${module.m.name}' }),
      ['internet -> web 8080 ?'],
    ],
    [
      'one account by a grant on a service that cannot be told',
      member({ name: '${module.m.name}', member: 'serviceAccount:a@b.iam.gserviceaccount.com' }),
      [],
    ],
    ['nobody by a grant elsewhere', member({ location: 'us-east1' }), []],
    ['nobody by a grant in another project', member({ project: 'other' }), []],
    [
      'everyone by a path',
      member({ name: 'projects/shop/locations/europe-west1/services/web' }),
      ['internet -> web 8080'],
    ],
    [
      'everyone by id',
      member({ name: '${google_cloud_run_v2_service.web.id}' }),
      ['internet -> web 8080'],
    ],
    [
      'everyone by a binding',
      {
        google_cloud_run_v2_service_iam_binding: {
          b: { name: 'web', role: 'roles/run.invoker', members: ['user:x@y', 'allUsers'] },
        },
      },
      ['internet -> web 8080'],
    ],
    [
      'everyone by a grant of the old kind',
      {
        google_cloud_run_service_iam_member: {
          b: { service: 'web', role: 'roles/run.invoker', member: 'allUsers' },
        },
      },
      ['internet -> web 8080'],
    ],
    ['everyone by the project', project('member', {}), ['internet -> web 8080']],
    ['nobody by another project', project('member', { project: 'other' }), []],
    [
      'everyone by an editor of the project',
      project('member', { role: 'roles/editor' }),
      ['internet -> web 8080'],
    ],
    [
      'everyone by a binding of the project',
      project('binding', { members: ['allUsers'] }),
      ['internet -> web 8080'],
    ],
    [
      'perhaps everyone by a folder',
      {
        google_folder_iam_member: {
          f: { folder: 'f', role: 'roles/run.invoker', member: 'allUsers' },
        },
      },
      ['internet -> web 8080 ?'],
    ],
    [
      'perhaps everyone by a role made elsewhere',
      member({ role: 'organizations/1/roles/x' }),
      ['internet -> web 8080 ?'],
    ],
    [
      'perhaps everyone where the check cannot be told',
      {
        google_cloud_run_v2_service: {
          web: {
            name: 'web',
            ingress: 'INGRESS_TRAFFIC_ALL',
            invoker_iam_disabled: '${var.off}',
            template: { service_account: '${google_service_account.web.email}', containers: [{}] },
          },
        },
      },
      ['internet -> web 8080 ?'],
    ],
  ])('lets in %s', (_, more, expected) => {
    expect(ways(graphOf(together(everywhere, more)))).toEqual(expected);
  });

  it.each<[string, readonly string[], string[]]>([
    ['that invokes', ['run.routes.invoke'], ['internet -> web 8080']],
    ['that does not', ['run.services.get'], []],
    ['that cannot be told', ['${var.permission}'], ['internet -> web 8080 ?']],
  ])('reads a role of the stack %s', (_, permissions, expected) => {
    const role = '${google_project_iam_custom_role.r.id}';
    const custom = { google_project_iam_custom_role: { r: { role_id: 'r', permissions } } };

    expect(ways(graphOf(together(everywhere, member({ role }), custom)))).toEqual(expected);
  });

  it('reads a policy', () => {
    const [resources, data] = policy([{ role: 'roles/run.invoker', members: ['allUsers'] }]);

    expect(ways(graphOf(together(everywhere, resources), data))).toEqual(['internet -> web 8080']);
  });

  it('doubts everything where a policy cannot be read', () => {
    const [resources] = policy([]);

    expect(ways(graphOf(together(everywhere, resources)))).toEqual(['internet -> web 8080 ?']);
  });

  it.each<[string, Resources]>([
    [
      'binding',
      {
        google_cloud_run_v2_service_iam_binding: {
          b: { name: 'web', role: 'roles/run.invoker', members: ['user:x@y'] },
        },
      },
    ],
    [
      'policy',
      {
        google_cloud_run_v2_service_iam_policy: {
          p: { name: 'web', policy_data: '{"bindings":[{"role":"roles/x","members":[]}]}' },
        },
      },
    ],
  ])('doubts a grant that a %s takes back', (_, more) => {
    const graph = graphOf(together(everywhere, member({}), more));

    expect(ways(graph)).toEqual(['internet -> web 8080 ?']);
    expect(graph.edges[0]?.steps.at(-1)?.text).toContain('is taken back by google_cloud_run');
  });

  it('says in the witness that everyone with a Google account is everyone', () => {
    const graph = graphOf(together(everywhere, member({ member: 'allAuthenticatedUsers' })));

    expect(graph.edges[0]?.steps).toContainEqual({
      address: 'google_cloud_run_v2_service_iam_member.public',
      text: 'lets everyone with a Google account (allAuthenticatedUsers) invoke web',
    });
  });

  it('notes a grant on a service that cannot be told', () => {
    const graph = graphOf(together(everywhere, member({ name: '${each.value}' })));

    expect(ways(graph)).toEqual(['internet -> web 8080 ?']);
    expect(graph.unknowns).toEqual([
      {
        address: 'google_cloud_run_v2_service_iam_member.public',
        reason: 'lets somebody invoke a service that cannot be told',
      },
    ]);
  });
});

describe('who may invoke a service by its account', () => {
  const without = { google_cloud_run_v2_service_iam_member: {} };
  const callerGrant = (principal: string): Resources => grant('web', 'api', { member: principal });

  it.each<[string, string]>([
    ['an expression', 'serviceAccount:${google_service_account.web.email}'],
    ['its member', '${google_service_account.web.member}'],
    ['its address', 'serviceAccount:web@shop.iam.gserviceaccount.com'],
  ])('knows the account by %s', (_, principal) => {
    const graph = graphOf(together(pair(), callerGrant(principal)));

    expect(ways(graph)).toEqual(['web -> api 8080']);
    expect(graph.broken).toEqual([]);
  });

  it.each<[string, Resources, string[]]>([
    [
      'an account without a grant',
      callerGrant('serviceAccount:other@shop.iam.gserviceaccount.com'),
      [],
    ],
    ['a group', callerGrant('group:team@example.org'), ['web -> api 8080 ?']],
    ['somebody who cannot be told', callerGrant('${var.who}'), ['web -> api 8080 ?']],
    [
      'the account under a condition',
      grant('web', 'api', { condition: [{}] }),
      ['web -> api 8080 ?'],
    ],
    [
      'the account by the project',
      together(callerGrant('user:x@y'), {
        google_project_iam_member: {
          a: {
            project: 'shop',
            role: 'roles/run.admin',
            member: '${google_service_account.web.member}',
          },
        },
      }),
      ['web -> api 8080'],
    ],
  ])('lets in %s', (_, more, expected) => {
    expect(ways(graphOf(together(pair(), more)))).toEqual(expected);
  });

  it('says what is missing', () => {
    expect(reasons(graphOf({ ...pair(), ...without }))).toEqual([
      'web -> api: nothing lets google_service_account.web invoke api; grant it roles/run.invoker on api',
    ]);
  });

  it.each<[string, unknown, string]>([
    ['the default account', null, 'the default service account of Compute Engine'],
    ['an account made elsewhere', 'a@b.iam.gserviceaccount.com', 'a@b.iam.gserviceaccount.com'],
    ['an account that cannot be told', '${var.account}', 'an account that cannot be told'],
  ])('does not know what %s may do', (_, account, name) => {
    const template = { service_account: account };
    const graph = graphOf({ ...pair({ template }), ...without });

    expect(ways(graph)).toEqual(['web -> api 8080 ?']);
    expect(graph.broken).toEqual([]);
    expect(JSON.stringify(graph.edges[0]?.steps)).toContain(name);
  });
});
