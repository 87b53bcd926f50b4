import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { Construct } from 'constructs';
import { Backing, type BucketPeer } from '../core/backing';
import { type ContentFile, contentFiles, contentRevision } from '../core/content-folder';
import { contentType } from '../core/content-type';
import { cloudName, kebabCase, lengthProblems, nameProblems } from '../core/naming';
import { folderForTerraform } from '../core/terraform-path';
import { defaultNoncurrentDays, noncurrentDaysRule } from '../core/object-version';
import { problemsOf, throwProblems } from '../core/validation';
import { Account } from './account';
import type { IBacking } from './backing';
import { bucketGrants } from './bucket-grants';
import type { ICluster } from './cluster';
import { ExistingBucket, type ExistingBucketProps } from './existing-bucket';
import type { FargateService } from './fargate-service';
import { PrivateBucket } from './private-bucket';

/** A bucket that services can be connected to: a new one, or one that exists. */
export interface IBucket extends IBacking<BucketPeer> {
  /** Name of the bucket in S3. */
  readonly bucketName: string;

  /** ARN of the bucket. */
  readonly bucketArn: string;
}

/** Props of Bucket. */
export interface BucketProps {
  /** Cluster whose services may use the bucket; it brings the environment along. */
  readonly cluster: ICluster;

  /**
   * Name of the backing. The bucket is called `<environment>-<name>-<account>-<region>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Folder of the repository whose files become the bucket's objects. Callers may read them and write nothing, and start
   * anew when a file changes.
   *
   * @default - an empty bucket, whose callers read and write objects
   */
  readonly content?: string;

  /**
   * Days for which an object is kept after another has replaced it, 1 to 3650.
   *
   * @default 30
   */
  readonly noncurrentDays?: number;

  /**
   * Makes Terraform refuse every plan that would destroy the bucket. Without it, a destroy deletes the objects too.
   *
   * @default - true, or false with `content`, which the repository holds
   */
  readonly preventDestroy?: boolean;
}

/**
 * A bucket of objects in S3.
 *
 * Creates: private bucket, and one object per file of the content.
 *
 * Safe by default: no public access, TLS only, encrypted, versioned; callers are granted the part of the bucket that
 * their variables name, and with `content` only to read it.
 *
 * @example
 * const pages = new Bucket(this, 'Pages', { cluster, content: 'services/static-site/pages' });
 * site.connectTo(pages, (pages) => ({ CONTENT_URI: `${pages.uri}/site-a` }));
 */
export class Bucket extends Construct implements IBucket {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the bucket. */
  public readonly peer: BucketPeer;

  /** Name of the bucket in S3. */
  public readonly bucketName: string;

  /** ARN of the bucket. */
  public readonly bucketArn: string;

  /** The raw bucket, to override what the props do not offer. */
  public readonly resource: S3Bucket;

  private readonly region: string;
  private readonly files: readonly ContentFile[] | undefined;
  private readonly objects: readonly S3Object[];

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { cluster, noncurrentDays = defaultNoncurrentDays } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, bucketProblems(name, props));
    const { content } = Backing.bucket(props);
    const files = content === undefined ? undefined : contentFiles(content);
    const preventDestroy = props.preventDestroy ?? content === undefined;
    cluster.reserveName(this, name);

    const { accountId, region } = Account.of(this);
    const bucket = new PrivateBucket(this, 'Bucket', {
      bucketName: objectBucketName(cluster.environment, name, accountId, region),
      preventDestroy,
      forceDestroy: !preventDestroy,
      expiry: { noncurrentVersionExpiration: [{ noncurrentDays }] },
    });

    this.name = name;
    this.region = region;
    this.files = files;
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.resource = bucket.resource;
    this.peer = { name, uri: `s3://${bucket.bucketName}` };
    this.objects = this.createObjects(content ?? '', files ?? []);
  }

  /**
   * A bucket that exists: callers are granted the part that their variables name, nothing of it is touched or looked up.
   *
   * @throws ValidationError when the name cannot be one, or the key is of another region or account
   */
  public static fromName(scope: Construct, id: string, props: ExistingBucketProps): IBucket {
    return new ExistingBucket(scope, id, props);
  }

  /** Grants a service what it is told of the bucket; its `connectTo` calls this. */
  public attachTo(caller: FargateService, told: Readonly<Record<string, string>>): void {
    const { name, bucketArn, files } = this;
    const readOnly = files !== undefined;
    caller.use(this, {
      grants: bucketGrants({ name, bucketArn, uri: this.peer.uri, readOnly, told }),
      // the SDKs ask for it, and the bucket is here
      defaults: { AWS_REGION: this.region },
      // what reads its pages once, at the start, must find them there, and start again for others
      ...(files ? { waitsFor: this.objects, revision: contentRevision(files) } : {}),
    });
  }

  private createObjects(folder: string, files: readonly ContentFile[]): S3Object[] {
    const objects = new Construct(this, 'Objects');
    return files.map(
      ({ path, hash }) =>
        // the path is the id: a file that is added or removed leaves the others as they are
        new S3Object(objects, path, {
          bucket: this.bucketName,
          key: path,
          source: `${folderForTerraform(this, folder)}/${path}`,
          sourceHash: hash,
          contentType: contentType(path),
          storageClass: 'STANDARD',
          serverSideEncryption: 'AES256',
          forceDestroy: false,
        }),
    );
  }
}

/** Names of buckets are unique in the world, so that account and region are part of it. */
function objectBucketName(
  environment: string,
  name: string,
  accountId: string,
  region: string,
): string {
  return `${cloudName(environment, name)}-${accountId}-${region}`;
}

function bucketProblems(name: string, props: BucketProps): string[] {
  const { environment } = props.cluster;
  // only the deployment knows both: the longest that they can be
  const longest = objectBucketName(environment, name, '0'.repeat(12), 'ap-southeast-1');
  return [
    ...nameProblems('name', name),
    ...lengthProblems([longest], { thing: 'bucket', maxLength: 63 }),
    ...problemsOf(props, [noncurrentDaysRule]),
  ];
}
