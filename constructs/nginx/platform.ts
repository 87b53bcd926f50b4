import { known } from '../core/known';
import { RateLimit, rateLimitProblems } from '../core/rate-limit';
import { problemsOf, type Rule, shown } from '../core/validation';

/** Where nginx may write, and what the image of the reverse proxy owns and declares as a volume. */
export const proxyDirectory = '/var/lib/reverse-proxy';

/** Port that the reverse proxy serves plain HTTP on, on every platform. */
export const proxyPort = 8080;

/** Port that the reverse proxy serves HTTPS on where it ends TLS itself. */
export const proxyTlsPort = 8443;

/** Port that the reverse proxy serves its metrics on, where anything could ask for them. */
export const proxyMetricsPort = 9090;

/** What one client may ask for behind a balancer: some thirty page views a second, and 400 files at once. */
export const defaultRateLimit = RateLimit.perClient({ requestsPerSecond: 100, burst: 400 });

/**
 * The same on Docker, where whoever comes through a published port has one address, the engine's: ten times as much, more
 * than a test suite asks for one by one and far less than a measurement does.
 */
export const defaultDockerRateLimit = RateLimit.perClient({ requestsPerSecond: 1000, burst: 2000 });

/**
 * How requests come in.
 *
 * - `http`: one plain listener on 8080 behind a hop that ends TLS and says so in `schemeHeader`
 * - `https-self-signed`: TLS on 8443 with a certificate that is made at the first start; 8080 redirects to it
 */
export type ProxyListeners = 'http' | 'https-self-signed';

/** Everything about a platform that the rendered configuration depends on, written out. */
export interface ProxyPlatform {
  /** How requests come in. */
  readonly listeners: ProxyListeners;

  /** Port under which the public reaches HTTPS; it stands in redirects unless it is 443. */
  readonly publicPort: number;

  /**
   * Address of the DNS server that is asked again and again for the upstreams, or undefined where their names are
   * static: Service Connect's names stand in /etc/hosts, which nginx's resolver never reads.
   */
  readonly resolver: string | undefined;

  /** Address ranges of the hops in front, the only ones whose client address and scheme are believed. */
  readonly trustedProxies: readonly string[];

  /** Header in which the hop in front passes on the client's address. */
  readonly clientAddressHeader: string;

  /** Header in which the hop that ends TLS passes on the scheme that the client came with. */
  readonly schemeHeader: string;

  /**
   * Which entry of the client address header counts: the `last`, written by the hop in front, or the `last-untrusted`
   * one, for several trusted hops in a row.
   */
  readonly clientAddressEntry: 'last' | 'last-untrusted';

  /** How fast one client may ask for all routes together that have no limit of their own. */
  readonly rateLimit: RateLimit;

  /** Port of the metrics, or undefined where only one port can be reached and nobody could ask for them. */
  readonly metricsPort: number | undefined;

  /** Longest idle time of a connection to an upstream; each upstream's own idle timeout can only shorten it. */
  readonly upstreamIdleSeconds: number;

  /** Seconds from the stop signal to the platform's kill. */
  readonly stopSeconds: number;

  /** Seconds that /readyz says 503 while everything is still answered, for the hop in front to look away. */
  readonly readinessSeconds: number;

  /** Seconds that requests in flight get to finish once the proxy stops accepting. */
  readonly drainSeconds: number;

  /** The one directory that can be written. */
  readonly writableDirectory: string;
}

/** What differs from one deployment on ECS to the next. */
export interface EcsPlatformOptions {
  /**
   * Address ranges of the balancer in front: the VPC's, plus those of a content delivery network before it. They are
   * compressed into the configuration, so they must be known at synth.
   */
  readonly trustedProxies: readonly string[];

  /**
   * Whether a trusted hop stands in front of the balancer, as with a CloudFront VPC origin. The client's address is then
   * the last one that is not trusted instead of simply the last one.
   *
   * @default false
   */
  readonly chainedProxies?: boolean;

  /**
   * Header that says which scheme the client came with. A balancer writes its own into `X-Forwarded-Proto`, so that a
   * hop before it that ends TLS must say so in another one.
   *
   * @default 'X-Forwarded-Proto'
   */
  readonly schemeHeader?: string;

  /**
   * How fast one client may ask. Each replica counts for itself.
   *
   * @default RateLimit.perClient({ requestsPerSecond: 100, burst: 400 })
   */
  readonly rateLimit?: RateLimit;
}

/** What differs from one Docker engine to the next. */
export interface DockerPlatformOptions {
  /**
   * Port of the host that HTTPS is published on.
   *
   * @default 8443
   */
  readonly publicPort?: number;

  /**
   * How fast one client may ask. Each replica counts for itself.
   *
   * @default RateLimit.perClient({ requestsPerSecond: 1000, burst: 2000 })
   */
  readonly rateLimit?: RateLimit;
}

/** ECS Fargate behind an Application Load Balancer: plain HTTP, static names of Service Connect. */
export function ecsPlatform(options: EcsPlatformOptions): ProxyPlatform {
  return {
    ...commonPlatform,
    listeners: 'http',
    publicPort: 443,
    resolver: undefined,
    trustedProxies: options.trustedProxies,
    schemeHeader: options.schemeHeader ?? commonPlatform.schemeHeader,
    clientAddressEntry: options.chainedProxies === true ? 'last-untrusted' : 'last',
    rateLimit: options.rateLimit ?? defaultRateLimit,
    // a balancer may go on sending for a few seconds after the signal; both end before the 30 s are over
    readinessSeconds: 5,
    drainSeconds: 20,
  };
}

/** A Docker engine: HTTPS with a certificate of its own, names followed through the engine's DNS. */
export function dockerPlatform(options: DockerPlatformOptions = {}): ProxyPlatform {
  return {
    ...commonPlatform,
    listeners: 'https-self-signed',
    publicPort: options.publicPort ?? proxyTlsPort,
    resolver: '127.0.0.11',
    trustedProxies: [],
    clientAddressEntry: 'last',
    rateLimit: options.rateLimit ?? defaultDockerRateLimit,
  };
}

/** Every problem of a platform record. */
export function platformProblems(platform: ProxyPlatform): string[] {
  return [
    ...problemsOf(platform, rules),
    ...trustedProxyProblems(platform),
    ...rateLimitProblems('', platform.rateLimit),
  ];
}

/** Whether a text is an IPv4 or IPv6 address or range that nginx reads, and nothing that could end a directive. */
export function isAddressRange(range: string): boolean {
  return /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(\/\d{1,3})?$/.test(range);
}

/** What all platforms have in common; some change a part of it. */
export const commonPlatform = {
  clientAddressHeader: 'X-Forwarded-For',
  schemeHeader: 'X-Forwarded-Proto',
  metricsPort: proxyMetricsPort,
  upstreamIdleSeconds: 60,
  stopSeconds: 30,
  readinessSeconds: 1,
  // with the second before it, below the 10 s in which every service ends
  drainSeconds: 8,
  writableDirectory: proxyDirectory,
} as const;

const rules: readonly Rule<ProxyPlatform>[] = [
  {
    broken: ({ publicPort }) => !wholeNumber(publicPort, 1, 65535),
    message: ({ publicPort }) =>
      `'publicPort' must be a whole number from 1 to 65535, got ${shown(publicPort)}; use the port that the public reaches`,
  },
  {
    broken: ({ resolver }) => resolver !== undefined && !/^[0-9.]+(:\d+)?$/.test(resolver),
    message: ({ resolver }) =>
      `'resolver' must be an IPv4 address, got ${shown(resolver)}; use for example '127.0.0.11'`,
  },
  ...(['clientAddressHeader', 'schemeHeader'] as const).map((prop): Rule<ProxyPlatform> => ({
    broken: ({ [prop]: name }) => !/^[A-Za-z][A-Za-z0-9-]*$/.test(name),
    message: ({ [prop]: name }) =>
      `'${prop}' must be a header name, got ${shown(name)}; use for example '${commonPlatform[prop]}'`,
  })),
  {
    broken: ({ metricsPort }) =>
      metricsPort !== undefined &&
      (!wholeNumber(metricsPort, 1024, 65535) || [proxyPort, proxyTlsPort].includes(metricsPort)),
    message: ({ metricsPort }) =>
      `'metricsPort' must be a whole number from 1024 to 65535 other than ${proxyPort} and ${proxyTlsPort}, got ${shown(metricsPort)}; use for example ${proxyMetricsPort}`,
  },
  {
    broken: ({ upstreamIdleSeconds }) => !wholeNumber(upstreamIdleSeconds, 1, 3600),
    message: ({ upstreamIdleSeconds }) =>
      `'upstreamIdleSeconds' must be a whole number from 1 to 3600, got ${shown(upstreamIdleSeconds)}; use for example 60`,
  },
  {
    broken: ({ drainSeconds, readinessSeconds, stopSeconds }) =>
      !wholeNumber(readinessSeconds, 0, stopSeconds) ||
      !wholeNumber(drainSeconds, 1, stopSeconds - readinessSeconds - 1),
    message: ({ drainSeconds, readinessSeconds, stopSeconds }) =>
      `'drainSeconds' must be a whole number of at least 1 and end ${readinessSeconds + 1} s before 'stopSeconds' (${shown(stopSeconds)}), got ${shown(drainSeconds)}; lower 'drainSeconds'`,
  },
  {
    broken: ({ writableDirectory }) => !/^(\/[A-Za-z0-9._-]+)+$/.test(writableDirectory),
    message: ({ writableDirectory }) =>
      `'writableDirectory' must be an absolute directory of letters, digits, '.', '_' and '-', got ${shown(writableDirectory)}; use for example '${proxyDirectory}'`,
  },
  {
    broken: ({ listeners, trustedProxies }) => listeners === 'http' && trustedProxies.length === 0,
    message: () =>
      `'trustedProxies' is empty, so no request would count as HTTPS and each would be redirected forever; name the ranges of the balancer in front`,
  },
];

function trustedProxyProblems({ trustedProxies }: ProxyPlatform): string[] {
  return trustedProxies.flatMap((range) => {
    if (!known(range)) {
      return [
        `'trustedProxies' holds a value that only the deployment knows, which cannot be compressed into the configuration; give the range as text`,
      ];
    }
    if (isAddressRange(range)) return [];
    return [
      `'trustedProxies' needs address ranges, got ${shown(range)}; use for example '10.0.0.0/16'`,
    ];
  });
}

function wholeNumber(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
