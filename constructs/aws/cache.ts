import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { Construct } from 'constructs';
import { cachePort } from '../core/backing';
import type { Peer } from '../core/connection';
import { cloudName, kebabCase } from '../core/naming';
import { Secret } from '../core/secret';
import { throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import { BackingSecurityGroup } from './backing-security-group';
import { CacheLogin } from './cache-login';
import { cacheProblems } from './cache-rules';
import type { ICluster } from './cluster';
import type { FargateService } from './fargate-service';
import { taskSubnetIds } from './task-subnets';
import type { IWatchable, Watcher } from './watched';

/** Props of Cache. */
export interface CacheProps {
  /** Cluster whose services may use the cache; it brings network, environment and secrets along. */
  readonly cluster: ICluster;

  /**
   * Name of the backing. The cache is called `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Password of the cache, 16 to 128 characters, which the cluster's secret store holds. Callers get it as a secret, and
   * neither the plan nor the state ever holds it.
   *
   * @default Secret.named('<name>-password')
   */
  readonly password?: Secret;

  /**
   * Variable of the callers that the password is in.
   *
   * @default 'REDIS_PASSWORD'
   */
  readonly passwordVariable?: string;

  /**
   * Id of the password's version in Secrets Manager. Giving another one is what makes the cache take a new password.
   *
   * @default - the one of a generated secret, or the newest at the time when the cache is made
   */
  readonly passwordVersion?: string;

  /**
   * Whether the cache takes the password before the newest one too, while callers change over. Raise the password's
   * version together with it, and take it away with the next deployment. There must be one before.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
   */
  readonly acceptsPreviousPassword?: boolean;

  /**
   * Nodes, 1 to 6. With 2 or more they stand in different zones, and the loss of one is repaired within seconds.
   *
   * @default 2
   */
  readonly nodes?: number;

  /**
   * Type of each node; it decides on the memory and on most of the price.
   *
   * @default 'cache.t4g.micro'
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
   */
  readonly nodeType?: string;

  /**
   * Days that the daily snapshots are kept, 0 to 35.
   *
   * @default 7
   */
  readonly snapshotRetentionDays?: number;

  /**
   * ARN of the KMS key that encrypts what is stored. Changing it replaces the cache.
   *
   * @default - the key that AWS manages for ElastiCache
   */
  readonly kmsKeyArn?: string;

  /**
   * Makes Terraform refuse every plan that would destroy or replace the cache, whose snapshots go with it.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
}

/**
 * A Valkey cache on ElastiCache.
 *
 * Creates: replication group with its subnet and parameter group, security group, and a CloudFormation stack with user
 * and user group.
 *
 * Safe by default: TLS only, encrypted at rest, a password that only Secrets Manager, the cache and its callers know, no
 * way in until `connectTo` opens one, no administration commands, two zones, daily snapshots, and no plan may destroy it.
 *
 * @example
 * const cache = new Cache(this, 'Cache', { cluster });
 * api.connectTo(cache, (cache) => ({ REDIS_URL: cache.url }));
 */
export class Cache extends Construct implements IBacking<Peer>, IWatchable {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the cache: its `url` begins with `rediss://` and holds no password. */
  public readonly peer: Peer;

  /** Security group of the nodes. */
  public readonly securityGroupId: string;

  /** The raw replication group, to override what the props do not offer. */
  public readonly resource: ElasticacheReplicationGroup;

  private readonly secrets: Readonly<Record<string, Secret>>;
  private readonly securityGroup: BackingSecurityGroup;
  private readonly environment: string;
  private readonly nodes: number;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { cluster, passwordVariable = 'REDIS_PASSWORD', passwordVersion } = props;
    const name = props.name ?? kebabCase(id);
    throwProblems(this, cacheProblems(name, props));
    cluster.reserveName(this, name);

    const password = props.password ?? Secret.named(`${name}-password`);
    const cacheName = cloudName(cluster.environment, name);
    this.securityGroup = new BackingSecurityGroup(this, 'SecurityGroup', {
      network: cluster.network,
      name: cacheName,
      description: `Cache ${cacheName}`,
    });
    const login = new CacheLogin(this, 'Login', {
      name: cacheName,
      passwordArn: cluster.secrets?.arnOf(password) ?? '',
      passwordVersion: passwordVersion ?? cluster.secrets?.versionIdOf?.(password),
      acceptsPrevious: props.acceptsPreviousPassword ?? false,
    });
    this.resource = this.createReplicationGroup(cacheName, props, login);

    const host = this.resource.primaryEndpointAddress;
    this.name = name;
    this.environment = cluster.environment;
    this.nodes = props.nodes ?? 2;
    this.peer = { name, host, port: cachePort, url: `rediss://${host}:${cachePort}` };
    this.securityGroupId = this.securityGroup.securityGroupId;
    this.secrets = { [passwordVariable]: password };
  }

  /** Opens the way from a service to the cache and hands it the password; its `connectTo` calls this. */
  public attachTo(caller: FargateService): void {
    caller.use(this, {
      port: { group: this.securityGroup, number: cachePort },
      secrets: this.secrets,
      waitsFor: [this.resource],
    });
  }

  /** Tells what its alarms must know of it; Alarms calls this for everything that it watches. */
  public watchedBy(watcher: Watcher): void {
    const { name, environment, nodes, resource: ready } = this;
    watcher.watchCache({ name, environment, nodes, ready, id: cloudName(environment, name) });
  }

  private createReplicationGroup(
    name: string,
    props: CacheProps,
    login: CacheLogin,
  ): ElasticacheReplicationGroup {
    const { cluster, nodes = 2, nodeType = 'cache.t4g.micro', snapshotRetentionDays = 7 } = props;
    return new ElasticacheReplicationGroup(this, 'Resource', {
      replicationGroupId: name,
      description: `Cache ${name}`,
      engine: 'valkey',
      engineVersion: '8.1',
      clusterMode: 'disabled',
      nodeType,
      numCacheClusters: nodes,
      automaticFailoverEnabled: nodes > 1,
      multiAzEnabled: nodes > 1,
      dataTieringEnabled: false,
      port: cachePort,
      networkType: 'ipv4',
      ipDiscovery: 'ipv4',
      subnetGroupName: this.createSubnetGroup(name, cluster).name,
      parameterGroupName: this.createParameterGroup(name).name,
      securityGroupIds: [this.securityGroup.securityGroupId],
      atRestEncryptionEnabled: 'true',
      kmsKeyId: props.kmsKeyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      userGroupIds: [login.userGroupId],
      snapshotRetentionLimit: snapshotRetentionDays,
      snapshotWindow: '03:00-04:00',
      maintenanceWindow: 'sun:05:00-sun:06:00',
      // an upgrade by AWS would read as a downgrade in the next plan, which replaces the cache
      autoMinorVersionUpgrade: 'false',
      // a change that waits for the window would be planned again until then
      applyImmediately: true,
      tags: { Name: name },
      dependsOn: [login.ready],
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
    });
  }

  private createSubnetGroup(name: string, { network }: ICluster): ElasticacheSubnetGroup {
    return new ElasticacheSubnetGroup(this, 'Subnets', {
      name,
      description: `Private subnets of ${name}`,
      subnetIds: taskSubnetIds(network),
    });
  }

  private createParameterGroup(name: string): ElasticacheParameterGroup {
    return new ElasticacheParameterGroup(this, 'Parameters', {
      name,
      description: `Settings of ${name}`,
      family: 'valkey8',
      // an error is better than users that vanish: what does not fit is refused
      parameter: [{ name: 'maxmemory-policy', value: 'noeviction' }],
    });
  }
}
