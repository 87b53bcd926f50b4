import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { googleGrantProblems } from '../ci/grants/gcp';
import { schemaProblems } from '../ci/schema/check';
import { SynthesizedStack } from '../constructs/core/synth';
import { reviewStack } from '../constructs/review/review';
import { composeApp } from './app';
import { settingsFrom } from './settings';

const variables = {
  SLIPWAY_AWS_ACCOUNT_ID: '123456789012',
  SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo',
  SLIPWAY_GITHUB_REPOSITORY_ID: '74',
};
const boundary = 'arn:aws:iam::123456789012:policy/slipway-workload-boundary';
const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';

function stacksWith(more: Record<string, string> = variables): Record<string, SynthesizedStack> {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-github-'));
  try {
    composeApp(settingsFrom(more), { outdir }).synth();
    return Object.fromEntries(
      readdirSync(join(outdir, 'stacks')).map((name) => {
        const text = readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8');
        return [name, new SynthesizedStack(JSON.parse(text) as SynthesizedStack['json'])];
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const stacks = stacksWith();

describe('the stacks of a repository on GitHub', () => {
  it('have no identity until the repository is set', () => {
    const without = stacksWith({});

    expect(without['aws-foundation']!.all('aws_iam_role')).toEqual([]);
    expect(without['gcp-foundation']!.all('google_service_account')).toEqual([]);
  });

  it('have them in the foundations, which no workflow deploys, and tell what a workflow needs', () => {
    const roles = stacks['aws-foundation']!.all('aws_iam_role').map(({ name }) => name);

    expect(roles).toEqual([
      'slipway-github-apply',
      'slipway-github-plan',
      'slipway-github-push',
      'slipway-github-state',
    ]);
    expect(Object.keys(stacks['aws-foundation']!.outputs()).sort()).toEqual([
      'github-apply',
      'github-plan',
      'github-push',
      'github-state',
    ]);
    expect(Object.keys(stacks['gcp-foundation']!.outputs())).toEqual(
      expect.arrayContaining(['github-apply', 'github-plan', 'github-provider', 'github-push']),
    );
  });

  it('have policies that fit into a role, with every repository of images', () => {
    const foundation = stacks['aws-foundation']!;
    const names = Object.fromEntries(
      Object.entries(foundation.json.resource?.aws_ecr_repository ?? {}).map(([id, { name }]) => [
        id,
        String(name),
      ]),
    );
    const sizes = foundation.all('aws_iam_role_policy').map(({ policy }) => {
      const text = String(policy)
        .replaceAll(
          /\$\{aws_ecr_repository\.(\w+)\.arn\}/g,
          (_, id: string) => `arn:aws:ecr:ap-southeast-2:123456789012:repository/${names[id]}`,
        )
        .replaceAll(/\$\{aws_iam_policy\.[^}]+\}/g, boundary)
        .replaceAll(/\$\{aws_iam_openid_connect_provider\.[^}]+\}/g, provider)
        .replaceAll(/\$\{data\.aws_caller_identity\.[^}]+\}/g, '123456789012')
        .replaceAll(/\$\{data\.aws_partition\.[^}]+\}/g, 'aws')
        .replaceAll(/\$\{data\.aws_region\.[^}]+\}/g, 'ap-southeast-2');
      expect(text).not.toContain('${');
      return text.length;
    });

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(Object.keys(names).length).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBeLessThan(10_240);
  });

  it('let the environment of each cloud deploy in that cloud', () => {
    const trust = (name: string) =>
      String(
        stacks['aws-foundation']!.where('aws_iam_role', 'name', `slipway-github-${name}`)
          .assume_role_policy,
      );
    const pool = stacks['gcp-foundation']!.one('google_iam_workload_identity_pool_provider');

    expect(trust('apply')).toContain('repo:octo-org/octo-repo:environment:ecs-prod"');
    expect(trust('state')).toContain('repo:octo-org/octo-repo:environment:gcp-run"');
    expect(pool.attribute_condition).toContain(':environment:gcp-run');
    expect(pool.attribute_condition).not.toContain(':environment:ecs-prod');
  });

  it('let the deployment on Google Cloud act as what it deploys, and as nothing else of the project', () => {
    const [foundation, run] = [stacks['gcp-foundation']!, stacks['gcp-run']!];
    const ids = (blocks: readonly Readonly<Record<string, unknown>>[]) =>
      blocks.map(({ account_id: id }) => String(id)).sort();
    const made = ids(foundation.all('google_service_account'));
    const deployed = ids(run.data('google_service_account'));

    expect(deployed.length).toBe(run.all('google_cloud_run_v2_service').length);
    expect(made.filter((id) => !id.startsWith('slipway-github-'))).toEqual(deployed);
    expect(run.all('google_service_account')).toEqual([]);
    expect(JSON.stringify(foundation.all('google_project_iam_custom_role'))).not.toContain('actAs');
  });

  it('leave the ways of calls on Google Cloud as they are', () => {
    const seen = ({ json }: SynthesizedStack) => {
      const { edges, broken, unknowns } = reviewStack({ ...json });
      const ways = edges.map(({ from, to, ports, verdict }) => ({ from, to, ports, verdict }));
      return { ways, broken, unknowns };
    };

    expect(seen(stacks['gcp-run']!)).toEqual(seen(stacksWith({})['gcp-run']!));
    expect(googleGrantProblems(stacks['gcp-run']!.json)).toEqual([]);
  });

  it('bound every role of what is deployed, and let another boundary be set', () => {
    const other = 'arn:aws:iam::123456789012:policy/company';
    const boundaries = (all: typeof stacks) =>
      all['ecs-prod']!.all('aws_iam_role').map((role) => role.permissions_boundary);

    expect(new Set(boundaries(stacks))).toEqual(new Set([boundary]));
    expect(
      new Set(boundaries(stacksWith({ ...variables, SLIPWAY_PERMISSIONS_BOUNDARY: other }))),
    ).toEqual(new Set([other]));
  });

  it('lead from every alarm to a page of the repository, in a text that CloudWatch takes', () => {
    const pages = 'https://github.com/octo-org/octo-repo/blob/main/docs/runbooks';
    const page = new RegExp(`What to do: ${pages}/[a-z-]+\\.md$`);
    const { 'ecs-prod': ecs, 'gcp-run': run } = stacks;
    const types = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'];
    const texts = types.flatMap((type) => ecs!.all(type).map((one) => one.alarm_description));
    const policies = run!.all('google_monitoring_alert_policy');

    expect(texts.filter((text) => !page.test(String(text)))).toEqual([]);
    expect(texts.length).toBeGreaterThan(100);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expect(Math.max(...texts.map((text) => String(text).length))).toBeLessThanOrEqual(1024);
    for (const { user_labels: labels, documentation } of policies) {
      const url = `${pages}/${(labels as { alert: string }).alert}.md`;
      expect(documentation).toMatchObject({ links: [{ display_name: 'Runbook', url }] });
    }
    expect(JSON.stringify(run!.one('google_monitoring_dashboard'))).toContain(
      `${pages}/<alert>.md`,
    );
  });

  it('use an issuer that another stack has made', () => {
    const arn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';

    const { 'aws-foundation': foundation } = stacksWith({
      ...variables,
      SLIPWAY_GITHUB_PROVIDER: arn,
    });

    expect(foundation!.all('aws_iam_openid_connect_provider')).toEqual([]);
  });

  it.each(['aws-foundation', 'gcp-foundation', 'ecs-prod', 'gcp-run'])(
    'are what the provider knows: %s',
    (name) => {
      expect(schemaProblems(stacks[name]!.json)).toEqual([]);
    },
  );

  it.each([
    [{ SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo' }, /'SLIPWAY_GITHUB_REPOSITORY_ID' is not/],
    [
      { SLIPWAY_GITHUB_REPOSITORY_ID: '74' },
      /'SLIPWAY_GITHUB_REPOSITORY' is not set, but a number/,
    ],
    [
      { ...variables, SLIPWAY_GITHUB_REPOSITORY: 'octo-*/x' },
      /'SLIPWAY_GITHUB_REPOSITORY' is 'octo-/,
    ],
    [{ ...variables, SLIPWAY_GITHUB_REPOSITORY_ID: '0' }, /'SLIPWAY_GITHUB_REPOSITORY_ID' is '0'/],
    [{ ...variables, SLIPWAY_GITHUB_REPOSITORY_ID: 'x' }, /'SLIPWAY_GITHUB_REPOSITORY_ID' is 'x'/],
    [{ ...variables, SLIPWAY_GITHUB_OWNER_ID: 'x' }, /'SLIPWAY_GITHUB_OWNER_ID' is 'x'/],
    [{ ...variables, SLIPWAY_GITHUB_PROVIDER: 'x' }, /'SLIPWAY_GITHUB_PROVIDER' is 'x'/],
  ])('fail with %j', (wrong, message) => {
    expect(() => settingsFrom(wrong)).toThrow(message);
  });
});
