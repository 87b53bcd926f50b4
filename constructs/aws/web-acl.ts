import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { logRetentionProblems } from './log-retention';
import { usEast1Problems } from './us-east-1';
import { WebAclLogs } from './web-acl-logs';
import {
  countedProblems,
  type ManagedRules,
  managedRules,
  visibility,
  webAclRules,
} from './web-acl-rules';

/** What a web ACL can stand in front of: balancers of its region, or CloudFront distributions. */
export type WebAclScope = 'regional' | 'cloudFront';

/** A web ACL that an entrance can have: a new one, or one that exists. */
export interface IWebAcl {
  /** ARN of the web ACL. */
  readonly arn: string;

  /** What it can stand in front of. */
  readonly scope: WebAclScope;
}

/** Props of WebAcl. */
export interface WebAclProps {
  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /**
   * What it stands in front of: `regional` for a balancer, `cloudFront` for a distribution. Changing it replaces the ACL.
   *
   * @default 'regional'
   */
  readonly scope?: WebAclScope;

  /**
   * What happens to a request that a rule matches: it is refused with 403, or only counted, which shows what a rule would
   * refuse before it does.
   *
   * @default 'block'
   */
  readonly mode?: 'block' | 'count';

  /**
   * Requests that one address may send in any five minutes, 10 to 2,000,000,000. All tasks together count, unlike nginx's
   * own limit. The default is 33 a second for five minutes on end: some 300 pages with everything on them, far more than
   * people of one office open, and too few to keep two small tasks busy.
   *
   * @default 10000
   */
  readonly requestsPerFiveMinutes?: number;

  /**
   * Rules that AWS keeps up to date. All four fit into the 1,500 units of capacity that the price includes.
   *
   * @default ['ipReputation', 'knownBadInputs', 'common', 'sqlInjection']
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
   */
  readonly managedRules?: readonly ManagedRules[];

  /**
   * What only counts although `mode` is `block`: groups of managed rules, or `rate`, the limit of each address. A group that
   * is new in front of a system counts first, while the others refuse.
   *
   * @default - everything does what `mode` says
   */
  readonly counted?: readonly (ManagedRules | 'rate')[];

  /**
   * Single rules that only count, by their group and with AWS's names: `{ common: ['CrossSiteScripting_BODY'] }`. The rest of
   * the group refuses.
   *
   * @default - every rule does what its group does
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   */
  readonly countedRules?: Partial<Readonly<Record<ManagedRules, readonly string[]>>>;

  /**
   * Refuses every body above 8 KiB, as the common rules do by themselves. Uploads and long forms then end with 403;
   * otherwise the limits of the routes hold, which answer 413.
   *
   * @default false
   */
  readonly refuseLargeBodies?: boolean;

  /**
   * Days that requests which a rule matched are kept in CloudWatch Logs, without their cookies and logins. About 0.50 USD
   * per GB.
   *
   * @default - only metrics and the samples of the last three hours are kept
   */
  readonly logRetentionDays?: number;

  /**
   * The AWS provider of us-east-1, for the scope `cloudFront`.
   *
   * @default - the provider of the stack
   */
  readonly provider?: AwsProvider;

  /**
   * What the ACL is called: `<environment>-<name>`. Changing it replaces the ACL.
   *
   * @default 'public'
   */
  readonly name?: string;
}

/**
 * A web application firewall that looks at every request before a balancer or a distribution takes it.
 *
 * Creates: WAF web ACL; with `logRetentionDays` a log group that it writes to. 5 USD a month and 1 per rule, 10.00 with
 * all five, and 0.60 per million requests (vendor's page "AWS WAF pricing", 2026-06).
 *
 * Safe by default: what no rule matches is allowed, and what one matches is refused; one address cannot keep the system
 * busy.
 *
 * @example
 * const webAcl = new WebAcl(this, 'WebAcl', { environment: 'prod' });
 * new LoadBalancer(this, 'LoadBalancer', { network, environment: 'prod', entrance, webAcl });
 */
export class WebAcl extends Construct implements IWebAcl {
  /** ARN of the web ACL. */
  public readonly arn: string;

  /** What it can stand in front of. */
  public readonly scope: WebAclScope;

  /** Name that its metrics are found by, in the namespace `AWS/WAFV2`. */
  public readonly metricName: string;

  /** The raw web ACL, to override what the props do not offer. */
  public readonly resource: Wafv2WebAcl;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const settings = resolve(props);
    throwProblems(this, problems(this, settings));

    const { aclName, provider, logRetentionDays } = settings;
    this.resource = new Wafv2WebAcl(this, 'Resource', {
      provider,
      name: aclName,
      description: `Web ACL ${aclName}`,
      scope: settings.scope === 'regional' ? 'REGIONAL' : 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rule: webAclRules(settings),
      visibilityConfig: visibility(aclName),
      tags: { Name: aclName },
    });
    if (logRetentionDays !== undefined) {
      new WebAclLogs(this, 'Logs', {
        webAclArn: this.resource.arn,
        name: aclName,
        retentionDays: logRetentionDays,
        provider,
      });
    }
    this.arn = this.resource.arn;
    this.scope = settings.scope;
    this.metricName = aclName;
  }

  /**
   * A web ACL that exists. Its ARN tells what it can stand in front of.
   *
   * @throws ValidationError when it cannot be the ARN of one
   */
  public static fromArn(arn: string): IWebAcl {
    throwProblems('WebAcl.fromArn', problemsOf(arn, arnRules));
    return { arn, scope: arn.includes(':global/') ? 'cloudFront' : 'regional' };
  }
}

/** Props with every default written out, and the ACL's name in the cloud. */
export interface WebAclSettings extends Required<
  Omit<WebAclProps, 'logRetentionDays' | 'provider'>
> {
  /** Days that matched requests are kept, or undefined where they are not. */
  readonly logRetentionDays: number | undefined;

  /** The provider of us-east-1, or undefined for the one of the stack. */
  readonly provider: AwsProvider | undefined;

  /** Name of the ACL in the cloud. */
  readonly aclName: string;
}

function resolve(props: WebAclProps): WebAclSettings {
  const name = props.name ?? 'public';
  return {
    environment: props.environment,
    scope: props.scope ?? 'regional',
    mode: props.mode ?? 'block',
    requestsPerFiveMinutes: props.requestsPerFiveMinutes ?? 10_000,
    managedRules: props.managedRules ?? managedRules,
    counted: props.counted ?? [],
    countedRules: props.countedRules ?? {},
    refuseLargeBodies: props.refuseLargeBodies ?? false,
    logRetentionDays: props.logRetentionDays,
    provider: props.provider,
    name,
    aclName: cloudName(props.environment, name),
  };
}

function problems(scope: Construct, settings: WebAclSettings): string[] {
  const { environment, name, aclName, logRetentionDays: days, provider } = settings;
  return [
    ...nameProblems('environment', environment),
    ...nameProblems('name', name),
    ...lengthProblems([aclName], { thing: 'web ACL', maxLength: 128 }),
    ...(days === undefined ? [] : logRetentionProblems('logRetentionDays', days)),
    ...(settings.scope === 'cloudFront' ? usEast1Problems(scope, 'provider', provider) : []),
    ...problemsOf(settings, rules),
    ...countedProblems(settings),
  ];
}

const rules: readonly Rule<WebAclSettings>[] = [
  {
    broken: ({ requestsPerFiveMinutes: limit }) =>
      known(limit) && (!Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000),
    message: ({ requestsPerFiveMinutes }) =>
      `'requestsPerFiveMinutes' must be a whole number from 10 to 2000000000, got ${shown(requestsPerFiveMinutes)}; choose one in between`,
  },
  {
    broken: ({ managedRules: groups }) => new Set(groups).size < groups.length,
    message: ({ managedRules: groups }) =>
      `'managedRules' names a group twice, got ${groups.join(', ')}; keep each once`,
  },
  {
    broken: ({ refuseLargeBodies, managedRules: groups }) =>
      refuseLargeBodies && !groups.includes('common'),
    message: () =>
      `'refuseLargeBodies' is a part of the common rules, which 'managedRules' leaves out; add 'common' or leave it out too`,
  },
  {
    broken: ({ scope, provider }) => scope === 'regional' && provider !== undefined,
    message: () =>
      `'provider' is for the scope 'cloudFront'; a regional web ACL is made where the balancer is, so leave it out`,
  },
];

const arnRules: readonly Rule<string>[] = [
  {
    broken: (arn) => !known(arn) || !arnForm.test(arn),
    message: (arn) =>
      `'arn' must be the ARN of a web ACL, known at synth: regional, or global in us-east-1 for CloudFront, got ${shown(arn)}; copy it from the web ACL`,
  },
];

const arnForm =
  /^arn:[a-z-]+:wafv2:(us-east-1:\d{12}:global|[a-z0-9-]+:\d{12}:regional)\/webacl\/[^/]+\/[^/]+$/;
