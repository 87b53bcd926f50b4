import { readFileSync } from 'node:fs';
import { readingPermissions } from '../../constructs/gcp/github-permissions';
import { features } from '../grants/aws-features';
import { synthesizedStacks } from '../schema/stacks';
import { actionsOfTypes } from './aws-types';
import { allows, type Request, type Statement } from './iam';
import { awsIdentity, googleIdentity } from './stacks.fixture';

const calls = JSON.parse(readFileSync(`${__dirname}/aws-calls.json`, 'utf8')) as Readonly<
  Record<'apply' | 'plan' | 'unrefreshed' | 'destroy', readonly string[]>
>;
const stack = awsIdentity();
const account = '123456789012';
const repository = `arn:aws:ecr:us-east-1:${account}:repository/slipway/goapp`;
const states = `arn:aws:s3:::slipway-state-${account}`;

/** The policy of an identity, with a plain value in the place of each reference. */
function policyOf(name: string): readonly Statement[] {
  const { policy } = stack.where('aws_iam_role_policy', 'name', name);
  const text = String(policy)
    .replaceAll(/\$\{aws_iam_policy\.[^}]+\}/g, boundary)
    .replaceAll(/\$\{aws_iam_openid_connect_provider\.[^}]+\}/g, provider)
    .replaceAll(/\$\{data\.aws_caller_identity\.[^}]+\}/g, account)
    .replaceAll(/\$\{data\.aws_partition\.[^}]+\}/g, 'aws')
    .replaceAll(/\$\{data\.aws_region\.[^}]+\}/g, 'us-east-1');
  return (JSON.parse(text) as { readonly Statement: Statement[] }).Statement;
}
const boundary = `arn:aws:iam::${account}:policy/slipway-workload-boundary`;
const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const [push, plan, apply, state] = ['push', 'plan', 'apply', 'state'].map(policyOf) as [
  readonly Statement[],
  readonly Statement[],
  readonly Statement[],
  readonly Statement[],
];

/** What a service's calls are about in the environment prod: an action is tried on each. */
const resources: Readonly<Record<string, readonly string[]>> = {
  ecr: [repository],
  events: [`arn:aws:events:us-east-1:${account}:rule/prod-deployment-failed`],
  iam: [`arn:aws:iam::${account}:role/prod-goapp-task`],
  kms: [`arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
  logs: [`arn:aws:logs:us-east-1:${account}:log-group:/ecs/prod/goapp`],
  s3: [
    'arn:aws:s3:::prod-pages-123456789012-us-east-1',
    'arn:aws:s3:::prod-pages-123456789012-us-east-1/site-a/index.html',
  ],
  secretsmanager: [`arn:aws:secretsmanager:us-east-1:${account}:secret:prod/cache-password-AbCdEf`],
};
const context = { 'iam:PermissionsBoundary': [boundary] };
const tagged = { 'aws:RequestTag/stack': ['ecs-prod'], 'aws:ResourceTag/stack': ['ecs-prod'] };

/** Actions that a policy does not allow, of those that were asked for. */
function missing(policy: readonly Statement[], actions: readonly string[]): string[] {
  return actions.filter((action) => {
    // the one action that needs no right
    if (action === 'sts:GetCallerIdentity') return false;
    const about = resources[action.split(':')[0] ?? ''] ?? ['*'];
    return !about.some((resource) =>
      allows(policy, { action, resource, context: { ...context, ...tagged } }),
    );
  });
}

const may = (policy: readonly Statement[], request: Request) =>
  allows(policy, { context, ...request });

describe('the rights on AWS', () => {
  it('are held against calls that were written down', () => {
    expect(calls.apply).toContain('ecs:CreateService');
    expect(calls.destroy).toContain('ec2:DeleteVpc');
    expect(calls.plan.length).toBeGreaterThan(70);
  });

  it.each(['apply', 'plan', 'destroy'] as const)('let apply do what an %s asks for', (what) => {
    expect(missing(apply, calls[what])).toEqual([]);
  });

  // the calls are those of provider 5.100.0; the version of the stacks lists the versions of a secret instead (ADR 0033)
  it('let plan do what a plan with a refresh asks for, but for the value of a secret', () => {
    expect(missing(plan, calls.unrefreshed)).toEqual([]);
    expect(calls.unrefreshed).not.toContain('secretsmanager:GetSecretValue');
    expect(missing(plan, calls.plan)).toEqual(['secretsmanager:GetSecretValue']);
    expect(missing(plan, ['secretsmanager:ListSecretVersionIds'])).toEqual([]);
  });

  it('let plan read no value of a secret, even if it is given everything', () => {
    const generous: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const values = ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'];

    expect(missing([...plan, generous], values)).toEqual(values);
    expect(plan.flatMap(({ Action }) => Action)).not.toContain('secretsmanager:*');
  });

  it('let plan and push change nothing', () => {
    const changes = [...calls.apply, ...calls.destroy].filter(
      (action) => !/:(Describe|List|Get)/.test(action),
    );

    expect(changes.length).toBeGreaterThan(60);
    expect(missing(plan, changes)).toEqual(changes);
    expect(missing(push, changes)).toEqual(changes);
    expect(missing(state, changes)).toEqual(changes);
  });

  it.each([
    ['docker login', 'ecr:GetAuthorizationToken', '*'],
    ['images:verify', 'ecr:BatchCheckLayerAvailability', repository],
    ['images:verify', 'ecr:BatchGetImage', repository],
    ['images:verify', 'ecr:GetDownloadUrlForLayer', repository],
    ['stack:deploy', 's3:GetObject', `${states}/ecs-prod.last-good.json`],
    ['stack:deploy', 's3:PutObject', `${states}/ecs-prod.last-good.json`],
    ['the lock', 's3:PutObject', `${states}/ecs-prod.tfstate.tflock`],
    ['the lock', 's3:DeleteObject', `${states}/ecs-prod.tfstate.tflock`],
    ['the state', 's3:ListBucket', states],
  ])('let apply do what %s asks for beside the provider: %s', (_, action, resource) => {
    expect(may(apply, { action, resource })).toBe(true);
  });

  it('are written from knowledge where no call was recorded', () => {
    const recorded = new Set(Object.values(calls).flat());
    const known = [...new Set(Object.values(actionsOfTypes).flat())];

    // changes of what is there, tags as something is made, and a policy that is given as a key is made
    expect(known.filter((action) => !recorded.has(action)).sort()).toEqual([
      'cloudformation:UpdateStack',
      'ec2:ModifySubnetAttribute',
      'ec2:ModifyVpcEndpoint',
      'ec2:ReplaceRoute',
      'ecs:DeregisterTaskDefinition',
      'ecs:UpdateCluster',
      'elasticache:ModifyReplicationGroup',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'events:TagResource',
      'iam:TagRole',
      'kms:PutKeyPolicy',
      'kms:TagResource',
      'route53:UpdateHealthCheck',
      'secretsmanager:ListSecretVersionIds',
      'wafv2:UpdateWebACL',
    ]);
  });

  it('leave out what a test must miss', () => {
    const less = apply.filter(({ Action }) => !Action.includes('iam:PassRole'));

    expect(may(apply, passing('ecs-tasks.amazonaws.com'))).toBe(true);
    expect(may(less, passing('ecs-tasks.amazonaws.com'))).toBe(false);
    expect(may(apply, passing('ec2.amazonaws.com'))).toBe(false);
  });
});

const passing = (service: string): Request => ({
  action: 'iam:PassRole',
  resource: `arn:aws:iam::${account}:role/prod-goapp-task`,
  context: { 'iam:PassedToService': [service] },
});

describe('apply', () => {
  const roles = ['push', 'plan', 'apply', 'state'].map(
    (name) => `arn:aws:iam::${account}:role/slipway-github-${name}`,
  );
  const widening = [
    'iam:AttachRolePolicy',
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:DeleteRolePermissionsBoundary',
    'iam:PassRole',
    'iam:PutRolePermissionsBoundary',
    'iam:PutRolePolicy',
    'iam:TagRole',
    'iam:UpdateAssumeRolePolicy',
  ];
  const generous: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

  it.each(roles)('cannot change %s, even if it is given everything', (resource) => {
    const can = widening.filter((action) => may([...apply, generous], { action, resource }));

    expect(can).toEqual([]);
  });

  it.each([
    ['iam:CreatePolicyVersion', boundary],
    ['iam:SetDefaultPolicyVersion', boundary],
    ['iam:DeletePolicy', boundary],
    ['iam:UpdateOpenIDConnectProviderThumbprint', provider],
    ['iam:AddClientIDToOpenIDConnectProvider', provider],
    ['iam:CreateOpenIDConnectProvider', '*'],
    ['iam:DeleteRolePermissionsBoundary', `arn:aws:iam::${account}:role/prod-goapp-task`],
    ['iam:CreateAccessKey', '*'],
    ['iam:CreateUser', '*'],
    ['sts:AssumeRole', '*'],
  ])('cannot %s, even if it is given everything', (action, resource) => {
    expect(may([...apply, generous], { action, resource })).toBe(false);
  });

  it('makes no role without the boundary, and none outside its names', () => {
    const action = 'iam:CreateRole';
    const resource = `arn:aws:iam::${account}:role/prod-goapp-task`;

    expect(may(apply, { action, resource })).toBe(true);
    expect(may(apply, { action, resource, context: {} })).toBe(false);
    expect(may(apply, { action, resource: resource.replace('prod-', 'other-') })).toBe(false);
    expect(
      may(apply, { action, resource, context: { 'iam:PermissionsBoundary': ['another'] } }),
    ).toBe(false);
  });

  it('writes the states of its own stacks and of no other', () => {
    const request = (key: string) => ({
      action: 's3:PutObject',
      resource: `arn:aws:s3:::slipway-state-${account}/${key}`,
    });

    expect(may(apply, request('ecs-prod.tfstate'))).toBe(true);
    expect(may(apply, request('aws-foundation.tfstate'))).toBe(false);
    expect(may(state, request('gcp-run.tfstate'))).toBe(true);
    expect(may(state, request('ecs-prod.tfstate'))).toBe(false);
    expect(may(plan, request('ecs-prod.tfstate.tflock'))).toBe(false);
  });

  it.each([
    ['apply', apply, 'ecs-prod', 'gcp-run'],
    ['state', state, 'gcp-run', 'ecs-prod'],
  ])(
    'keeps with %s the revisions that were good, of its own stacks alone',
    (_, role, own, other) => {
      const can = (action: string, name: string) =>
        may(role, { action, resource: `arn:aws:s3:::slipway-state-${account}/${name}` });

      for (const action of ['s3:GetObject', 's3:PutObject']) {
        expect(can(action, `${own}.last-good.json`)).toBe(true);
        expect(can(action, `${other}.last-good.json`)).toBe(false);
        expect(can(action, 'aws-foundation.last-good.json')).toBe(false);
      }
      expect(may(plan, { action: 's3:PutObject', resource: '*' })).toBe(false);
    },
  );
});

describe('keys', () => {
  const resource = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const tag = (when: string, stackName: string) => ({ [`aws:${when}Tag/stack`]: [stackName] });
  const changes = ['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKeyRotation', 'TagResource'];
  const can = (context: Request['context'], policy = apply) =>
    changes.filter((name) => allows(policy, { action: `kms:${name}`, resource, context }));
  const making = (context: Request['context']) =>
    allows(apply, { action: 'kms:CreateKey', resource: '*', context });

  it('are made by apply with the tag of its stack, which every resource of the stack gets', () => {
    const document = synthesizedStacks()['ecs-prod'] as {
      readonly provider: { readonly aws: readonly object[] };
    };

    expect(document.provider.aws).toMatchObject([
      { default_tags: [{ tags: { stack: 'ecs-prod' } }] },
    ]);
    expect(making(tag('Request', 'ecs-prod'))).toBe(true);
    expect(making(tag('Request', 'aws-state'))).toBe(false);
    expect(making({})).toBe(false);
  });

  it('are changed by apply where they carry that tag, and not otherwise', () => {
    expect(can(tag('Resource', 'ecs-prod'))).toEqual(changes);
    expect(can(tag('Resource', 'aws-state'))).toEqual([]);
    expect(can({})).toEqual([]);
  });

  it('are not taken over by giving them that tag', () => {
    const taking = { ...tag('Request', 'ecs-prod'), ...tag('Resource', 'aws-state') };

    expect(can(taking)).toEqual([]);
  });

  it('of the states stay as they are, even if apply is given everything', () => {
    const generous: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const states = { 'kms:ResourceAliases': [`alias/slipway-state-${account}`] };

    expect(can({}, [...apply, generous])).toEqual(changes);
    expect(can({ ...states, ...tag('Resource', 'ecs-prod') }, [...apply, generous])).toEqual([]);
    expect(allows(apply, { action: 'kms:GenerateDataKey', resource, context: states })).toBe(true);
  });
});

describe('the registry', () => {
  // what a client of a registry asks for, from the pages of AWS: no emulator refuses it
  const verifying = [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ];

  it('lets apply log in and read what it verifies, in its own repositories', () => {
    const other = repository.replace('slipway/', 'other/');

    expect(may(apply, { action: 'ecr:GetAuthorizationToken', resource: '*' })).toBe(true);
    for (const action of verifying) {
      expect(may(apply, { action, resource: repository })).toBe(true);
      expect(may(apply, { action, resource: other })).toBe(false);
    }
  });

  it('lets apply neither push nor delete', () => {
    const actions = ['PutImage', 'InitiateLayerUpload', 'BatchDeleteImage', 'SetRepositoryPolicy'];
    const can = actions.filter((name) =>
      may(apply, { action: `ecr:${name}`, resource: repository }),
    );

    expect(can).toEqual([]);
  });
});

describe('what is deployed', () => {
  const bound = stack.policyStatements(stack.one('aws_iam_policy')) as readonly Statement[];
  const needed = Object.values(features).flatMap(({ actions }) => [...actions]);
  // a policy of AWS, whose own list is on the page that the table names
  const managed = 'AmazonECSInfrastructureRolePolicyForLoadBalancers';

  it('may do all that the services need, inside the boundary', () => {
    const actions = needed.filter((action) => action !== managed);

    expect(actions.length).toBeGreaterThan(15);
    expect(actions.filter((action) => !may(bound, { action, resource: '*' }))).toEqual([]);
  });

  it('may do nothing of IAM, whatever its policies say', () => {
    const actions = ['iam:CreateRole', 'iam:PassRole', 'sts:AssumeRole', 'ecs:UpdateService'];

    expect(actions.filter((action) => may(bound, { action, resource: '*' }))).toEqual([]);
  });
});

describe('the policies', () => {
  it.each(['push', 'plan', 'apply', 'state'])('of %s fit into a role', (name) => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    const document = JSON.stringify({ Version: '2012-10-17', Statement: policyOf(name) });

    expect(document.length).toBeLessThan(10_240);
  });
});

describe('the types that are deployed on AWS', () => {
  const document = synthesizedStacks()['ecs-prod'] as { readonly resource: object };
  // Terraform's own ask nobody
  const types = Object.keys(document.resource).filter((type) => type.startsWith('aws_'));
  const actions = Object.values(actionsOfTypes).flat();

  it('all have their actions written down, and no other type has', () => {
    expect(Object.keys(actionsOfTypes).sort()).toEqual(types.sort());
  });

  it('are made and deleted by apply, and read by plan', () => {
    const reads = actions.filter((action) => /:(Describe|List|Get)/.test(action));

    expect(missing(apply, actions)).toEqual([]);
    expect(reads.length).toBeGreaterThan(60);
    expect(missing(plan, reads)).toEqual([]);
  });

  it.each(['events:PutRule', 'kms:CreateKey', 'route53:CreateHealthCheck', 'kms:PutKeyPolicy'])(
    'would be missed without %s',
    (action) => {
      const less: Statement = { Effect: 'Deny', Action: action, Resource: '*' };

      expect(missing([...apply, less], actions)).toEqual([action]);
    },
  );
});

describe('the rights on Google Cloud', () => {
  const document = synthesizedStacks()['gcp-run'] as { readonly resource: object };

  it('let plan read every type of resource that is deployed', () => {
    expect(
      Object.keys(document.resource).filter((type) => !Object.hasOwn(readingPermissions, type)),
    ).toEqual([]);
  });

  it('let plan change nothing and read no secret', () => {
    const permissions = googleIdentity().where(
      'google_project_iam_custom_role',
      'role_id',
      'slipway_github_plan',
    ).permissions as string[];

    expect(permissions.filter((one) => !/\.(get|list|getIamPolicy)$/.test(one))).toEqual([]);
    expect(permissions.filter((one) => /versions|objects/.test(one))).toEqual([]);
  });
});
