import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';

const policy = (...statements: readonly Block[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Policies of roles, each with one statement that allows something. */
const allowing = (...statements: readonly Block[]): Resources[] =>
  statements.map((statement) =>
    one('aws_iam_role_policy', { policy: policy({ Effect: 'Allow', ...statement }) }),
  );

const unreadPolicy = [
  ...each(
    'aws_iam_role_policy',
    { policy: unknown },
    { policy: '${jsonencode({ Statement = [] })}' },
    { policy: policy({ Effect: 'Allow', Action: '${each.value}', Resource: '*' }) },
  ),
  ...each('aws_iam_role', { inline_policy: unknown }),
];
const fromData = (statement: Block): Resources => ({
  ...one('aws_iam_policy', { policy: '${data.aws_iam_policy_document.d.json}' }),
  'data.aws_iam_policy_document': { d: { statement: [statement] } },
});

const lookedUp = (name: string): Resources => ({
  ...one('aws_iam_role_policy_attachment', { policy_arn: '${data.aws_iam_policy.p.arn}' }),
  'data.aws_iam_policy': { p: { name } },
});

const trusts = (...statements: readonly (readonly Block[])[]): Resources[] =>
  each('aws_iam_role', ...statements.map((list) => ({ assume_role_policy: policy(...list) })));

const issuer = 'token.actions.githubusercontent.com';
const github = (Condition: Block): Block => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
  Condition,
});
const aud = { [`${issuer}:aud`]: 'sts.amazonaws.com' };
const sub = (value: unknown): Block => ({ [`${issuer}:sub`]: value });
const exact = 'repo:octo/shop:environment:prod';
const strict = github({ StringEquals: { ...aud, ...sub(exact) } });

/** What rules about identities must say. */
export const identityCases: Record<string, RuleCases> = {
  'iam-access-key': {
    bad: each('aws_iam_access_key', { user: 'ci' }),
    good: each('aws_iam_user', { name: 'ci' }),
  },
  'iam-admin': {
    bad: [
      ...allowing({ Action: '*', Resource: '*' }),
      fromData({ actions: ['*'], resources: ['*'] }),
      one('aws_iam_role', {
        inline_policy: [{ policy: policy({ Effect: 'Allow', Action: ['*'], Resource: ['*'] }) }],
      }),
      one('aws_iam_role', {
        dynamic: {
          inline_policy: {
            for_each: ['*'],
            content: {
              policy: policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:*:*:*:*' }),
            },
          },
        },
      }),
      ...allowing(
        { Action: '*:*', Resource: '**' },
        { Action: '*', NotResource: 'arn:aws:s3:::b' },
      ),
      fromData({ actions: ['*'], not_actions: [], not_resources: ['arn:aws:s3:::b'] }),
    ],
    good: [
      ...allowing({ Action: '*', Resource: 'arn:aws:s3:::b/*' }),
      ...allowing({ Action: 's3:GetObject', Resource: '*' }),
      one('aws_iam_role_policy', {
        policy: policy({ Effect: 'Deny', Action: '*', Resource: '*' }),
      }),
      one('aws_iam_role', {}),
    ],
    unread: [...unreadPolicy, ...allowing({ Action: '*', Resource: '${each.value}' })],
  },
  'iam-any-resource': {
    bad: [
      ...allowing(
        { Action: ['s3:GetObject', 'ecr:GetAuthorizationToken'], Resource: '*' },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' },
        { Action: 's3:GetObject', NotResource: 'arn:aws:s3:::b/*' },
        { NotAction: 'ec2:DescribeInstances', Resource: '*' },
      ),
      fromData({ actions: ['sqs:SendMessage'], resources: ['*'] }),
    ],
    good: allowing(
      { Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Action: 's3:GetObject', Resource: '${aws_s3_bucket.b.arn}/*' },
      {
        Action: 'cloudwatch:DeleteAlarms',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/app': 'shop' } },
      },
    ),
    unread: [...unreadPolicy, ...allowing({ Action: 's3:GetObject', Resource: unknown })],
  },
  'iam-confused-deputy': {
    bad: trusts(
      [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
      ...[
        { StringLike: { 'aws:SourceAccount': '*' } },
        { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
        { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-west-1:*:*' } },
      ].map((Condition) => [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Condition },
      ]),
    ),
    good: trusts(
      [
        {
          Effect: 'Allow',
          Principal: { Service: ['ecs-tasks.amazonaws.com'] },
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
      ],
      [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }],
    ),
  },
  'iam-escalation': {
    bad: [
      ...allowing(
        { Action: 'iam:PutRolePolicy', Resource: '*' },
        { Action: 'iam:Create*', Resource: '*' },
        { NotAction: 's3:*', Resource: '*' },
      ),
    ],
    good: allowing(
      { Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::111122223333:role/app-*' },
      { Action: 'iam:GetRole', Resource: '*' },
    ),
    unread: unreadPolicy,
  },
  'iam-github-provider': {
    bad: each(
      'aws_iam_openid_connect_provider',
      { url: `https://${issuer}`, client_id_list: [] },
      { url: `https://${issuer}`, client_id_list: ['sts.amazonaws.com', 'other'] },
    ),
    good: each(
      'aws_iam_openid_connect_provider',
      { url: `https://${issuer}`, client_id_list: ['sts.amazonaws.com'] },
      { url: 'https://example.org' },
    ),
    unread: each('aws_iam_openid_connect_provider', {
      url: `https://${issuer}`,
      client_id_list: unknown,
    }),
  },
  'iam-github-trust': {
    bad: trusts(
      [github({ StringEquals: aud, StringLike: sub([exact, '*']) })],
      [github({ StringEquals: { ...aud, ...sub([exact, '*']) } })],
      [strict, github({ StringEquals: aud, StringLike: sub('*') })],
      [github({ StringEquals: aud, StringLike: sub('repo:octo/*') })],
      [github({ StringEquals: aud, StringLike: sub('repo:octo/shop:*') })],
      [github({ 'ForAllValues:StringEquals': { ...aud, ...sub(exact) } })],
      [github({ StringEquals: sub(exact) })],
      [github({ StringEquals: aud })],
      [github({ StringEqualsIfExists: { ...aud, ...sub(exact) } })],
      [{ Effect: 'Allow', Principal: strict.Principal, Action: '*' }],
      [{ ...github({ StringLike: sub('*') }), Principal: { Federated: unknown } }],
    ),
    good: [
      ...trusts(
        [strict],
        [github({ StringEquals: aud, StringLike: sub(exact) })],
        [github({ StringEquals: { ...aud, [`${issuer}:repository_id`]: '1234' } })],
        [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: '*' }],
      ),
      {
        aws_iam_openid_connect_provider: { p: { url: `https://${issuer}` } },
        ...one('aws_iam_role', {
          assume_role_policy: policy({
            ...strict,
            Principal: { Federated: '${aws_iam_openid_connect_provider.p.arn}' },
          }),
        }),
      },
    ],
    unread: [
      ...each('aws_iam_role', { assume_role_policy: unknown }),
      ...trusts(
        [github({ StringEquals: aud, StringLike: sub('repo:octo/shop:${var.place}') })],
        [github({ StringEquals: aud, StringLike: sub([exact, unknown]) })],
      ),
    ],
  },
  'iam-managed-admin': {
    bad: [
      ...each(
        'aws_iam_role_policy_attachment',
        { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        { policy_arn: 'arn:${data.aws_partition.p.partition}:iam::aws:policy/PowerUserAccess' },
      ),
      ...each('aws_iam_role', {
        managed_policy_arns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      }),
      lookedUp('AdministratorAccess'),
    ],
    good: [
      ...each('aws_iam_role_policy_attachment', {
        policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
      ...each(
        'aws_iam_role',
        {},
        { managed_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
      ),
      lookedUp('ReadOnlyAccess'),
      {
        aws_iam_policy: { p: {} },
        aws_iam_role_policy_attachment: { a: { policy_arn: '${aws_iam_policy.p.arn}' } },
      },
    ],
    unread: [
      ...each(
        'aws_iam_role_policy_attachment',
        { policy_arn: unknown },
        { policy_arn: 'arn:aws:iam::aws:policy/${each.value}' },
      ),
      ...each('aws_iam_role', { managed_policy_arns: unknown }),
    ],
  },
  'iam-pass-role': {
    bad: allowing(
      { Action: ['iam:PassRole'], Resource: '*' },
      { Action: 'iam:*', Resource: '*' },
      { Action: 'iam:Pass?ole', NotResource: 'arn:aws:iam::1:role/admin' },
      { Action: 'iam:PassRole', Resource: 'arn:aws:iam::${data.aws_caller_identity.me.id}:role/*' },
    ),
    good: allowing(
      { Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/shop-*' },
      { Action: 'iam:PassRole', Resource: '${aws_iam_role.task.arn}' },
      { Action: 's3:*', Resource: '*' },
    ),
    unread: unreadPolicy,
  },
  'iam-service-wildcard': {
    bad: allowing(
      { Action: 's3:*', Resource: 'arn:1' },
      { Action: '*:*', Resource: 'arn:1' },
      { NotAction: 'iam:*', Resource: 'arn:1' },
    ),
    good: allowing({ Action: ['s3:Get*'], Resource: 'arn:1' }),
    unread: unreadPolicy,
  },
  'iam-trust-public': {
    bad: trusts(
      [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
      [{ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'sts:AssumeRole' }],
    ),
    good: trusts(
      [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
      [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
        },
      ],
    ),
    unread: [
      ...each('aws_iam_role', { assume_role_policy: unknown }),
      ...trusts(
        [{ Effect: 'Allow', Principal: { AWS: '${each.value}' }, Action: 'sts:AssumeRole' }],
        [{ Effect: 'Allow', Principal: '${module.m.who}', Action: 'sts:AssumeRole' }],
      ),
    ],
  },
};
