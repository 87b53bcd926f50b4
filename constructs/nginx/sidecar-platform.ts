import { problemsOf, type Rule, shown } from '../core/validation';
import { proxyDirectory } from './platform';

/** Everything about the place that a sidecar runs in, written out. */
export interface SidecarPlatform {
  /** Address of the metadata server, with a port unless it is 80. */
  readonly metadataHost: string;

  /** Port under which callees speak HTTPS. */
  readonly upstreamPort: number;

  /** File with the certificates that a callee's certificate must lead to. */
  readonly trustedCertificates: string;

  /** Seconds from the stop signal to the platform's kill. */
  readonly stopSeconds: number;

  /**
   * Seconds after the stop signal in which calls are still taken: the application beside the sidecar is told to stop as
   * well and may need a callee to finish its own work.
   */
  readonly lingerSeconds: number;

  /** Seconds that calls in flight get to finish once no more are taken. */
  readonly drainSeconds: number;

  /** The one directory that can be written. */
  readonly writableDirectory: string;
}

/** Port that answers `GET /healthz`, for the startup probe, which comes from outside the container. */
export const sidecarHealthPort = 15020;

/**
 * Cloud Run: identity comes from the metadata server, names from whatever the instance resolves them with.
 *
 * @see https://cloud.google.com/run/docs/container-contract#metadata-server
 */
export function cloudRunSidecarPlatform(): SidecarPlatform {
  return {
    metadataHost: '169.254.169.254',
    upstreamPort: 443,
    trustedCertificates: '/etc/ssl/certs/ca-certificates.crt',
    stopSeconds: 10,
    lingerSeconds: 6,
    drainSeconds: 3,
    writableDirectory: proxyDirectory,
  };
}

/** Every problem of a platform record. */
export function sidecarPlatformProblems(platform: SidecarPlatform): string[] {
  return problemsOf(platform, rules);
}

const path = /^(\/[A-Za-z0-9._-]+)+$/;

const rules: readonly Rule<SidecarPlatform>[] = [
  {
    broken: ({ metadataHost }) =>
      !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/.test(metadataHost),
    message: ({ metadataHost }) =>
      `'metadataHost' must be a host name or an IPv4 address, with a port unless it is 80, got ${shown(metadataHost)}; use for example '169.254.169.254'`,
  },
  {
    broken: ({ upstreamPort }) => !wholeNumber(upstreamPort, 1, 65535),
    message: ({ upstreamPort }) =>
      `'upstreamPort' must be a whole number from 1 to 65535, got ${shown(upstreamPort)}; use for example 443`,
  },
  {
    broken: ({ trustedCertificates }) => !path.test(trustedCertificates),
    message: ({ trustedCertificates }) =>
      `'trustedCertificates' must be an absolute path of letters, digits, '.', '_' and '-', got ${shown(trustedCertificates)}; use for example '/etc/ssl/certs/ca-certificates.crt'`,
  },
  {
    broken: ({ drainSeconds, lingerSeconds, stopSeconds }) =>
      !wholeNumber(lingerSeconds, 0, stopSeconds) ||
      !wholeNumber(drainSeconds, 1, stopSeconds - lingerSeconds - 1),
    message: ({ drainSeconds, lingerSeconds, stopSeconds }) =>
      `'lingerSeconds' and 'drainSeconds' must be whole numbers, the second at least 1, and end together 1 s before 'stopSeconds' (${shown(stopSeconds)}), got ${shown(lingerSeconds)} and ${shown(drainSeconds)}; lower one of them`,
  },
  {
    broken: ({ writableDirectory }) => !path.test(writableDirectory),
    message: ({ writableDirectory }) =>
      `'writableDirectory' must be an absolute directory of letters, digits, '.', '_' and '-', got ${shown(writableDirectory)}; use for example '${proxyDirectory}'`,
  },
];

function wholeNumber(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
