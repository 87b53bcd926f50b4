import { Testing } from 'cdktf';
import { agreementOf, printAgreement } from '../ci/review/agreement';
import { renderedSystems } from '../ci/review/rendered';
import { schemaProblems } from '../ci/schema/check';
import { synthStack, type SynthesizedStack } from '../constructs/core/synth';
import { reviewStack } from '../constructs/review/review';
import { proxyImage, system } from '../services/system';
import { environments, type Environment } from './config';
import { settingsFrom } from './settings';
import { EcsStack } from './ecs';

function ecs(
  environment: Partial<Environment>,
  variables: Readonly<Record<string, string>> = {},
): SynthesizedStack {
  const app = Testing.app();
  const stack = new EcsStack(app, 'ecs-test', {
    settings: settingsFrom(variables),
    environment: { ...environments.prod!, ...environment },
    name: 'test',
    system,
    proxyImage,
  });
  return synthStack(app, stack);
}

describe('an environment on ECS', () => {
  it('has a balancer in private subnets behind CloudFront where it asks for that', () => {
    const stack = ecs({ entrance: 'cloudFront' });

    expect(stack.one('aws_lb')).toMatchObject({ internal: true });
    expect(stack.all('aws_cloudfront_distribution')).toHaveLength(1);
    expect(stack.one('aws_wafv2_web_acl').scope).toBe('CLOUDFRONT');
    expect(stack.all('aws_wafv2_web_acl_association')).toEqual([]);
    expect(stack.all('aws_route53_record')).toEqual([]);
    expect(stack.outputs().url).toMatchObject({
      value: expect.stringMatching(
        /^https:\/\/\$\{aws_cloudfront_distribution\..+\.domain_name\}/,
      ) as string,
    });
    expect(schemaProblems(stack.json)).toEqual([]);
  });

  it('lets exactly those reach each other that the declaration names, behind CloudFront too', () => {
    const graph = reviewStack(ecs({ entrance: 'cloudFront' }).json as Record<string, unknown>);
    const prod = renderedSystems.find(({ stack }) => stack === 'ecs-prod')!;
    const comparison = agreementOf({ ...prod, prefix: 'test-' }, graph);

    expect(printAgreement('ecs-test', graph, comparison)).toMatch(
      /^ecs-test: what is reachable equals services\/system.ts, \d+ ways/,
    );
    expect(graph.edges.map(({ through }) => through).filter(Boolean)).toEqual([
      'CloudFront and test-public:80',
    ]);
  });

  it('bounds every role where the account asks for it', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/workload-boundary';
    const bounded = ecs({}, { SLIPWAY_PERMISSIONS_BOUNDARY: boundary });
    const boundaries = (stack: SynthesizedStack): unknown[] =>
      stack.all('aws_iam_role').map((role) => role.permissions_boundary);

    expect(new Set(boundaries(bounded))).toEqual(new Set([boundary]));
    expect(new Set(boundaries(ecs({})))).toEqual(new Set([undefined]));
  });

  it('keeps what belongs to CloudFront in us-east-1, wherever it is itself', () => {
    const here = ecs({ entrance: 'cloudFront' });
    const elsewhere = ecs({ entrance: 'cloudFront' }, { SLIPWAY_AWS_REGION: 'eu-west-1' });

    expect(here.json.provider?.aws).toHaveLength(1);
    expect(here.one('aws_wafv2_web_acl')).not.toHaveProperty('provider');
    expect(elsewhere.json.provider?.aws).toMatchObject([
      { region: 'eu-west-1' },
      { alias: 'us-east-1', region: 'us-east-1', allowed_account_ids: ['000000000000'] },
    ]);
    expect(elsewhere.one('aws_wafv2_web_acl').provider).toBe('aws.us-east-1');
    expect(elsewhere.one('aws_cloudwatch_log_delivery_source').provider).toBe('aws.us-east-1');
    expect(elsewhere.one('aws_lb')).not.toHaveProperty('provider');
    expect(schemaProblems(elsewhere.json)).toEqual([]);
  });

  it('has a web ACL that only counts, or none, where it asks for that', () => {
    const rules = ecs({ webAcl: 'count' }).one('aws_wafv2_web_acl').rule as { action?: object }[];

    expect(rules[0]!.action).toEqual({ count: {} });
    expect(ecs({ webAcl: 'off' }).all('aws_wafv2_web_acl')).toEqual([]);
  });
});
