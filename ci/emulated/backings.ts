import type { Answer, Ask } from './ask';
import { accountId, settings } from './settings';

/** Files as EFS shows them. */
export interface DeployedFiles {
  readonly system: {
    readonly FileSystemId: string;
    readonly FileSystemArn: string;
    readonly Encrypted: boolean;
  };
  readonly backup: string;

  /** The policy of the file system, as it was written. */
  readonly policy: string;
  readonly subnets: readonly string[];
  readonly accessPoints: readonly AccessPoint[];
}

/** A way into a file system. */
export interface AccessPoint {
  readonly AccessPointId: string;
  readonly AccessPointArn: string;
  readonly PosixUser: { readonly Uid: number; readonly Gid: number };
  readonly RootDirectory: {
    readonly Path: string;
    readonly CreationInfo: { readonly OwnerUid: number; readonly Permissions: string };
  };
}

/** A cache as ElastiCache shows it, and the template that made its login. */
export interface DeployedCache {
  readonly group: ReplicationGroup;
  readonly users: readonly CacheUser[];
  readonly template: string;
}

/** What ElastiCache says about a replication group. */
export interface ReplicationGroup {
  readonly TransitEncryptionEnabled: boolean;
  readonly TransitEncryptionMode: string;
  readonly AtRestEncryptionEnabled: boolean;
  readonly AutomaticFailover: string;
  readonly MultiAZ: string;
  readonly UserGroupIds: readonly string[];
  readonly NodeGroups: readonly {
    readonly PrimaryEndpoint: { readonly Address: string; readonly Port: number };
    readonly NodeGroupMembers: readonly { readonly PreferredAvailabilityZone: string }[];
  }[];
}

/** Who may log in to a cache. */
export interface CacheUser {
  readonly UserName: string;
  readonly AccessString: string;
  readonly Authentication: { readonly Type: string; readonly PasswordCount?: number };
}

/** A bucket as S3 shows it. */
export interface DeployedBucket {
  readonly name: string;

  /** Keys of its objects, sorted. */
  readonly keys: readonly string[];

  /** What is refused of public access, by its name. */
  readonly publicAccess: Readonly<Record<string, boolean>>;
}

/** What keeps the data of an environment. */
export interface DeployedBackings {
  readonly files: DeployedFiles;
  readonly cache: DeployedCache;
  readonly pages: DeployedBucket;
}

/** Asks the API what keeps data. */
export async function readBackings(ask: Ask, environment: string): Promise<DeployedBackings> {
  return {
    files: await readFiles(ask, `${environment}-users`),
    cache: await readCache(ask, `${environment}-cache`),
    pages: await readBucket(
      ask,
      `${environment}-pages-${accountId}-${settings.SLIPWAY_AWS_REGION}`,
    ),
  };
}

async function readFiles(ask: Ask, CreationToken: string): Promise<DeployedFiles> {
  const [described] = await ask([['efs', 'describe_file_systems', { CreationToken }]]);
  const [system] = listIn(described, 'FileSystems') as readonly DeployedFiles['system'][];
  if (!system) throw new Error(`there is no file system '${CreationToken}'`);
  const { FileSystemId } = system;
  const [targets, points, policy, backup] = await ask([
    ['efs', 'describe_mount_targets', { FileSystemId }],
    ['efs', 'describe_access_points', { FileSystemId }],
    ['efs', 'describe_file_system_policy', { FileSystemId }],
    ['efs', 'describe_backup_policy', { FileSystemId }],
  ]);
  return {
    system,
    backup: (backup?.BackupPolicy as { Status: string }).Status,
    policy: String(policy?.Policy),
    subnets: (listIn(targets, 'MountTargets') as readonly { SubnetId: string }[]).map(
      ({ SubnetId }) => SubnetId,
    ),
    accessPoints: listIn(points, 'AccessPoints') as readonly AccessPoint[],
  };
}

async function readCache(ask: Ask, name: string): Promise<DeployedCache> {
  const [groups, template] = await ask([
    ['elasticache', 'describe_replication_groups', { ReplicationGroupId: name }],
    ['cloudformation', 'get_template', { StackName: `${name}-login` }],
  ]);
  const [group] = listIn(groups, 'ReplicationGroups') as readonly ReplicationGroup[];
  if (!group) throw new Error(`there is no cache '${name}'`);
  const userGroups = await ask(
    group.UserGroupIds.map((UserGroupId) => [
      'elasticache',
      'describe_user_groups',
      { UserGroupId },
    ]),
  );
  const ids = userGroups
    .flatMap((answer) => listIn(answer, 'UserGroups') as readonly { UserIds: string[] }[])
    .flatMap(({ UserIds }) => UserIds);
  const users = await ask(ids.map((UserId) => ['elasticache', 'describe_users', { UserId }]));
  return {
    group,
    users: users.flatMap((answer) => listIn(answer, 'Users') as readonly CacheUser[]),
    template: JSON.stringify(template?.TemplateBody),
  };
}

async function readBucket(ask: Ask, name: string): Promise<DeployedBucket> {
  const [objects, access] = await ask([
    ['s3', 'list_objects_v2', { Bucket: name }],
    ['s3', 'get_public_access_block', { Bucket: name }],
  ]);
  const keys = (listIn(objects, 'Contents') as readonly { Key: string }[]).map(({ Key }) => Key);
  return {
    name,
    keys: keys.sort(),
    publicAccess: access?.PublicAccessBlockConfiguration as Record<string, boolean>,
  };
}

/** What a list in an answer holds, in the words of its API. */
function listIn(answer: Answer | undefined, key: string): readonly unknown[] {
  return (answer?.[key] ?? []) as readonly unknown[];
}
