import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { Account } from './account';

/** Props of WebAclLogs. */
export interface WebAclLogsProps {
  /** ARN of the web ACL. */
  readonly webAclArn: string;

  /** Name of the web ACL. */
  readonly name: string;

  /** Days that the logs are kept, one of the periods of CloudWatch Logs. */
  readonly retentionDays: number;

  /** The provider of us-east-1, or undefined for the one of the stack. */
  readonly provider: AwsProvider | undefined;
}

/**
 * Where a web ACL notes the requests that a rule matched.
 *
 * Creates: log group, a policy that lets WAF write into it, and the setting that it does.
 *
 * Safe by default: cookies and logins are left out, requests that no rule matched are not kept, logs end after the
 * retention.
 */
export class WebAclLogs extends Construct {
  constructor(scope: Construct, id: string, props: WebAclLogsProps) {
    super(scope, id);
    const { webAclArn, name, retentionDays, provider } = props;
    const account = Account.of(this);

    const group = new CloudwatchLogGroup(this, 'LogGroup', {
      provider,
      // WAF takes no other beginning
      name: `aws-waf-logs-${name}`,
      retentionInDays: retentionDays,
      logGroupClass: 'STANDARD',
      skipDestroy: false,
      tags: { Name: `aws-waf-logs-${name}` },
    });
    const policy = new CloudwatchLogResourcePolicy(this, 'Policy', {
      provider,
      policyName: `aws-waf-logs-${name}`,
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [allowDelivery(group.arn, account)],
      }),
    });
    new Wafv2WebAclLoggingConfiguration(this, 'Resource', {
      provider,
      resourceArn: webAclArn,
      logDestinationConfigs: [group.arn],
      loggingFilter: { defaultBehavior: 'DROP', filter: [keepMatched] },
      redactedFields: ['authorization', 'cookie'].map((header) => ({
        singleHeader: { name: header },
      })),
      dependsOn: [policy],
    });
  }
}

const keepMatched = {
  behavior: 'KEEP',
  requirement: 'MEETS_ANY',
  condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({
    actionCondition: { action },
  })),
};

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html */
function allowDelivery(logGroupArn: string, { accountId, partition }: Account): object {
  return {
    Sid: 'LogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${logGroupArn}:*`,
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId },
      // WAF of a region calls with that region's ARN, and CloudFront's with that of us-east-1
      ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:*:${accountId}:*` },
    },
  };
}
