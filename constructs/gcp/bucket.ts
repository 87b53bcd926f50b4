import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { StorageBucketObject } from '@cdktf/provider-google/lib/storage-bucket-object';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { Backing, type BucketPeer } from '../core/backing';
import { contentFiles } from '../core/content-folder';
import { contentType } from '../core/content-type';
import { constructId, kebabCase, nameProblems, pascalCase } from '../core/naming';
import { folderForTerraform } from '../core/terraform-path';
import { defaultNoncurrentDays, noncurrentDaysRule } from '../core/object-version';
import { problemsOf, throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import type { CloudRunService } from './cloud-run-service';
import { PrivateBucket } from './private-bucket';
import type { Region } from './region';

/** Props of Bucket. */
export interface BucketProps {
  /** Region that the bucket is in, which is its callers' too. */
  readonly region: Region;

  /**
   * Name of the backing. The bucket is called `<project>-<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Folder of the repository whose files are the bucket's objects. Callers may read them and write nothing; a change of
   * a file makes new revisions of them. Names that start with a dot are left out.
   *
   * @default - the bucket is empty, and its callers fill it
   */
  readonly content?: string;

  /**
   * Days for which an object is kept after another has replaced it, 1 to 3650.
   *
   * @default 30
   */
  readonly noncurrentDays?: number;

  /**
   * Refuses a destroy of the bucket. Without it a destroy deletes all objects too.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * A bucket of objects in Cloud Storage.
 *
 * Creates: bucket, one object for each file of the content, and one grant on this bucket for each caller.
 *
 * Safe by default: no public access and no rights on single objects, versions are kept, callers of a bucket with content
 * only read, and a destroy of the stack refuses to delete it.
 *
 * @example
 * const pages = new Bucket(this, 'Pages', { region, content: 'services/static-site/pages' });
 * site.connectTo(pages, (pages) => ({ CONTENT_URI: pages.uri }));
 */
export class Bucket extends Construct implements IBacking<BucketPeer> {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the bucket: `gs://<bucket>`. */
  public readonly peer: BucketPeer;

  /** Name of the bucket in Cloud Storage. */
  public readonly bucketName: string;

  /** The bucket and what protects it. */
  public readonly bucket: PrivateBucket;

  private readonly content: string | undefined;
  private readonly objects: readonly StorageBucketObject[];

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { region, noncurrentDays = defaultNoncurrentDays, preventDestroy = true } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, [
      ...nameProblems('name', name),
      ...problemsOf(props, [noncurrentDaysRule]),
    ]);
    const { content } = Backing.bucket(props);

    this.bucket = new PrivateBucket(this, 'Bucket', {
      region,
      name,
      versioning: true,
      noncurrentDays,
      preventDestroy,
    });
    this.bucketName = this.bucket.bucketName;
    this.content = content;
    this.objects = content === undefined ? [] : this.createObjects(content);

    this.name = name;
    this.peer = { name, uri: `gs://${this.bucketName}` };
  }

  /** Allows the account of a service to use the bucket; the service's `connectTo` calls this. */
  public attachTo(caller: CloudRunService): void {
    const grant = new StorageBucketIamMember(this, `GrantedTo${constructId(caller.name)}`, {
      bucket: this.bucketName,
      // SECURITY(least privilege): one member for one role on one bucket
      role: this.content === undefined ? 'roles/storage.objectUser' : 'roles/storage.objectViewer',
      member: `serviceAccount:${caller.serviceAccountEmail}`,
    });
    const revisionLabels = this.revisionLabels();
    caller.attach({ startsAfter: [grant], revisionLabels });
  }

  private createObjects(content: string): StorageBucketObject[] {
    const folder = folderForTerraform(this, content);
    return contentFiles(content).map(
      ({ path }) =>
        new StorageBucketObject(this, objectId(path), {
          bucket: this.bucketName,
          name: path,
          source: `${folder}/${path}`,
          contentType: contentType(path),
          storageClass: 'STANDARD',
        }),
    );
  }

  /** A site reads its pages once, at its start: other pages are another revision. */
  private revisionLabels(): Record<string, string> {
    if (this.objects.length === 0) return {};
    const sums = Fn.join(',', [...this.objects.map(({ md5Hash }) => md5Hash)]);
    return { [`content-${this.name}`]: Fn.substr(Fn.sha256(sums), 0, 16) };
  }
}

/** Paths hold characters that ids may not, and two of them could become one id. */
function objectId(path: string): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `Object${pascalCase(path.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/^-/, ''))}${hash}`;
}
