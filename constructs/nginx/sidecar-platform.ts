import { proxyDirectory } from './platform';

/** Everything about the place that a sidecar runs in, written out. */
export interface SidecarPlatform {
  /** Address of the DNS server that is asked again and again for the callees. */
  readonly resolver: string;

  /** Address of the metadata server, with a port unless it is 80. */
  readonly metadataHost: string;

  /** Port under which callees speak HTTPS. */
  readonly upstreamPort: number;

  /** File with the certificates that a callee's certificate must lead to. */
  readonly trustedCertificates: string;

  /** Seconds that requests in flight get to finish once the sidecar is told to stop. */
  readonly drainSeconds: number;

  /** The one directory that can be written. */
  readonly writableDirectory: string;
}

/** Port that answers `GET /healthz`, for the startup probe, which comes from outside the container. */
export const sidecarHealthPort = 15020;

/**
 * Cloud Run: names and identity come from the metadata server.
 *
 * @see https://cloud.google.com/run/docs/container-contract#metadata-server
 */
export function cloudRunSidecarPlatform(): SidecarPlatform {
  return {
    resolver: '169.254.169.254',
    metadataHost: '169.254.169.254',
    upstreamPort: 443,
    trustedCertificates: '/etc/ssl/certs/ca-certificates.crt',
    // within the 10 s that Cloud Run gives
    drainSeconds: 8,
    writableDirectory: proxyDirectory,
  };
}
