import { Construct } from 'constructs';
import type { BucketPeer } from '../core/backing';
import { known } from '../core/known';
import { kebabCase, nameProblems, pascalCase } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { Account } from './account';
import { arnProblems } from './arn';
import type { IBucket } from './bucket';
import { bucketGrants } from './bucket-grants';
import type { ICluster } from './cluster';
import type { FargateService } from './fargate-service';
import type { Grant } from './task-roles';

/** Props of Bucket.fromName. */
export interface ExistingBucketProps {
  /** Cluster whose services may use the bucket. */
  readonly cluster: ICluster;

  /** Name of the bucket in S3. */
  readonly bucketName: string;

  /**
   * Name of the backing.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Whether callers may only read.
   *
   * @default false
   */
  readonly readOnly?: boolean;

  /**
   * ARN of the customer's KMS key that encrypts the objects. Callers may decrypt with it, and encrypt unless `readOnly`.
   *
   * @default - keys that AWS manages, which need no grant
   */
  readonly kmsKeyArn?: string;

  /**
   * Region of the bucket.
   *
   * @default - the region of the stack
   */
  readonly region?: string;
}

/** A bucket that exists: callers are granted what they are told of, nothing of it is touched and nothing is looked up. */
export class ExistingBucket extends Construct implements IBucket {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the bucket. */
  public readonly peer: BucketPeer;

  /** Name of the bucket in S3. */
  public readonly bucketName: string;

  /** ARN of the bucket. */
  public readonly bucketArn: string;

  private readonly region: string;
  private readonly readOnly: boolean;
  private readonly kmsKeyArn: string | undefined;

  constructor(scope: Construct, id: string, props: ExistingBucketProps) {
    super(scope, id);
    const { cluster, bucketName, kmsKeyArn, name = kebabCase(id) } = props;
    throwProblems(this, [
      ...nameProblems('name', name),
      ...problemsOf(props, rules),
      ...(kmsKeyArn === undefined ? [] : arnProblems(this, [givenKey(kmsKeyArn)])),
    ]);
    cluster.reserveName(this, name);

    const { partition, region } = Account.of(this);
    this.name = name;
    this.bucketName = bucketName;
    this.bucketArn = `arn:${partition}:s3:::${bucketName}`;
    this.region = props.region ?? region;
    this.readOnly = props.readOnly ?? false;
    this.kmsKeyArn = kmsKeyArn;
    this.peer = { name, uri: `s3://${bucketName}` };
  }

  /** Grants a service what it is told of the bucket; its `connectTo` calls this. */
  public attachTo(caller: FargateService, told: Readonly<Record<string, string>>): void {
    const { name, bucketArn, readOnly, region } = this;
    caller.use(this, {
      grants: [
        ...bucketGrants({ name, bucketArn, uri: this.peer.uri, readOnly, told }),
        ...this.keyGrants(),
      ],
      defaults: { AWS_REGION: region },
    });
  }

  private keyGrants(): Grant[] {
    const { name, readOnly, kmsKeyArn } = this;
    if (kmsKeyArn === undefined) return [];
    const actions = readOnly ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'];
    return [{ sid: `KeyOf${pascalCase(name)}`, actions, resources: [kmsKeyArn] }];
  }
}

function givenKey(arn: string) {
  const [prop, thing, service] = ['kmsKeyArn', 'a KMS key', 'kms'] as const;
  const example = 'key/01234567-89ab-cdef-0123-456789abcdef';
  return { prop, arn, thing, service, resource: /^key\/[\w-]+$/, example };
}

const rules: readonly Rule<ExistingBucketProps>[] = [
  {
    // wider than what we would call one: buckets made long ago have dots
    broken: ({ bucketName }) =>
      known(bucketName) && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucketName),
    message: ({ bucketName }) =>
      `'bucketName' must be the plain name of a bucket, got ${shown(bucketName)}; use for example 'example-pages', without 's3://', ARN or path`,
  },
  {
    broken: ({ region }) => known(region) && !/^[a-z]{2,}(-[a-z]+)+-\d$/.test(region),
    message: ({ region }) =>
      `'region' must be the name of a region, got ${shown(region)}; use for example 'eu-west-1'`,
  },
];
