import { synth } from '../core/synth';
import { GithubIdentity, type GithubIdentityProps } from './github-identity';

const required: GithubIdentityProps = {
  prefix: 'slipway',
  repository: { owner: 'octo-org', name: 'octo-repo', id: '74' },
  environments: ['ecs-prod'],
  names: ['prod'],
  stateBucket: 'slipway-state-123456789012',
  repositoryArns: ['arn:aws:ecr:eu-west-1:123456789012:repository/slipway/goapp'],
};
const host = 'token.actions.githubusercontent.com';
const file = 'octo-org/octo-repo/.github/workflows';

function identityWith(props: Partial<GithubIdentityProps> = {}) {
  return synth((stack) => {
    new GithubIdentity(stack, 'Github', { ...required, ...props });
  });
}

type Stack = ReturnType<typeof identityWith>;

const trustOf = (stack: Stack, name: string) =>
  stack.policyStatements(
    stack.where('aws_iam_role', 'name', `slipway-github-${name}`),
    'assume_role_policy',
  );
const policyOf = (stack: Stack, name: string) =>
  stack.policyStatements(stack.where('aws_iam_role_policy', 'name', name));

describe('GithubIdentity on AWS', () => {
  describe('with only what is required', () => {
    const stack = identityWith();

    it('creates the issuer, the boundary and three roles with a policy each', () => {
      expect(stack.counts()).toEqual({
        aws_iam_openid_connect_provider: 1,
        aws_iam_policy: 1,
        aws_iam_role: 3,
        aws_iam_role_policy: 3,
      });
    });

    it('trusts tokens for AWS only', () => {
      expect(stack.one('aws_iam_openid_connect_provider')).toMatchObject({
        url: `https://${host}`,
        client_id_list: ['sts.amazonaws.com'],
      });
    });

    it.each([
      ['push', 'ref:refs/heads/main'],
      ['apply', 'environment:ecs-prod'],
    ])('gives %s to one kind of job, by four claims', (name, subject) => {
      expect(trustOf(stack, name).map(({ Condition }) => Condition)).toEqual([
        {
          StringEquals: {
            [`${host}:aud`]: 'sts.amazonaws.com',
            [`${host}:sub`]: `repo:octo-org/octo-repo:${subject}`,
            [`${host}:repository_id`]: '74',
            [`${host}:job_workflow_ref`]: `${file}/deploy.yml@refs/heads/main`,
          },
        },
      ]);
    });

    it('gives plan to pull requests, whose ref has a number, and to the nightly workflow', () => {
      const [pullRequest, nightly] = trustOf(stack, 'plan').map(({ Condition }) => Condition);

      expect(pullRequest).toEqual({
        StringEquals: {
          [`${host}:aud`]: 'sts.amazonaws.com',
          [`${host}:sub`]: 'repo:octo-org/octo-repo:pull_request',
          [`${host}:repository_id`]: '74',
        },
        StringLike: { [`${host}:job_workflow_ref`]: `${file}/ci.yml@refs/pull/*/merge` },
      });
      expect(nightly).toMatchObject({
        StringEquals: { [`${host}:job_workflow_ref`]: `${file}/nightly.yml@refs/heads/main` },
      });
    });

    it('lets push nothing but push', () => {
      expect(policyOf(stack, 'push').map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
        ['LogInToRegistry', ['*']],
        ['PushImages', required.repositoryArns],
      ]);
      expect(JSON.stringify(policyOf(stack, 'push'))).not.toMatch(/Delete/);
    });

    it('lets apply read images to verify them, and nothing more', () => {
      const registry = policyOf(stack, 'apply')
        .map(({ Sid, Action, Resource }) => [Sid, [Action].flat(), Resource] as const)
        .filter(([, actions]) => actions.some((action) => action.startsWith('ecr:')));

      expect(registry).toEqual([
        ['LogInToRegistry', ['ecr:GetAuthorizationToken'], ['*']],
        [
          'VerifyImages',
          [
            'ecr:DescribeImages',
            'ecr:DescribeRepositories',
            'ecr:ListTagsForResource',
            'ecr:BatchCheckLayerAvailability',
            'ecr:BatchGetImage',
            'ecr:GetDownloadUrlForLayer',
          ],
          required.repositoryArns,
        ],
      ]);
    });

    it('lets plan read no secret, whatever else allows it', () => {
      const denied = policyOf(stack, 'plan').filter(({ Effect }) => Effect === 'Deny');

      expect(denied).toEqual([
        {
          Sid: 'NeverReadSecrets',
          Effect: 'Deny',
          Action: [
            'secretsmanager:BatchGetSecretValue',
            'secretsmanager:GetSecretValue',
            'ssm:GetParameter*',
          ],
          Resource: ['*'],
        },
      ]);
    });

    it('lets apply make roles only with the boundary', () => {
      const statement = policyOf(stack, 'apply').find(({ Sid }) => Sid === 'MakeBoundedRoles');

      expect(statement).toMatchObject({
        Condition: {
          StringEquals: {
            'iam:PermissionsBoundary': expect.stringMatching(/^\$\{aws_iam_policy\./) as string,
          },
        },
      });
    });

    it.each([
      ['push', 3600],
      ['plan', 3600],
      ['apply', 7200],
      ['state', 7200],
    ])('ends a session of %s after %d seconds at most', (name, seconds) => {
      const roles = identityWith({ stateEnvironments: ['gcp-run'] });

      expect(roles.where('aws_iam_role', 'name', `slipway-github-${name}`)).toMatchObject({
        max_session_duration: seconds,
      });
    });
  });

  it('uses an issuer that exists, of which an account has one at most', () => {
    const providerArn = `arn:aws:iam::123456789012:oidc-provider/${host}`;

    const stack = identityWith({ providerArn });

    expect(stack.counts()).not.toHaveProperty('aws_iam_openid_connect_provider');
    expect(trustOf(stack, 'push')[0]).toMatchObject({ Principal: { Federated: providerArn } });
  });

  it('uses a boundary that exists', () => {
    const boundaryArn = 'arn:aws:iam::123456789012:policy/company';

    const stack = identityWith({ boundaryArn });

    expect(stack.counts()).not.toHaveProperty('aws_iam_policy');
    expect(JSON.stringify(policyOf(stack, 'apply'))).toContain(
      `{"StringEquals":{"iam:PermissionsBoundary":"${boundaryArn}"}}`,
    );
  });

  it('keeps the states of another cloud by a role that may do nothing else', () => {
    const stack = identityWith({ stateEnvironments: ['gcp-run'] });

    expect(trustOf(stack, 'state')).toMatchObject([
      {
        Condition: {
          StringEquals: { [`${host}:sub`]: expect.stringMatching(/:gcp-run$/) as string },
        },
      },
    ]);
    expect(policyOf(stack, 'state').map(({ Sid }) => Sid)).toEqual([
      'FindState',
      'WriteState',
      'UseKeyOfStates',
    ]);
    expect(JSON.stringify(policyOf(stack, 'state'))).toContain('/gcp-run.tfstate.tflock');
  });

  it('reads objects of the named buckets where it gets some', () => {
    const content = (stack: Stack) =>
      policyOf(stack, 'plan').filter(({ Sid }) => Sid === 'ReadContent');

    expect(content(identityWith())).toEqual([]);
    expect(JSON.stringify(content(identityWith({ contentBuckets: ['prod-pages'] })))).toMatch(
      /:s3:::prod-pages-\$\{.*account_id\}-\$\{.*\}\/\*/,
    );
  });

  it('follows another branch, other files and the numbers in a subject', () => {
    const stack = identityWith({
      branch: 'trunk',
      workflows: { deploy: 'ship.yml', review: 'check.yml', nightly: 'night.yml' },
      repository: { ...required.repository, ownerId: '65' },
    });

    expect(trustOf(stack, 'push')[0]).toMatchObject({
      Condition: {
        StringEquals: {
          [`${host}:sub`]: 'repo:octo-org@65/octo-repo@74:ref:refs/heads/trunk',
          [`${host}:job_workflow_ref`]: `${file}/ship.yml@refs/heads/trunk`,
        },
      },
    });
  });

  it('takes many environments, in one statement that fits into a trust', () => {
    const environments = ['ecs-prod', 'ecsprod', 'ecs-test', 'ecs-stage', 'ecs-demo'];
    const many = identityWith({ environments });
    const [statement, ...others] = trustOf(many, 'apply');
    const { StringEquals } = statement!.Condition as Record<string, Record<string, unknown>>;

    expect(others).toEqual([]);
    expect(StringEquals![`${host}:sub`]).toEqual(
      environments.map((name) => `repo:octo-org/octo-repo:environment:${name}`),
    );
    expect(JSON.stringify(statement).length).toBeLessThan(1500);
  });

  it.each<[Partial<GithubIdentityProps>, RegExp]>([
    [{ prefix: 'Slipway' }, /'prefix' must start with a letter/],
    [{ prefix: 'a'.repeat(52) }, /'prefix' may have 51 characters, .* got 52 in 'a+'; shorten it/],
    [
      {
        repositoryArns: Array.from(
          { length: 40 },
          (_, at) => `${required.repositoryArns[0]}-${at}`,
        ),
      },
      /'repositoryArns' and 'contentBuckets' make a policy of \d+ characters for apply, and IAM takes 10240; divide/,
    ],
    [
      { stateEnvironments: Array.from({ length: 40 }, (_, at) => `gcp-${at}`) },
      /'stateEnvironments' has 40 names, which make a trust of \d+ characters, and IAM takes 2048; divide/,
    ],
    [{ repository: { ...required.repository, owner: '*' } }, /'repository\.owner' must be/],
    [{ repository: { ...required.repository, id: '0' } }, /'repository\.id' must be .* got '0'/],
    [{ environments: [] }, /'environments' is empty/],
    [{ names: [] }, /'names' is empty, so that nothing could be deployed/],
    [{ names: ['*'] }, /'names' must start with a letter .* got '\*'/],
    [{ names: ['slipway'] }, /'names' has 'slipway', which is the prefix of the identities/],
    [{ stateBucket: 'A' }, /'stateBucket' must/],
    [{ repositoryArns: [] }, /'repositoryArns' is empty, so that nothing could be pushed/],
    [{ stateEnvironments: ['a*'] }, /'stateEnvironments' must be names of stacks, .* got 'a\*'/],
    [{ stateEnvironments: ['ecs-prod'] }, /'stateEnvironments' has 'ecs-prod', which 'environ/],
    [
      { providerArn: 'arn:aws:iam::123456789012:oidc-provider/example.org' },
      /'providerArn' must be the ARN of GitHub's issuer .* got 'arn:aws:iam::123456789012:oidc-p/,
    ],
    [{ boundaryArn: 'company' }, /'boundaryArn' must be the ARN of a managed policy, got 'comp/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => identityWith(props)).toThrow(message);
  });

  it('tells every problem at once', () => {
    const build = () => identityWith({ prefix: 'A', environments: [], names: [] });

    expect(build).toThrow(/'prefix'(.|\n)*'environments' is empty(.|\n)*'names' is empty/);
  });
});
