import { ComputeManagedSslCertificate } from '@cdktf/provider-google/lib/compute-managed-ssl-certificate';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { replaceableName } from './replaceable-name';

/** What an HTTPS proxy proves its names with. */
export type CertificateSource =
  { readonly sslCertificates: string[] } | { readonly certificateMap: string };

/** Props of Certificates. */
export interface CertificatesProps {
  /** Id of the balancer's project. */
  readonly projectId: string;

  /** Cloud name of the balancer, which starts every name. */
  readonly balancerName: string;

  /** Host names, each of which gets a certificate. */
  readonly hostNames: readonly string[];
}

/**
 * Certificates that Google makes and renews as long as the names lead to the balancer. One for each name, so that another
 * name never replaces a certificate that is in use: a new one serves only once Google has seen the name lead here, which
 * can take an hour (ADR 0023).
 *
 * Creates: one managed certificate for each name.
 */
export class Certificates extends Construct {
  /** What the HTTPS proxy takes. */
  public readonly source: CertificateSource;

  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { projectId, balancerName, hostNames } = props;
    const certificates = hostNames.map(
      (hostName) =>
        new ComputeManagedSslCertificate(this, pascalCase(hostName), {
          name: replaceableName(balancerName, { hostName, projectId }),
          project: projectId,
          description: hostName,
          type: 'MANAGED',
          managed: { domains: [hostName] },
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    this.source = { sslCertificates: certificates.map((certificate) => certificate.id) };
  }
}
