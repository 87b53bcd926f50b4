import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { Construct } from 'constructs';
import { throwProblems } from '../core/validation';
import { Account } from './account';
import { createKey } from './encryption-key';
import { bucketNameProblems, PrivateBucket } from './private-bucket';

/** Props of StateBucket. */
export interface StateBucketProps {
  /** Name of the bucket, unique in the world. Changing it makes a new, empty bucket. */
  readonly bucketName: string;

  /**
   * Makes Terraform refuse every plan that would destroy the bucket or its key. Where it is `false`, a destroy deletes
   * the states too.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * Where Terraform keeps the state of other stacks: the one thing that cannot be made again from the code.
 *
 * Creates: bucket with its policy and lifecycle rule, KMS key with an alias of the bucket's name.
 *
 * Safe by default: encrypted with a key of its own that rotates every year, versioned (old states are kept for 90 days,
 * the last 10 of each for ever), TLS only, no public access, cannot be destroyed. A key costs 1 USD a month (vendor's
 * page "AWS KMS pricing", 2026-06).
 *
 * A backend that names no key gets this one. One that sets `encrypt` must name it as well: `kms_key_id` is `keyArn`, or
 * `alias/<bucketName>`; otherwise Terraform asks for another encryption, which the bucket refuses.
 *
 * @example
 * new StateBucket(this, 'StateBucket', { bucketName: 'example-terraform-state' });
 */
export class StateBucket extends Construct {
  /** Name of the bucket. */
  public readonly bucketName: string;

  /** ARN of the bucket. */
  public readonly bucketArn: string;

  /** ARN of the key that encrypts the states. */
  public readonly keyArn: string;

  /** The raw bucket, to override what the props do not offer. */
  public readonly resource: S3Bucket;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { bucketName } = props;
    const preventDestroy = props.preventDestroy ?? true;
    throwProblems(this, bucketNameProblems('bucketName', bucketName));

    const account = Account.of(this);
    const key = createKey(this, 'Key', {
      name: bucketName,
      encrypts: `the Terraform states in ${bucketName}`,
      lifecycle: { preventDestroy },
    });
    new KmsAlias(this, 'Alias', { name: `alias/${bucketName}`, targetKeyId: key.keyId });
    const bucket = new PrivateBucket(this, 'Bucket', {
      bucketName,
      kmsKeyArn: key.arn,
      preventDestroy,
      forceDestroy: !preventDestroy,
      policy: (bucketArn) => [
        refuseOtherEncryption(bucketArn),
        refuseOtherKeys(bucketArn, [
          key.arn,
          account.arn('kms', `alias/${bucketName}`),
          `alias/${bucketName}`,
        ]),
      ],
      expiry: {
        noncurrentVersionExpiration: [{ noncurrentDays: 90, newerNoncurrentVersions: 10 }],
      },
    });

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.keyArn = key.arn;
    this.resource = bucket.resource;
  }
}

/** Whoever names no encryption gets the bucket's; whoever names another one is refused. */
function refuseOtherEncryption(bucketArn: string): object {
  return refuse('RefuseOtherEncryption', bucketArn, 's3:x-amz-server-side-encryption', ['aws:kms']);
}

function refuseOtherKeys(bucketArn: string, keys: readonly string[]): object {
  const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  return refuse('RefuseOtherKeys', bucketArn, header, keys);
}

function refuse(sid: string, bucketArn: string, header: string, allowed: readonly string[]) {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: [`${bucketArn}/*`],
    Condition: { Null: { [header]: 'false' }, StringNotEquals: { [header]: [...allowed] } },
  };
}
