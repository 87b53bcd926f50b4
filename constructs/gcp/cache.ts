import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { MemorystoreInstance } from '@cdktf/provider-google/lib/memorystore-instance';
import { type ITerraformDependable, Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import { cachePort } from '../core/backing';
import type { Peer } from '../core/connection';
import { known } from '../core/known';
import { cloudName, kebabCase, lengthProblems, nameProblems } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import type { IBacking } from './backing';
import { cacheConnectionsOf } from './cache-connections';
import type { CloudRunService } from './cloud-run-service';
import type { Region } from './region';

/** Props of Cache. */
export interface CacheProps {
  /** Region of the cache and its callers; the cache takes addresses of its subnet. */
  readonly region: Region;

  /**
   * Name of the backing. The instance is called `<environment>-<name>`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * Size of a node: `SHARED_CORE_NANO` holds about 1 GB and has no service level, `STANDARD_SMALL` 5 GB,
   * `HIGHMEM_MEDIUM` 10 GB, `HIGHMEM_XLARGE` 46 GB.
   *
   * @default 'STANDARD_SMALL'
   * @see https://cloud.google.com/memorystore/docs/valkey/instance-node-specification
   */
  readonly nodeType?: CacheNodeType;

  /**
   * Nodes, 1 to 3, each in another zone: one takes writes, the others are copies. With one, a failure of it or its zone
   * empties the cache.
   *
   * @default 2
   */
  readonly nodes?: number;

  /**
   * The one zone that all nodes are in, for example `europe-west1-b`. Changing it replaces the cache.
   *
   * @default - the nodes are spread over zones
   */
  readonly zone?: string;

  /**
   * What the cache forgets when it is full: nothing, so that writes fail, or what was not used for longest.
   *
   * @default 'noeviction'
   */
  readonly eviction?: 'allkeys-lru' | 'noeviction' | 'volatile-lru';

  /**
   * Whether the network lets Memorystore connect already, by a service connection policy of the class `gcp-memorystore`.
   * There can be only one in a network and region.
   *
   * @default false
   */
  readonly existingConnectionPolicy?: boolean;

  /**
   * Whether Google refuses to delete the cache. Turning it off takes an apply of its own, before the destroy.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** Sizes of a node. */
export type CacheNodeType =
  'HIGHMEM_MEDIUM' | 'HIGHMEM_XLARGE' | 'SHARED_CORE_NANO' | 'STANDARD_SMALL';

/**
 * A Valkey cache of Memorystore that only its callers reach.
 *
 * Creates: instance, one service connection policy for all caches of the region, and two firewall rules.
 *
 * Safe by default: an address inside the network alone, which nothing may call but the services that were connected to
 * it; a copy in another zone; deletion protection. It asks for no password and speaks no TLS of its own: a password of
 * Memorystore is a token that ends after an hour, which applications would have to fetch from Google, and its
 * certificate comes from an authority that no image knows (ADR 0021). Google encrypts what crosses its network.
 *
 * @example
 * const cache = new Cache(this, 'Cache', { region });
 * api.connectTo(cache, (cache) => ({ REDIS_URL: cache.url }));
 */
export class Cache extends Construct implements IBacking<Peer> {
  /** Region of the cache and its callers. */
  public readonly region: Region;

  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the cache: `redis://<address>:6379`. */
  public readonly peer: Peer;

  /** The raw instance, to override what the props do not offer. */
  public readonly resource: MemorystoreInstance;

  private readonly clientTag: string;
  private readonly opened: ITerraformDependable;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { region } = props;
    const name = props.name ?? kebabCase(id);
    const instanceId = cloudName(region.environment, name);
    throwProblems(this, [
      ...nameProblems('name', name),
      // the longest name that is made of it is a firewall rule's
      ...lengthProblems([`${instanceId}-allow-clients`], { thing: 'firewall', maxLength: 63 }),
      ...problemsOf(props, rules),
    ]);

    this.region = region;
    this.clientTag = `${instanceId}-client`;
    this.resource = this.createInstance(instanceId, props);
    this.opened = this.createFirewall(instanceId);

    this.name = name;
    // a token, since a text of this form would be escaped in a variable
    const host = Lazy.stringValue({ produce: () => primaryAddress(this.resource) });
    this.peer = { name, host, port: cachePort, url: `redis://${host}:${cachePort}` };
  }

  /** Opens the way from a service to the cache; the service's `connectTo` calls this. */
  public attachTo(caller: CloudRunService): void {
    caller.attach({
      region: this.region,
      startsAfter: [this.opened],
      networkTags: [this.clientTag],
    });
  }

  private createInstance(instanceId: string, props: CacheProps): MemorystoreInstance {
    const { region, zone, nodes = 2, deletionProtection = true } = props;
    const { network } = region;
    return new MemorystoreInstance(this, 'Resource', {
      instanceId,
      project: region.projectId,
      location: region.location,
      mode: 'CLUSTER_DISABLED',
      shardCount: 1,
      replicaCount: nodes - 1,
      nodeType: props.nodeType ?? 'STANDARD_SMALL',
      engineVersion: 'VALKEY_8_0',
      engineConfigs: { 'maxmemory-policy': props.eviction ?? 'noeviction' },
      zoneDistributionConfig:
        zone === undefined ? { mode: 'MULTI_ZONE' } : { mode: 'SINGLE_ZONE', zone },
      authorizationMode: 'AUTH_DISABLED',
      transitEncryptionMode: 'TRANSIT_ENCRYPTION_DISABLED',
      persistenceConfig: { mode: 'DISABLED' },
      maintenancePolicy: {
        weeklyMaintenanceWindow: [
          { day: 'SUNDAY', startTime: { hours: 3, minutes: 0, seconds: 0, nanos: 0 } },
        ],
      },
      desiredAutoCreatedEndpoints: [{ projectId: network.projectId, network: network.networkId }],
      deletionProtectionEnabled: deletionProtection,
      labels: { environment: region.environment },
      dependsOn: props.existingConnectionPolicy === true ? [] : [cacheConnectionsOf(region)],
    });
  }

  /**
   * SECURITY(least reachability): who calls the cache proves nothing, so that the network shuts its addresses for all and opens
   * them for the tag of its callers. Rules of egress hold for addresses of this kind, rules of ingress do not.
   *
   * @see https://cloud.google.com/vpc/docs/about-accessing-vpc-hosted-services-endpoints
   */
  private createFirewall(instanceId: string): ITerraformDependable {
    const { network } = this.region;
    const rule = {
      project: network.projectId,
      network: network.networkId,
      direction: 'EGRESS',
      disabled: false,
      // the copies have addresses too
      destinationRanges: Token.asList(
        `\${formatlist("%s/32", ${everyConnection(this.resource, 'ip_address')})}`,
      ),
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    };
    new ComputeFirewall(this, 'DenyOthers', {
      ...rule,
      name: `${instanceId}-deny-others`,
      description: `Nobody reaches the cache ${instanceId}`,
      priority: 1000,
      deny: [{ protocol: 'all' }],
    });
    return new ComputeFirewall(this, 'AllowClients', {
      ...rule,
      name: `${instanceId}-allow-clients`,
      description: `But those that were connected to ${instanceId}`,
      priority: 900,
      targetTags: [this.clientTag],
      allow: [{ protocol: 'tcp', ports: [String(cachePort)] }],
    });
  }
}

/** One attribute of all connections, as an expression: one for writes, and one for reads where there are copies. */
function everyConnection({ fqn }: MemorystoreInstance, attribute: string): string {
  return `flatten(${fqn}.endpoints[*].connections[*].psc_auto_connection[*].${attribute})`;
}

/** The address that takes writes, whichever place it has among the connections. */
function primaryAddress(instance: MemorystoreInstance): string {
  const types = everyConnection(instance, 'connection_type');
  const addresses = everyConnection(instance, 'ip_address');
  return `\${zipmap(${types}, ${addresses})["CONNECTION_TYPE_PRIMARY"]}`;
}

const rules: readonly Rule<CacheProps>[] = [
  {
    broken: ({ nodes = 2 }) => known(nodes) && (!Number.isInteger(nodes) || nodes < 1 || nodes > 3),
    message: ({ nodes }) =>
      `'nodes' must be 1, 2 or 3, got ${shown(nodes)}; 2 survive the loss of a zone`,
  },
  {
    broken: ({ nodes }) => nodes !== undefined && !known(nodes),
    message: () =>
      `'nodes' must be a plain number, got a value that only Terraform knows; Memorystore counts the copies, which is one less`,
  },
  {
    broken: ({ zone, region }) =>
      known(zone) && known(region.location) && !zone.startsWith(`${region.location}-`),
    message: ({ zone, region }) =>
      `'zone' must be one of the region '${region.location}', got ${shown(zone)}; use for example '${region.location}-b'`,
  },
];
