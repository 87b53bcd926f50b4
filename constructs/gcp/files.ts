import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Construct } from 'constructs';
import { Backing, type FilesPeer } from '../core/backing';
import type { Image } from '../core/image';
import { known } from '../core/known';
import { kebabCase, nameProblems } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import type { CloudRunService } from './cloud-run-service';
import { PrivateBucket } from './private-bucket';
import type { Region } from './region';

/** Port of the health of the container that copies. */
const healthPort = 9400;

/** Seconds that a restore may take. */
const restoreSeconds = 240;

/** Props of Files. */
export interface FilesProps {
  /** Region of the service that has the files, and of the bucket of their copies. */
  readonly region: Region;

  /**
   * Seconds of the newest changes that may be lost when an instance ends without a word: the service has acknowledged
   * them, and they are in no copy yet. 2 to 3600. Nobody can choose this for you, so that it has no default. While
   * copies are late, the service's changes wait, and are refused then.
   */
  readonly acceptsDataLossSeconds: number;

  /** Image of the container that restores and copies, built from `services/litestream`. */
  readonly litestreamImage: Image;

  /** Name of the SQLite file in the directory, for example `users.db`. Nothing else in there is kept. */
  readonly database: string;

  /**
   * Name of the backing. The bucket of the copies is called `<project>-<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Absolute directory in which the caller sees the files.
   *
   * @default '/data'
   */
  readonly path?: string;

  /**
   * MiB that the files may have, with their journal: they are kept in the memory of the instance.
   *
   * @default 128
   */
  readonly sizeMiB?: number;

  /**
   * Refuses a destroy of the copies.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * A SQLite file of one service that runs once, with its copies in a bucket. Cloud Run has no disk that outlives an
 * instance and knows locks: the file is in memory, restored from the bucket before the service starts, and copied to it
 * by Litestream in a container beside it.
 *
 * Creates: bucket, and one grant on it.
 *
 * Safe by default: one service on exactly one instance, no public access, a copy is read back and checked before it is
 * used, two instances at once never write into the same copy, and a destroy of the stack refuses to delete the copies.
 *
 * What can be lost: when an instance ends without a word, the last `acceptsDataLossSeconds`. A stop and a rollout lose
 * nothing: the new revision waits until the old one has stopped its changes and copied them. What can be refused: changes
 * in a rollout until requests reach the new revision, and while the bucket cannot be reached.
 *
 * @example
 * const files = new Files(this, 'Users', { region, database: 'users.db', acceptsDataLossSeconds: 5, litestreamImage });
 * api.connectTo(files, (files) => ({ DB_PATH: `${files.path}/users.db`, DB_LOCKING: 'shared' }));
 */
export class Files extends Construct implements IBacking<FilesPeer> {
  /** Name of the backing. */
  public readonly name: string;

  /** What the caller learns of the files. */
  public readonly peer: FilesPeer;

  /** Name of the bucket that has the copies. */
  public readonly bucketName: string;

  /** The bucket of the copies and what protects it. */
  public readonly bucket: PrivateBucket;

  private readonly props: FilesProps;
  private owner: string | undefined;

  constructor(scope: Construct, id: string, props: FilesProps) {
    super(scope, id);
    const { region, preventDestroy = true } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, [...nameProblems('name', name), ...problemsOf(props, rules)]);
    const { path } = Backing.files(props);

    this.bucket = new PrivateBucket(this, 'Bucket', {
      region,
      name,
      // a copy is many small objects that Litestream joins and deletes; what is deleted can be brought back for 7 days
      versioning: false,
      noncurrentDays: 1,
      preventDestroy,
    });

    this.name = name;
    this.peer = { name, path, network: false, replicated: true };
    this.bucketName = this.bucket.bucketName;
    this.props = props;
  }

  /** Puts the files and the container that copies them beside a service; its `connectTo` calls this. */
  public attachTo(caller: CloudRunService): void {
    const { owner, name } = this;
    throwProblems(
      this,
      owner === undefined
        ? []
        : [
            `'connectTo' lets '${caller.name}' use '${name}', which has a single writer, '${owner}'; let '${caller.name}' ask '${owner}' instead`,
          ],
    );
    const { region, sizeMiB = 128 } = this.props;
    const grant = new StorageBucketIamMember(this, 'Grant', {
      bucket: this.bucketName,
      // SECURITY(least privilege): one member for one role on one bucket
      role: 'roles/storage.objectUser',
      member: `serviceAccount:${caller.serviceAccountEmail}`,
    });
    caller.attach({
      region,
      startsAfter: [grant],
      runsOnce: true,
      directory: { name: `files-${name}`, path: this.peer.path, sizeMiB },
      companion: this.companion(caller.name),
    });
    this.owner = caller.name;
  }

  private companion(caller: string) {
    const { acceptsDataLossSeconds, database, litestreamImage } = this.props;
    return {
      name: `${caller}-litestream`,
      image: litestreamImage,
      environment: {
        ACCEPTED_LOSS_SECONDS: String(acceptsDataLossSeconds),
        DB_PATH: `${this.peer.path}/${database}`,
        HEALTH_PORT: String(healthPort),
        REPLICA_URL: `gs://${this.bucketName}/${database}`,
      },
      cpu: 0.5,
      memoryMiB: 256,
      healthPort,
      healthPath: '/healthz',
      startSeconds: restoreSeconds,
    };
  }
}

const rules: readonly Rule<FilesProps>[] = [
  {
    broken: ({ acceptsDataLossSeconds: seconds }) =>
      known(seconds) && (!Number.isInteger(seconds) || seconds < 2 || seconds > 3600),
    message: ({ acceptsDataLossSeconds }) =>
      `'acceptsDataLossSeconds' must be a whole number from 2 to 3600, got ${shown(acceptsDataLossSeconds)}; if nothing may be lost, keep the data in Cloud SQL`,
  },
  {
    broken: ({ database }) => known(database) && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(database),
    message: ({ database }) =>
      `'database' must be the name of a file without a directory, got ${shown(database)}; use for example 'users.db'`,
  },
  {
    broken: ({ sizeMiB }) => known(sizeMiB) && (!Number.isInteger(sizeMiB) || sizeMiB < 1),
    message: ({ sizeMiB }) =>
      `'sizeMiB' must be a whole number of at least 1, got ${shown(sizeMiB)}; use for example 128`,
  },
];
