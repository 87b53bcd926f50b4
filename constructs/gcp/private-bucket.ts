import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { Construct } from 'constructs';
import { cloudName, lengthProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { Region } from './region';

/** Seconds for which Cloud Storage can bring back what was deleted. */
const softDeleteSeconds = 7 * 24 * 3600;

/** Props of PrivateBucket. */
export interface PrivateBucketProps {
  /** Region that the bucket is in; it brings project and environment along. */
  readonly region: Region;

  /** Name of the backing, the last part of the bucket's. */
  readonly name: string;

  /** Whether every write keeps what was there before. */
  readonly versioning: boolean;

  /** Days for which a version is kept after another has replaced it. */
  readonly noncurrentDays: number;

  /** Whether Terraform refuses to destroy the bucket. */
  readonly preventDestroy: boolean;
}

/**
 * A bucket that nobody reads or writes but whom it was granted to.
 *
 * Creates: bucket.
 *
 * Safe by default: no object has rights of its own, public access cannot be granted, what is deleted can be brought back
 * for 7 days, one region, encrypted by Cloud Storage.
 */
export class PrivateBucket extends Construct {
  /** Name of the bucket. */
  public readonly bucketName: string;

  /** The raw bucket, to override what the props do not offer. */
  public readonly resource: StorageBucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { region, name, preventDestroy } = props;
    const bucketName = bucketNameOf(region, name);
    // a bucket's name is unique in the world, and the project's id starts it
    throwProblems(
      this,
      lengthProblems([bucketName], { thing: 'Cloud Storage bucket', maxLength: 63 }),
    );

    this.resource = new StorageBucket(this, 'Resource', {
      name: bucketName,
      project: region.projectId,
      location: region.location,
      storageClass: 'STANDARD',
      // SECURITY(CIS 5.1, 5.2)
      publicAccessPrevention: 'enforced',
      uniformBucketLevelAccess: true,
      versioning: { enabled: props.versioning },
      softDeletePolicy: { retentionDurationSeconds: softDeleteSeconds },
      lifecycleRule: [
        {
          action: { type: 'Delete' },
          condition: { daysSinceNoncurrentTime: props.noncurrentDays, withState: 'ARCHIVED' },
        },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      ],
      requesterPays: false,
      defaultEventBasedHold: false,
      enableObjectRetention: false,
      forceDestroy: !preventDestroy,
      labels: { environment: region.environment, component: name },
      ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
    });
    this.bucketName = this.resource.name;
  }
}

/** A project of an organisation's domain has `example.com:` in front, which no bucket may. */
function bucketNameOf({ projectId, environment }: Region, name: string): string {
  return `${projectId.replace(/^.*:/, '')}-${cloudName(environment, name)}`;
}
