import { CloudwatchLogDelivery } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery';
import { CloudwatchLogDeliveryDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination';
import { CloudwatchLogDeliverySource } from '@cdktf/provider-aws/lib/cloudwatch-log-delivery-source';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import { Account } from './account';
import { PrivateBucket } from './private-bucket';

/** Props of CloudFrontLogs. */
export interface CloudFrontLogsProps {
  /** ARN of the distribution. */
  readonly distributionArn: string;

  /** Cloud name of the balancer behind, which starts every name. */
  readonly name: string;

  /** Days that the logs are kept. */
  readonly retentionDays: number;

  /** Lets a destroy delete the logs too. */
  readonly forceDestroy: boolean;

  /**
   * The AWS provider of us-east-1.
   *
   * @default - the provider of the stack
   */
  readonly provider?: AwsProvider;
}

/**
 * Where a distribution notes every request, also those that it redirects or refuses itself.
 *
 * Creates: a private bucket, `<balancer>-edge-logs-<account>-<region>`, and the delivery into it.
 *
 * Safe by default: only the log delivery of this account writes, TLS only, encrypted, cookies are left out, logs end
 * after the retention.
 */
export class CloudFrontLogs extends Construct {
  constructor(scope: Construct, id: string, props: CloudFrontLogsProps) {
    super(scope, id);
    const { distributionArn, name, retentionDays, forceDestroy, provider } = props;
    const account = Account.of(this);

    const bucket = new PrivateBucket(this, 'Bucket', {
      bucketName: edgeLogBucketName(name, account.accountId, account.region),
      forceDestroy,
      policy: (bucketArn) => [allowDelivery(bucketArn, name, account)],
      expiry: {
        expiration: [{ days: retentionDays }],
        noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
      },
    });
    const source = new CloudwatchLogDeliverySource(this, 'Source', {
      provider,
      name: `${name}-edge`,
      logType: 'ACCESS_LOGS',
      resourceArn: distributionArn,
      tags: { Name: `${name}-edge` },
    });
    const destination = new CloudwatchLogDeliveryDestination(this, 'Destination', {
      provider,
      name: `${name}-edge`,
      outputFormat: 'json',
      deliveryDestinationConfiguration: [{ destinationResourceArn: bucket.bucketArn }],
      tags: { Name: `${name}-edge` },
      dependsOn: [bucket.policy],
    });
    new CloudwatchLogDelivery(this, 'Delivery', {
      provider,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: [...recordFields],
      // the path in the bucket is left to AWS, which writes account and service in front of every other
      tags: { Name: `${name}-edge` },
    });
  }
}

/** Names of buckets are unique in the world, so that account and region are part of it. */
export function edgeLogBucketName(name: string, accountId: string, region: string): string {
  return `${name}-edge-logs-${accountId}-${region}`;
}

/**
 * What is noted of a request: everything that CloudFront would note by itself but the cookies, which hold sessions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
const recordFields = [
  'date',
  'time',
  'x-edge-location',
  'sc-bytes',
  'c-ip',
  'cs-method',
  'cs(Host)',
  'cs-uri-stem',
  'sc-status',
  'cs(Referer)',
  'cs(User-Agent)',
  'cs-uri-query',
  'x-edge-result-type',
  'x-edge-request-id',
  'x-host-header',
  'cs-protocol',
  'cs-bytes',
  'time-taken',
  'x-forwarded-for',
  'ssl-protocol',
  'ssl-cipher',
  'x-edge-response-result-type',
  'cs-protocol-version',
  'c-port',
  'time-to-first-byte',
  'x-edge-detailed-result-type',
  'sc-content-type',
  'sc-content-len',
] as const;

/**
 * The delivery source lies in us-east-1, wherever the bucket is.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
function allowDelivery(bucketArn: string, name: string, account: Account): object {
  const { accountId, partition } = account;
  return {
    Sid: 'LogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn}/AWSLogs/${accountId}/CloudFront/*`,
    Condition: {
      StringEquals: {
        's3:x-amz-acl': 'bucket-owner-full-control',
        'aws:SourceAccount': accountId,
      },
      ArnLike: {
        'aws:SourceArn': `arn:${partition}:logs:us-east-1:${accountId}:delivery-source:${name}-edge`,
      },
    },
  };
}
