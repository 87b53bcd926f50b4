import { ComputeGlobalForwardingRule } from '@cdktf/provider-google/lib/compute-global-forwarding-rule';
import { ComputeSslPolicy } from '@cdktf/provider-google/lib/compute-ssl-policy';
import { ComputeTargetHttpProxy } from '@cdktf/provider-google/lib/compute-target-http-proxy';
import { ComputeTargetHttpsProxy } from '@cdktf/provider-google/lib/compute-target-https-proxy';
import { ComputeUrlMap } from '@cdktf/provider-google/lib/compute-url-map';
import { Construct } from 'constructs';
import type { CertificateSource } from './certificates';
import { replaceableName } from './replaceable-name';

/** What a client may negotiate: TLS 1.2 or newer in both; `RESTRICTED` leaves out more ciphers of 1.2. */
export type TlsPolicy = 'MODERN' | 'RESTRICTED';

/** Props of Listeners. */
export interface ListenersProps {
  /** Id of the balancer's project. */
  readonly projectId: string;

  /** Cloud name of the balancer, which starts every name. */
  readonly name: string;

  /** The address that both listen at. */
  readonly address: string;

  /** Id of the URL map for HTTPS. */
  readonly urlMapId: string;

  /** What proves the names. */
  readonly certificates: CertificateSource;

  /** What a client may negotiate. */
  readonly tlsPolicy: TlsPolicy;
}

/** Seconds after which the balancer closes an idle connection of a client; changing it replaces both proxies. */
const keepAliveSeconds = 610;

/** SECURITY(replay): a request in the first flight of TLS 1.3 could be sent again by whoever saw it. */
const tlsEarlyData = 'DISABLED';

/**
 * Where a balancer listens: on 443 with TLS, and on 80, which only redirects.
 *
 * Creates: two forwarding rules, an HTTPS and an HTTP proxy, a TLS policy, and a URL map that redirects.
 */
export class Listeners extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ListenersProps,
  ) {
    super(scope, id);
    this.listen('Https', '443', this.createHttpsProxy().id);
    this.listen('Http', '80', this.createHttpProxy().id);
  }

  private createHttpsProxy(): ComputeTargetHttpsProxy {
    const { name, projectId, tlsPolicy, urlMapId, certificates } = this.props;
    const policy = new ComputeSslPolicy(this, 'TlsPolicy', {
      name,
      project: projectId,
      description: `What clients of ${name} may negotiate`,
      profile: tlsPolicy,
      minTlsVersion: 'TLS_1_2',
      customFeatures: [],
    });
    return new ComputeTargetHttpsProxy(this, 'HttpsProxy', {
      name: replaceableName(`${name}-https`, { keepAliveSeconds, projectId, tlsEarlyData }),
      project: projectId,
      description: `${name}, over TLS`,
      urlMap: urlMapId,
      ...certificates,
      sslPolicy: policy.id,
      quicOverride: 'NONE',
      tlsEarlyData,
      httpKeepAliveTimeoutSec: keepAliveSeconds,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createHttpProxy(): ComputeTargetHttpProxy {
    const { name, projectId } = this.props;
    const redirect = new ComputeUrlMap(this, 'Redirect', {
      name: `${name}-redirect`,
      project: projectId,
      description: `Sends ${name} to HTTPS`,
      defaultUrlRedirect: {
        httpsRedirect: true,
        redirectResponseCode: 'MOVED_PERMANENTLY_DEFAULT',
        stripQuery: false,
      },
    });
    return new ComputeTargetHttpProxy(this, 'HttpProxy', {
      name: replaceableName(`${name}-http`, { keepAliveSeconds, projectId }),
      project: projectId,
      description: `${name}, which only redirects here`,
      urlMap: redirect.id,
      httpKeepAliveTimeoutSec: keepAliveSeconds,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** The provider's next major version has another scheme as its default, so it is written. */
  private listen(id: string, port: string, target: string): void {
    const { name, projectId, address } = this.props;
    new ComputeGlobalForwardingRule(this, id, {
      name: `${name}-${id.toLowerCase()}`,
      project: projectId,
      description: `Port ${port} of ${name}`,
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      networkTier: 'PREMIUM',
      ipProtocol: 'TCP',
      ipAddress: address,
      portRange: port,
      target,
    });
  }
}
