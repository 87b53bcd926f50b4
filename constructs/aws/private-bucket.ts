import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { shown } from '../core/validation';

/** Props of PrivateBucket. */
export interface PrivateBucketProps {
  /** Name of the bucket, unique in the world. */
  readonly bucketName: string;

  /**
   * ARN of the KMS key that encrypts the objects.
   *
   * @default - AES-256 with keys that S3 manages
   */
  readonly kmsKeyArn?: string;

  /**
   * Statements of the bucket policy besides the one that refuses requests without TLS.
   *
   * @default - nobody outside the account has access
   */
  readonly policy?: (bucketArn: string) => readonly object[];

  /**
   * When versions end. Uploads that were never completed always end after 7 days.
   *
   * @default - every version is kept
   */
  readonly expiry?: Pick<
    S3BucketLifecycleConfigurationRule,
    'expiration' | 'noncurrentVersionExpiration'
  >;

  /**
   * Lets a destroy delete the objects too.
   *
   * @default false
   */
  readonly forceDestroy?: boolean;

  /**
   * Makes Terraform refuse every plan that would destroy the bucket.
   *
   * @default false
   */
  readonly preventDestroy?: boolean;
}

/**
 * A bucket that nobody outside the account can read or write.
 *
 * Creates: bucket, public access block, ownership controls, versioning, encryption, policy, lifecycle rule.
 *
 * Safe by default: no public access, no ACLs, TLS only, encrypted, versioned.
 */
export class PrivateBucket extends Construct {
  /** Name of the bucket. */
  public readonly bucketName: string;

  /** ARN of the bucket. */
  public readonly bucketArn: string;

  /** The policy: a service that delivers into the bucket checks it when it is told to. */
  public readonly policy: S3BucketPolicy;

  /** The raw bucket, to override what the props do not offer. */
  public readonly resource: S3Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { bucketName, kmsKeyArn } = props;

    const bucket = new S3Bucket(this, 'Resource', {
      bucket: bucketName,
      forceDestroy: props.forceDestroy ?? false,
      objectLockEnabled: false,
      tags: { Name: bucketName },
      lifecycle: { preventDestroy: props.preventDestroy ?? false },
    });
    const statements = props.policy?.(bucket.arn) ?? [];
    this.protect(bucket.id, kmsKeyArn);
    this.expire(bucket.id, props.expiry ?? {});

    this.resource = bucket;
    this.bucketName = bucket.id;
    this.bucketArn = bucket.arn;
    this.policy = this.attachPolicy(bucket, statements);
  }

  private protect(bucket: string, kmsKeyArn: string | undefined): void {
    new S3BucketOwnershipControls(this, 'Ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: kmsKeyArn
            ? { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn }
            : { sseAlgorithm: 'AES256' },
          // one call to KMS serves many objects; without KMS it means nothing
          bucketKeyEnabled: kmsKeyArn !== undefined,
        },
      ],
    });
  }

  private expire(bucket: string, expiry: NonNullable<PrivateBucketProps['expiry']>): void {
    const versioning = new S3BucketVersioningA(this, 'Versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...expiry,
        },
      ],
      dependsOn: [versioning],
    });
  }

  private attachPolicy(bucket: S3Bucket, statements: readonly object[]): S3BucketPolicy {
    const block = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    return new S3BucketPolicy(this, 'Policy', {
      bucket: bucket.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [refuseWithoutTls(bucket.arn), ...statements],
      }),
      // S3 refuses two changes of a bucket's access at one time
      dependsOn: [block],
    });
  }
}

/** SECURITY(S3.5): nothing is read or written over a connection that others can read. */
function refuseWithoutTls(bucketArn: string): object {
  return {
    Sid: 'RefuseWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

const bucketForm = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/;

/** What is wrong with the name of a bucket, or nothing. */
export function bucketNameProblems(prop: string, name: string): string[] {
  if (!known(name) || (bucketForm.test(name) && !reserved.test(name))) return [];
  return [
    `'${prop}' must have 3 to 63 lower-case letters, digits and inner hyphens and none of the beginnings and ends that S3 reserves, got ${shown(name)}; use for example 'example-terraform-state'`,
  ];
}
