import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Account } from './account';
import { PrivateBucket } from './private-bucket';

/** Props of AccessLogs. */
export interface AccessLogsProps {
  /** Cloud name of the balancer. */
  readonly loadBalancerName: string;

  /** Days that the logs are kept. */
  readonly retentionDays: number;

  /** Lets a destroy delete the logs too. */
  readonly forceDestroy: boolean;
}

/**
 * Where a balancer notes every request.
 *
 * Creates: a private bucket, `<balancer>-logs-<account>-<region>`.
 *
 * Safe by default: only the log delivery of this account's balancer of that name writes, TLS only, encrypted with keys
 * that S3 manages (log delivery knows no others), logs end after the retention.
 */
export class AccessLogs extends Construct {
  /** Name of the bucket. */
  public readonly bucketName: string;

  /** What must exist before a balancer is told to write: it tries at once. */
  public readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    const { loadBalancerName, retentionDays, forceDestroy } = props;
    const account = Account.of(this);

    const bucket = new PrivateBucket(this, 'Bucket', {
      bucketName: accessLogBucketName(loadBalancerName, account.accountId, account.region),
      forceDestroy,
      policy: (bucketArn) => [allowDelivery(bucketArn, loadBalancerName, account)],
      expiry: {
        expiration: [{ days: retentionDays }],
        noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
      },
    });
    this.bucketName = bucket.bucketName;
    this.ready = bucket.policy;
  }
}

/** Names of buckets are unique in the world, so that account and region are part of it. */
export function accessLogBucketName(name: string, accountId: string, region: string): string {
  return `${name}-logs-${accountId}-${region}`;
}

/**
 * The service principal writes in every region, unlike the per-region accounts that came before it.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
function allowDelivery(bucketArn: string, loadBalancerName: string, account: Account): object {
  return {
    Sid: 'LogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn}/AWSLogs/${account.accountId}/*`,
    Condition: {
      // the ARN holds the account; a key that is not sent would refuse every log
      ArnLike: {
        'aws:SourceArn': account.arn(
          'elasticloadbalancing',
          `loadbalancer/app/${loadBalancerName}/*`,
        ),
      },
    },
  };
}
