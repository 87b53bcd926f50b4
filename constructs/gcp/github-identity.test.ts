import { synth } from '../core/synth';
import { GithubIdentity, type GithubIdentityProps } from './github-identity';

const required: GithubIdentityProps = {
  prefix: 'slipway',
  repository: { owner: 'octo-org', name: 'octo-repo', id: '74' },
  environments: ['gcp-run'],
  projectId: 'my-project',
  location: 'europe-west1',
  registryName: 'slipway',
};

function identityWith(props: Partial<GithubIdentityProps> = {}) {
  return synth((stack) => {
    new GithubIdentity(stack, 'Github', { ...required, ...props });
  });
}

describe('GithubIdentity on Google Cloud', () => {
  describe('with only what is required', () => {
    const stack = identityWith();
    const provider = stack.one('google_iam_workload_identity_pool_provider');

    it('creates a pool with its provider, three accounts, two roles and their memberships', () => {
      expect(stack.counts()).toEqual({
        google_artifact_registry_repository_iam_member: 3,
        google_iam_workload_identity_pool: 1,
        google_iam_workload_identity_pool_provider: 1,
        google_project_iam_custom_role: 2,
        google_project_iam_member: 11,
        google_service_account: 3,
        google_service_account_iam_member: 3,
      });
    });

    it('takes tokens of one repository by its name and number, made for this provider', () => {
      expect(provider.attribute_condition).toMatch(
        /^assertion\.repository == 'octo-org\/octo-repo' && assertion\.repository_id == '74' && /,
      );
      expect(provider.oidc).toMatchObject({
        issuer_uri: 'https://token.actions.githubusercontent.com',
        allowed_audiences: [
          expect.stringMatching(
            /^https:\/\/iam\.googleapis\.com\/\$\{.*\.name\}\/providers\/actions$/,
          ),
        ],
      });
    });

    it('lets each account be taken by one set of principals, never by the pool', () => {
      const members = stack.all('google_service_account_iam_member');

      expect(members.map(({ role, member }) => [role, String(member).split('}').at(-1)])).toEqual([
        ['roles/iam.workloadIdentityUser', '/attribute.identity/apply'],
        ['roles/iam.workloadIdentityUser', '/attribute.identity/plan'],
        ['roles/iam.workloadIdentityUser', '/attribute.identity/push'],
      ]);
    });

    it('lets only push write images', () => {
      const members = stack.all('google_artifact_registry_repository_iam_member');
      const written = members.filter(({ role }) => role === 'roles/artifactregistry.writer');

      expect(written.map(({ member }) => String(member))).toEqual([
        expect.stringMatching(/Github_Push/),
      ]);
    });

    it('gives nobody the value of a secret, keys of accounts or their trust', () => {
      const permissions = stack
        .all('google_project_iam_custom_role')
        .flatMap((role) => role.permissions as string[]);
      const roles = stack.all('google_project_iam_member').map(({ role }) => String(role));

      expect(
        permissions.filter((one) => /versions\.|Keys\.|serviceAccounts\.set/.test(one)),
      ).toEqual([]);
      expect(
        roles.filter((one) => /secret|iam\.|^roles\/(owner|editor|viewer)$/i.test(one)),
      ).toEqual([]);
    });
  });

  it('makes the accounts of the services that it is told of, which the deployment alone may use', () => {
    const stack = identityWith({ services: ['prod-goapp', 'prod-uptime'] });
    const users = stack
      .all('google_service_account_iam_member')
      .filter(({ role }) => role === 'roles/iam.serviceAccountUser');

    expect(stack.counts().google_service_account).toBe(5);
    expect(stack.where('google_service_account', 'account_id', 'prod-goapp')).toMatchObject({
      display_name: 'prod-goapp',
      description: 'What prod-goapp is on Cloud Run',
    });
    expect(users.map(({ service_account_id: account }) => account)).toEqual([
      expect.stringMatching(/Services_ProdGoapp/),
      expect.stringMatching(/Services_ProdUptime/),
    ]);
    for (const { member } of users) expect(member).toMatch(/^serviceAccount:\$\{.*Github_Apply_/);
  });

  it('reads objects of the named buckets where it gets some', () => {
    const conditions = (stack: ReturnType<typeof identityWith>) =>
      stack.all('google_project_iam_member').flatMap(({ condition }) => condition ?? []);

    expect(conditions(identityWith())).toEqual([]);
    expect(conditions(identityWith({ contentBuckets: ['my-pages'] }))).toMatchObject([
      { expression: 'resource.name.startsWith("projects/_/buckets/my-pages/")' },
    ]);
  });

  it('follows another branch, other files and the numbers in a subject', () => {
    const stack = identityWith({
      branch: 'trunk',
      workflows: { deploy: 'ship.yml', review: 'check.yml', nightly: 'night.yml' },
      repository: { ...required.repository, ownerId: '65' },
    });

    const { attribute_condition: condition } = stack.one(
      'google_iam_workload_identity_pool_provider',
    );
    expect(condition).toContain("'repo:octo-org@65/octo-repo@74:ref:refs/heads/trunk'");
    expect(condition).toContain('/ship.yml@refs/heads/trunk');
  });

  it.each<[Partial<GithubIdentityProps>, RegExp]>([
    [{ prefix: 'Slipway' }, /'prefix' must start with a letter/],
    [{ prefix: 'a'.repeat(23) }, /'prefix' may have 22 characters, .* got 23 in 'a+'; shorten it/],
    [{ prefix: 'gcp-shared' }, /'prefix' must not start with 'gcp-', .* got 'gcp-shared'; choose/],
    [{ registryName: '' }, /'registryName' must start with a letter/],
    [{ projectId: '1' }, /'projectId' must be the id of a project/],
    [{ location: 'eu' }, /'location' must be a region/],
    [{ repository: { ...required.repository, owner: 'a*' } }, /'repository\.owner' must be/],
    [{ repository: { ...required.repository, id: 'x' } }, /'repository\.id' must be .* got 'x'/],
    [
      { repository: { ...required.repository, name: 'a'.repeat(100) } },
      /'repository' makes the subject 'repo:octo-org\/a+:ref:refs\/heads\/main', which has more than/,
    ],
    [{ services: ['prod_goapp'] }, /'services' .* got 'prod_goapp'/],
    [{ services: ['prod-a', 'prod-a'] }, /'services' has 'prod-a' more than once/],
    [
      { services: ['slipway-github-plan'] },
      /'services' has 'slipway-github-plan', which is a name/,
    ],
    [{ environments: [] }, /'environments' is empty/],
    [
      { environments: Array.from({ length: 30 }, (_, at) => `gcp-${at}`) },
      /'environments' has 30 names, which make a longer condition than Google takes/,
    ],
  ])('fails when the props are %j', (props, message) => {
    expect(() => identityWith(props)).toThrow(message);
  });

  it('tells every problem at once', () => {
    const build = () => identityWith({ prefix: 'A', location: 'eu', environments: [] });

    expect(build).toThrow(/'prefix'(.|\n)*'location'(.|\n)*'environments' is empty/);
  });
});
