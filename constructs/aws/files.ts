import { EfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import { EfsBackupPolicy } from '@cdktf/provider-aws/lib/efs-backup-policy';
import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsFileSystemPolicy } from '@cdktf/provider-aws/lib/efs-file-system-policy';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Backing, type FilesPeer } from '../core/backing';
import { cloudName, constructId, kebabCase, nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import { BackingSecurityGroup } from './backing-security-group';
import type { ICluster } from './cluster';
import type { FargateService } from './fargate-service';
import { taskSubnetIds } from './task-subnets';
import type { Grant } from './task-roles';
import type { IWatchable, Watcher } from './watched';

/** Port of NFS, which EFS speaks. */
const nfsPort = 2049;

/** Props of Files. */
export interface FilesProps {
  /** Cluster whose services may use the files; it brings network and environment along. */
  readonly cluster: ICluster;

  /**
   * Name of the backing. The file system is called `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Lets one service alone use the files. It must have `Scaling.fixed(1)`, and its old task ends before a new one starts:
   * each deployment is a short outage.
   *
   * @default true
   */
  readonly singleWriter?: boolean;

  /**
   * Absolute directory in which callers see the files.
   *
   * @default '/data'
   */
  readonly path?: string;

  /**
   * ARN of the KMS key that encrypts the files. Changing it replaces the file system.
   *
   * @default - the key that AWS manages for EFS
   */
  readonly kmsKeyArn?: string;

  /**
   * Makes Terraform refuse every plan that would destroy the files.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * Files on EFS that outlive the task that writes them.
 *
 * Creates: file system with its policy and daily backups, one mount target per private subnet, security group, and with the
 * first caller an access point.
 *
 * Safe by default: encrypted at rest and on the way, one service uses them and never runs twice, that service alone has
 * a way and a grant, and only through the access point, whose files belong to its user; a destroy is refused.
 *
 * @example
 * const files = new Files(this, 'Users', { cluster });
 * api.connectTo(files, (files) => ({ DB_PATH: `${files.path}/users.db` }));
 */
export class Files extends Construct implements IBacking<FilesPeer>, IWatchable {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the files. */
  public readonly peer: FilesPeer;

  /** Id of the file system. */
  public readonly fileSystemId: string;

  /** Security group of the mount targets. */
  public readonly securityGroupId: string;

  /** The raw file system, to override what the props do not offer. */
  public readonly resource: EfsFileSystem;

  private readonly cloudName: string;
  private readonly environment: string;
  private readonly singleWriter: boolean;
  private readonly securityGroup: BackingSecurityGroup;
  private readonly ready: readonly ITerraformDependable[];
  private readonly callers: { readonly name: string; readonly user: number }[] = [];
  private accessPoint: EfsAccessPoint | undefined;

  constructor(scope: Construct, id: string, props: FilesProps) {
    super(scope, id);
    const { cluster } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, nameProblems('name', name));
    const { singleWriter, path } = Backing.files(props);
    cluster.reserveName(this, name);

    this.name = name;
    this.environment = cluster.environment;
    this.cloudName = cloudName(cluster.environment, name);
    this.singleWriter = singleWriter;
    this.peer = { name, path, network: true };
    this.securityGroup = new BackingSecurityGroup(this, 'SecurityGroup', {
      network: cluster.network,
      name: this.cloudName,
      description: `Files ${this.cloudName}`,
    });
    this.resource = this.createFileSystem(props);
    this.fileSystemId = this.resource.id;
    this.securityGroupId = this.securityGroup.securityGroupId;
    this.ready = [this.createPolicy(), ...this.createMountTargets(cluster)];
  }

  /** Mounts the files in a service; its `connectTo` calls this. */
  public attachTo(caller: FargateService): void {
    throwProblems(this, this.callerProblems(caller));
    this.callers.push({ name: caller.name, user: caller.user });
    this.accessPoint ??= this.createAccessPoint(caller.user);
    const { peer, fileSystemId, accessPoint, securityGroup, singleWriter } = this;
    caller.use(this, {
      mount: { path: peer.path, fileSystemId, accessPointId: accessPoint.id },
      port: { group: securityGroup, number: nfsPort },
      grants: [this.writeGrant(accessPoint)],
      waitsFor: this.ready,
      singleWriter,
    });
  }

  /** Tells what its alarms must know of it; Alarms calls this for everything that it watches. */
  public watchedBy(watcher: Watcher): void {
    const { name, environment, fileSystemId: id, resource: ready } = this;
    watcher.watchFiles({ name, environment, id, ready });
  }

  private callerProblems(caller: FargateService): string[] {
    const [first] = this.callers;
    if (first === undefined) return [];
    return [
      ...(this.singleWriter
        ? [
            `'connectTo' lets '${caller.name}' use '${this.name}', which has a single writer, '${first.name}'; set 'singleWriter' to false if both may write`,
          ]
        : []),
      ...(caller.user === first.user
        ? []
        : [
            `'connectTo' lets '${caller.name}' use '${this.name}' as user ${caller.user}, but the files belong to ${first.user}, the user of '${first.name}'; give both workloads the same 'user'`,
          ]),
    ];
  }

  private createFileSystem({ kmsKeyArn, preventDestroy }: FilesProps): EfsFileSystem {
    return new EfsFileSystem(this, 'Resource', {
      creationToken: this.cloudName,
      encrypted: true,
      kmsKeyId: kmsKeyArn,
      performanceMode: 'generalPurpose',
      // paid by what is read and written: a small database needs no provisioned rate, and bursting starves it
      throughputMode: 'elastic',
      lifecyclePolicy: [
        { transitionToIa: 'AFTER_30_DAYS' },
        { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' },
      ],
      tags: { Name: this.cloudName },
      lifecycle: { preventDestroy: preventDestroy ?? true },
    });
  }

  private createPolicy(): EfsFileSystemPolicy {
    new EfsBackupPolicy(this, 'Backups', {
      fileSystemId: this.fileSystemId,
      backupPolicy: { status: 'ENABLED' },
    });
    return new EfsFileSystemPolicy(this, 'Policy', {
      fileSystemId: this.fileSystemId,
      bypassPolicyLockoutSafetyCheck: false,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: refusals.map((refusal) => ({ ...refusal, Resource: this.resource.arn })),
      }),
    });
  }

  private createMountTargets({ network }: ICluster): EfsMountTarget[] {
    return taskSubnetIds(network).map(
      (subnetId, index) =>
        new EfsMountTarget(this, `MountTarget${index + 1}`, {
          fileSystemId: this.fileSystemId,
          subnetId,
          securityGroups: [this.securityGroupId],
        }),
    );
  }

  /** Whoever comes through it is this user in this directory, whatever the container says. */
  private createAccessPoint(user: number): EfsAccessPoint {
    return new EfsAccessPoint(this, 'AccessPoint', {
      fileSystemId: this.fileSystemId,
      posixUser: { uid: user, gid: user },
      rootDirectory: {
        path: `/${this.name}`,
        creationInfo: { ownerUid: user, ownerGid: user, permissions: '0700' },
      },
      tags: { Name: this.cloudName },
    });
  }

  private writeGrant(accessPoint: EfsAccessPoint): Grant {
    return {
      sid: `Files${constructId(this.name)}`,
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resources: [this.resource.arn],
      conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoint.arn } },
    };
  }
}

const clientActions = ['ClientMount', 'ClientWrite', 'ClientRootAccess'].map(
  (action) => `elasticfilesystem:${action}`,
);

/**
 * SECURITY(EFS): a file system with a policy lets in nobody by itself, so that the grants of task roles decide; these hold
 * against any grant.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
const refusals = [
  {
    Sid: 'RefuseWithoutTls',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: clientActions,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
  {
    Sid: 'RefuseBesideMountTargets',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: clientActions,
    Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' } },
  },
  {
    Sid: 'RefuseRoot',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'elasticfilesystem:ClientRootAccess',
  },
];
