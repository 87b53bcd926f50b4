import { known } from '../core/known';
import type { RateLimit } from '../core/rate-limit';
import { commonPlatform, defaultRateLimit, type ProxyPlatform } from './platform';

/** What differs from one deployment on Cloud Run to the next. */
export interface CloudRunPlatformOptions {
  /**
   * Addresses of an external load balancer in front, which adds its own to the client's in `X-Forwarded-For`. One that
   * only the deployment knows comes in the variable `BALANCER_ADDRESS`.
   *
   * @default - clients reach Cloud Run's own front end, which adds the client's address last
   */
  readonly balancerAddresses?: readonly string[];

  /**
   * How fast one client may ask. Each replica counts for itself.
   *
   * @default RateLimit.perClient({ requestsPerSecond: 100, burst: 400 })
   */
  readonly rateLimit?: RateLimit;
}

/** Variable in which the image expects the address of a balancer that only the deployment knows. */
export const balancerVariable = 'BALANCER_ADDRESS';

/**
 * Stands in the configuration for that address, which cannot be compressed into it; the entrypoint puts the real one there.
 * It belongs to nobody (RFC 5737).
 */
export const deployedBalancer = '192.0.2.80';

/**
 * Cloud Run: TLS ends in Google's front end, and every service is reached through a sidecar on the loopback address, so
 * that no name changes. Stopping takes at most 10 s, and the front end has looked away before the signal.
 *
 * Nothing but the front end reaches the container, since Cloud Run lets nothing in through a VPC, so that its word is
 * believed wherever it seems to come from: a range that missed it would redirect forever. With a balancer in front the
 * last address is the balancer's, and the ranges say where to stop.
 */
export function cloudRunPlatform(options: CloudRunPlatformOptions = {}): ProxyPlatform {
  const balancers = (options.balancerAddresses ?? []).map((address) =>
    known(address) ? address : deployedBalancer,
  );
  return {
    ...commonPlatform,
    listeners: 'http',
    publicPort: 443,
    resolver: undefined,
    trustedProxies: balancers.length === 0 ? ['0.0.0.0/0', '::/0'] : [...sandbox, ...balancers],
    clientAddressEntry: balancers.length === 0 ? 'last' : 'last-untrusted',
    rateLimit: options.rateLimit ?? defaultRateLimit,
    // one port of an instance can be reached, and that is the public one
    metricsPort: undefined,
    stopSeconds: 10,
    readinessSeconds: 0,
    drainSeconds: 8,
  };
}

/** Where Google's front end seems to be from inside a container: 169.254.1.1 was seen, the rest cannot be anybody else. */
const sandbox = ['169.254.0.0/16', '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
