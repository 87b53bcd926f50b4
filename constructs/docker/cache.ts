import { Construct } from 'constructs';
import { cacheByName, cachePort } from '../core/backing';
import type { Peer } from '../core/connection';
import type { Image } from '../core/image';
import { kebabCase } from '../core/naming';
import type { Workload } from '../core/workload';
import type { IBacking } from './backing';
import { ContainerService } from './container-service';
import type { INetwork } from './network';

/** Props of Cache. */
export interface CacheProps {
  /** Network that the cache and its callers are part of. */
  readonly network: INetwork;

  /** Image of the cache, built from `services/cache`, or one that runs Valkey or Redis likewise. */
  readonly image: Image;

  /**
   * Discovery name: callers find `redis://<name>:6379`.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * CPUs that the container may use at most.
   *
   * @default 0.25
   */
  readonly cpus?: number;

  /**
   * MiB of memory that the container may use at most. The image limits what is stored to 96 MiB.
   *
   * @default 128
   */
  readonly memoryMiB?: number;
}

/**
 * A Valkey cache on a Docker engine.
 *
 * Creates: one ContainerService without a volume: what the cache holds is gone when it stops.
 *
 * Safe by default: no network but those of its callers, read-only root, numeric user, bounded memory. It asks for no
 * password: nobody but its callers has a way to it.
 *
 * @example
 * const cache = new Cache(this, 'Cache', { network, image: Image.fromFolder('services/cache') });
 * api.connectTo(cache, (cache) => ({ REDIS_URL: cache.url }));
 */
export class Cache extends Construct implements IBacking<Peer> {
  /** Name of the backing. */
  public readonly name: string;

  /** What callers learn of the cache. */
  public readonly peer: Peer;

  /** The service that runs the cache. */
  public readonly service: ContainerService;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { network, image, cpus = 0.25, memoryMiB = 128 } = props;
    const name = props.name ?? kebabCase(id);

    this.service = new ContainerService(this, 'Service', {
      network,
      workload: cacheWorkload(image),
      name,
      cpus,
      memoryMiB,
    });

    this.name = name;
    this.peer = cacheByName(name);
  }

  /** Opens the way from a service to the cache; the service's `connectTo` calls this. */
  public attachTo(caller: ContainerService): void {
    caller.connectTo(this.service);
  }
}

/** The cache as a container. */
export function cacheWorkload(image: Image): Workload {
  return {
    image,
    port: cachePort,
    // a cache speaks no HTTP: the command alone asks
    health: { path: '/', command: ['/usr/local/bin/valkey-cli', 'ping'] },
    // the user of the public image
    user: 999,
    shutdownSeconds: 10,
  };
}
