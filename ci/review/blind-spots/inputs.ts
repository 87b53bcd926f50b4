import type { Block, Document } from '../mutants/mutant';

/** A bad input, the check of checkov that is about it, and our rules that must see it. */
export interface BlindSpot {
  /** Name of its file. */
  readonly name: string;

  /** What is bad about it. */
  readonly input: string;

  /** Checks of checkov that are about it. */
  readonly checks: readonly string[];

  /** Rules of ours that must be broken by it, or none where the input is good. */
  readonly rules: readonly string[];

  /** The input. */
  readonly document: Document;
}

const issuer = 'token.actions.githubusercontent.com';
const aud = { [`${issuer}:aud`]: 'sts.amazonaws.com' };
const exact = 'repo:octo/shop:environment:prod';

const github = (Condition: Block): Block => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
  Condition,
});

const trust = (...statements: readonly Block[]): Document => ({
  resource: {
    aws_iam_role: {
      deploy: {
        name: 'deploy',
        assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      },
    },
  },
});

const task = (container: Block, block: Block = {}): Document => ({
  resource: {
    aws_ecs_task_definition: {
      web: {
        family: 'web',
        container_definitions: JSON.stringify([{ name: 'web', image: 'web', ...container }]),
        ...block,
      },
    },
  },
});

const group = (block: Block, direction?: 'ingress' | 'egress', ...rules: Block[]): Document => ({
  resource: {
    aws_security_group: { g: { name: 'g', description: 'g', ...block } },
    ...(direction && {
      [`aws_vpc_security_group_${direction}_rule`]: Object.fromEntries(
        rules.map((rule, at) => [
          `r${at}`,
          { security_group_id: '${aws_security_group.g.id}', ...rule },
        ]),
      ),
    }),
  },
});

const ssh = { from_port: 22, to_port: 22 };
const open = ['CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_260', 'CKV_AWS_277'];
const subject = (value: unknown): Block => ({ [`${issuer}:sub`]: value });

/** The inputs that a scanner passes or does not see, and two that it judges, for contrast. */
export const blindSpots: readonly BlindSpot[] = [
  {
    name: 'writable-root',
    input: 'a container with `readonlyRootFilesystem: false`',
    checks: ['CKV_AWS_336'],
    rules: ['ecs-readonly-root'],
    document: task({ readonlyRootFilesystem: false }),
  },
  {
    name: 'privileged',
    input: 'a container with `privileged: true`',
    checks: ['CKV_AWS_334'],
    rules: ['ecs-privileged'],
    document: task({ privileged: true }),
  },
  {
    name: 'host-processes',
    input: 'a task with `pid_mode = host`',
    checks: ['CKV_AWS_335'],
    rules: ['ecs-host-process'],
    document: task({}, { pid_mode: 'host' }),
  },
  {
    name: 'old-platform',
    input: 'a service by capacity providers on platform 1.3.0',
    checks: ['CKV_AWS_332'],
    rules: ['ecs-platform-version'],
    document: {
      resource: {
        aws_ecs_service: {
          web: {
            name: 'web',
            platform_version: '1.3.0',
            capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
          },
        },
      },
    },
  },
  {
    name: 'everything-in',
    input: 'an ingress rule for every protocol from 0.0.0.0/0',
    checks: open,
    rules: ['sg-admin-port'],
    document: group({}, 'ingress', { ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' }),
  },
  {
    name: 'self-first',
    input: 'an inline group: a `self` rule, then 22 from 0.0.0.0/0',
    checks: ['CKV_AWS_24'],
    rules: ['sg-admin-port'],
    document: group({
      ingress: [
        { from_port: 0, to_port: 0, protocol: '-1', self: true },
        { ...ssh, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] },
      ],
    }),
  },
  {
    name: 'two-halves',
    input: '22 from 0.0.0.0/1 and from 128.0.0.0/1',
    checks: ['CKV_AWS_24'],
    rules: ['sg-admin-port'],
    document: group(
      {},
      'ingress',
      { ...ssh, ip_protocol: 'tcp', cidr_ipv4: '0.0.0.0/1' },
      { ...ssh, ip_protocol: 'tcp', cidr_ipv4: '128.0.0.0/1' },
    ),
  },
  {
    name: 'everything-out',
    input: 'an egress rule for every protocol to 0.0.0.0/0',
    checks: ['CKV_AWS_382'],
    rules: ['sg-egress-open'],
    document: group({}, 'egress', { ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' }),
  },
  {
    name: 'github-star-beside-exact',
    input: 'a trust in GitHub with `sub: [exact, "*"]`',
    checks: ['CKV_AWS_393'],
    rules: ['iam-github-trust'],
    document: trust(github({ StringEquals: aud, StringLike: subject([exact, '*']) })),
  },
  {
    name: 'github-second-statement',
    input: 'a strict statement, then one with `sub: "*"`',
    checks: ['CKV_AWS_393'],
    rules: ['iam-github-trust'],
    document: trust(
      github({ StringEquals: { ...aud, ...subject(exact) } }),
      github({ StringEquals: aud, StringLike: subject('*') }),
    ),
  },
  {
    name: 'github-owner',
    input: 'a trust in `repo:octo/*`',
    checks: ['CKV_AWS_393'],
    rules: ['iam-github-trust'],
    document: trust(github({ StringEquals: aud, StringLike: subject('repo:octo/*') })),
  },
  {
    name: 'github-for-all-values',
    input: 'a trust by `ForAllValues:`, which holds without the claim',
    checks: ['CKV_AWS_393'],
    rules: ['iam-github-trust'],
    document: trust(github({ 'ForAllValues:StringEquals': { ...aud, ...subject(exact) } })),
  },
  {
    name: 'github-no-audience',
    input: 'a trust without `aud`',
    checks: ['CKV_AWS_393'],
    rules: ['iam-github-trust'],
    document: trust(github({ StringEquals: subject(exact) })),
  },
  {
    name: 'github-repository-id',
    input: 'a good trust: `aud` and a numeric `repository_id`',
    checks: ['CKV_AWS_393'],
    rules: [],
    document: trust(github({ StringEquals: { ...aud, [`${issuer}:repository_id`]: '1234' } })),
  },
  {
    name: 'google-or-true',
    input: 'a condition of a workload identity provider with `true` as an alternative',
    checks: ['CKV_GCP_125'],
    rules: ['gcp-github-condition'],
    document: {
      resource: {
        google_iam_workload_identity_pool_provider: {
          github: {
            workload_identity_pool_id: 'github',
            workload_identity_pool_provider_id: 'github',
            attribute_mapping: { 'google.subject': 'assertion.sub' },
            attribute_condition: "assertion.sub=='repo:o/r:ref:refs/heads/main' || true",
            oidc: { issuer_uri: `https://${issuer}` },
          },
        },
      },
    },
  },
  {
    name: 'ssh-from-everywhere',
    input: 'for contrast: an inline group with 22 from 0.0.0.0/0',
    checks: ['CKV_AWS_24'],
    rules: ['sg-admin-port'],
    document: group({ ingress: [{ ...ssh, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] }] }),
  },
  {
    name: 'github-star-alone',
    input: 'for contrast: a trust with `sub: "*"` alone',
    checks: ['CKV_AWS_393'],
    rules: ['iam-github-trust'],
    document: trust(github({ StringEquals: aud, StringLike: subject('*') })),
  },
];
