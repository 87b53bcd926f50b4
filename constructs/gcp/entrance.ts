import { known } from '../core/known';
import { shown } from '../core/validation';
import { isAddressRange } from '../nginx/platform';
import type { Domain } from './domain';
import type { LoadBalancerProps } from './load-balancer';

/** What may be said of the load balancer that a domain brings along. */
type BalancerOptions = Omit<LoadBalancerProps, 'domain' | 'environment' | 'name' | 'projectId'>;

/** Options of Entrance.domain: the domain, and what its load balancer does. */
export interface DomainEntranceOptions extends Domain, BalancerOptions {
  /**
   * What the balancer is called: `<environment>-<balancerName>`. Changing it replaces the balancer and its address.
   *
   * @default 'public'
   */
  readonly balancerName?: string;
}

/** A load balancer that somebody else looks after. */
export interface ExistingEntrance {
  /** URL that the public uses, for example `https://app.example.org`. */
  readonly url: string;

  /**
   * Addresses of the balancer, which adds its own to the client's: without them every client would seem to be the
   * balancer, and share one rate limit. At most one that only the deployment knows.
   */
  readonly addresses: readonly string[];
}

/**
 * How the public comes in.
 *
 * @example
 * const entrance = Entrance.domain({ name: 'app.example.org', zoneName: 'example.org' });
 */
export class Entrance {
  private constructor(
    /** What stands in front of the proxy: nothing, a load balancer of its own, or one that exists. */
    public readonly kind: 'own' | 'domain' | 'existing',
    /** Host names, for `domain`. */
    public readonly names: Domain | undefined,
    /** What else is said of the balancer, for `domain`. */
    public readonly options: BalancerOptions & Pick<LoadBalancerProps, 'name'>,
    /** The balancer, for `existing`. */
    public readonly balancer: ExistingEntrance | undefined,
  ) {}

  /** At the proxy's own run.app address, which has HTTPS at once and costs nothing. */
  public static own(): Entrance {
    return new Entrance('own', undefined, {}, undefined);
  }

  /** At a host name of one's own: a LoadBalancer is made, and the run.app address answers nobody. */
  public static domain(options: DomainEntranceOptions): Entrance {
    const { name, zoneName, managedZone, alternativeNames, balancerName, ...balancer } = options;
    const names = { name, zoneName, managedZone, alternativeNames };
    return new Entrance('domain', names, { ...balancer, name: balancerName }, undefined);
  }

  /** Through a load balancer that exists and is led to the proxy by whoever made it. */
  public static existing(balancer: ExistingEntrance): Entrance {
    return new Entrance('existing', undefined, {}, balancer);
  }
}

/** What is wrong with an entrance alone; the LoadBalancer of a domain judges the rest itself. */
export function entranceProblems({ balancer }: Entrance): string[] {
  if (!balancer) return [];
  const { addresses, url } = balancer;
  const unknown = addresses.filter((address) => !known(address)).length;
  return [
    ...(known(url) && !/^https:\/\/[a-z0-9.-]+$/.test(url)
      ? [
          `'entrance' needs the URL of a host over HTTPS, got ${shown(url)}; use for example 'https://app.example.org'`,
        ]
      : []),
    ...(addresses.length === 0
      ? [
          `'entrance' has no address of its load balancer, so that every client would seem to be the balancer; give it, for example { addresses: ['203.0.113.7'] }`,
        ]
      : []),
    ...(unknown > 1
      ? [
          `'entrance' has ${unknown} addresses that only the deployment knows, and one can be handed over; give the others as text`,
        ]
      : []),
    ...addresses
      .filter((address) => known(address) && (!isAddressRange(address) || /\/0+$/.test(address)))
      .map(
        (address) =>
          `'entrance' needs addresses of its load balancer, got ${shown(address)}; use for example '203.0.113.7'`,
      ),
  ];
}
