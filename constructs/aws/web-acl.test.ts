import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { synth, type SynthesizedStack } from '../core/synth';
import { WebAcl, type WebAclProps } from './web-acl';

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: object;
  readonly override_action?: object;
  readonly statement: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function aclWith(props: Partial<WebAclProps> = {}): SynthesizedStack {
  return synth((stack) => {
    new WebAcl(stack, 'WebAcl', { environment: 'prod', ...props });
  });
}

function rulesOf(stack: SynthesizedStack): readonly Rule[] {
  return stack.one('aws_wafv2_web_acl').rule as Rule[];
}

function groupsOf(stack: SynthesizedStack): unknown[] {
  return rulesOf(stack).flatMap(
    ({ statement }) => statement.managed_rule_group_statement?.name ?? [],
  );
}

describe('WebAcl', () => {
  describe('with only what is required', () => {
    const stack = aclWith();

    it('creates one regional ACL that allows what no rule matches', () => {
      expect(stack.counts()).toEqual({ aws_wafv2_web_acl: 1 });
      expect(stack.one('aws_wafv2_web_acl')).toMatchObject({
        name: 'prod-public',
        scope: 'REGIONAL',
        default_action: { allow: {} },
        visibility_config: {
          metric_name: 'prod-public',
          cloudwatch_metrics_enabled: true,
          sampled_requests_enabled: true,
        },
      });
    });

    it('refuses an address that sends more than 10,000 requests in five minutes, first of all', () => {
      expect(rulesOf(stack)[0]).toMatchObject({
        priority: 0,
        action: { block: {} },
        statement: {
          rate_based_statement: {
            aggregate_key_type: 'IP',
            evaluation_window_sec: 300,
            limit: 10_000,
          },
        },
      });
    });

    it('asks the rules of AWS in an order of their own', () => {
      expect(groupsOf(stack)).toEqual([
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesSQLiRuleSet',
      ]);
      expect(rulesOf(stack).map(({ priority }) => priority)).toEqual([0, 1, 2, 3, 4]);
      for (const rule of rulesOf(stack).slice(1)) {
        expect(rule.override_action).toEqual({ none: {} });
        expect(rule.statement.managed_rule_group_statement!.vendor_name).toBe('AWS');
      }
    });

    it('only counts large bodies, which the routes limit', () => {
      const counted = rulesOf(stack).flatMap(
        ({ statement }) => statement.managed_rule_group_statement?.rule_action_override ?? [],
      );

      expect(counted).toEqual([{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }]);
    });

    it('has a metric for every rule', () => {
      for (const rule of rulesOf(stack)) {
        expect(rule).toMatchObject({
          visibility_config: { metric_name: rule.name, cloudwatch_metrics_enabled: true },
        });
      }
    });
  });

  it('only counts where asked', () => {
    const [rate, ...managed] = rulesOf(aclWith({ mode: 'count' }));

    expect(rate!.action).toEqual({ count: {} });
    expect(managed.map((rule) => rule.override_action)).toEqual(managed.map(() => ({ count: {} })));
  });

  it('only counts with the groups that are named, while the others refuse', () => {
    const rules = rulesOf(aclWith({ counted: ['common', 'rate'] }));

    expect(rules.map(({ action, override_action: group }) => action ?? group)).toEqual([
      { count: {} },
      { none: {} },
      { none: {} },
      { count: {} },
      { none: {} },
    ]);
  });

  it('only counts with single rules of a group, in one order', () => {
    const countedRules = {
      common: ['SizeRestrictions_BODY', 'NoUserAgent_HEADER', 'CrossSiteScripting_BODY'],
      sqlInjection: ['SQLi_BODY'],
    };
    const overrides = rulesOf(aclWith({ countedRules })).map(
      ({ statement }) => statement.managed_rule_group_statement?.rule_action_override ?? [],
    );
    const counting = (name: string) => ({ name, action_to_use: { count: {} } });

    expect(overrides).toEqual([
      [],
      [],
      [],
      ['CrossSiteScripting_BODY', 'NoUserAgent_HEADER', 'SizeRestrictions_BODY'].map(counting),
      [counting('SQLi_BODY')],
    ]);
  });

  it('counts requests by another number where asked', () => {
    expect(rulesOf(aclWith({ requestsPerFiveMinutes: 500 }))[0]!.statement).toMatchObject({
      rate_based_statement: { limit: 500 },
    });
  });

  it('has only the rules that are asked for, whatever their order', () => {
    const stack = aclWith({ managedRules: ['sqlInjection', 'ipReputation'] });

    expect(groupsOf(stack)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesSQLiRuleSet',
    ]);
  });

  it('refuses large bodies where asked', () => {
    expect(JSON.stringify(rulesOf(aclWith({ refuseLargeBodies: true })))).not.toContain('Size');
  });

  it('notes what a rule matched where asked, without cookies and logins', () => {
    const stack = aclWith({ logRetentionDays: 30 });

    expect(stack.one('aws_cloudwatch_log_group')).toMatchObject({
      name: 'aws-waf-logs-prod-public',
      retention_in_days: 30,
    });
    expect(stack.one('aws_wafv2_web_acl_logging_configuration')).toMatchObject({
      logging_filter: {
        default_behavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({
              action_condition: { action },
            })),
          },
        ],
      },
      redacted_fields: [
        { single_header: { name: 'authorization' } },
        { single_header: { name: 'cookie' } },
      ],
      depends_on: [expect.stringMatching(/^aws_cloudwatch_log_resource_policy\./)],
    });
    expect(
      stack.policyStatements(stack.one('aws_cloudwatch_log_resource_policy'), 'policy_document'),
    ).toEqual([
      {
        Sid: 'LogDelivery',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.arn\}:\*$/) as string,
        Condition: {
          StringEquals: { 'aws:SourceAccount': expect.stringMatching(/^\$\{/) as string },
          ArnLike: { 'aws:SourceArn': expect.stringMatching(/:logs:\*:\$\{.+\}:\*$/) as string },
        },
      },
    ]);
  });

  it.each<[Partial<WebAclProps>, RegExp]>([
    [{ environment: 'Prod' }, /'environment' must start with a letter .* got 'Prod'/],
    [{ name: 'a_b' }, /'name' must start with a letter .* got 'a_b'/],
    [{ name: 'n'.repeat(124) }, /makes the web ACL name .* of at most 128/],
    [{ requestsPerFiveMinutes: 9 }, /'requestsPerFiveMinutes' must be .* 10 to 2000000000, got 9/],
    [{ logRetentionDays: 2 }, /'logRetentionDays' must be a number of days .* got 2; use 3/],
    [{ managedRules: ['common', 'common'] }, /'managedRules' names a group twice, got common, com/],
    [
      { managedRules: ['sqlInjection'], refuseLargeBodies: true },
      /'refuseLargeBodies' is a part of the common rules/,
    ],
    [
      { managedRules: ['common'], counted: ['sqlInjection'] },
      /'counted' names 'sqlInjection', which 'managedRules' leaves out/,
    ],
    [
      { managedRules: ['common'], countedRules: { sqlInjection: ['SQLi_BODY'] } },
      /'countedRules' names 'sqlInjection', which 'managedRules' leaves out/,
    ],
    [{ countedRules: { common: ['SQLi body'] } }, /'countedRules.common' needs .* got 'SQLi body'/],
    [
      { refuseLargeBodies: true, countedRules: { common: ['SizeRestrictions_BODY'] } },
      /'countedRules.common' has 'SizeRestrictions_BODY', which 'refuseLargeBodies' makes refuse/,
    ],
  ])('fails when the props are %j', (props, message) => {
    expect(() => aclWith(props)).toThrow(message);
  });

  describe('for CloudFront', () => {
    const built = (home: string, other?: string, props: Partial<WebAclProps> = {}) =>
      synth((stack) => {
        new AwsProvider(stack, 'Aws', { region: home });
        const provider =
          other === undefined
            ? undefined
            : new AwsProvider(stack, 'Other', { alias: 'other', region: other });
        new WebAcl(stack, 'WebAcl', {
          environment: 'prod',
          scope: 'cloudFront',
          provider,
          ...props,
        });
      });

    it('is made in us-east-1, with its logs', () => {
      const stack = built('eu-west-1', 'us-east-1', { logRetentionDays: 7 });

      expect(stack.one('aws_wafv2_web_acl').scope).toBe('CLOUDFRONT');
      for (const type of Object.keys(stack.counts())) {
        expect(stack.one(type).provider).toBe('aws.other');
      }
    });

    it('is made by the provider of the stack where that is in us-east-1', () => {
      expect(built('us-east-1').one('aws_wafv2_web_acl').provider).toBeUndefined();
    });

    it('fails when it would be made in another region', () => {
      expect(() => built('eu-west-1')).toThrow(/'provider' is not set and .* 'eu-west-1', but/);
      expect(() => built('us-east-1', 'eu-west-1')).toThrow(
        /'provider' must be a provider of us-east-1, .* got one of 'eu-west-1'/,
      );
    });

    it('fails when a regional one gets a provider', () => {
      expect(() => built('eu-west-1', 'us-east-1', { scope: 'regional' })).toThrow(
        /'provider' is for the scope 'cloudFront'/,
      );
    });
  });

  describe('fromArn', () => {
    const arn = (region: string, scope: string) =>
      `arn:aws:wafv2:${region}:123456789012:${scope}/webacl/public/1a2b`;

    it('tells from the ARN what it can stand in front of', () => {
      expect(WebAcl.fromArn(arn('eu-west-1', 'regional')).scope).toBe('regional');
      expect(WebAcl.fromArn(arn('us-east-1', 'global')).scope).toBe('cloudFront');
    });

    it.each([arn('eu-west-1', 'global'), 'arn:aws:wafv2:x', '${data.aws_wafv2_web_acl.a.arn}'])(
      'fails when it is %s',
      (wrong) => {
        expect(() => WebAcl.fromArn(wrong)).toThrow(/'arn' must be the ARN of a web ACL/);
      },
    );
  });
});
