import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/**
 * private.googleapis.com: reaches the services of Google from a VPC, without the internet.
 *
 * @see https://cloud.google.com/vpc/docs/configure-private-google-access
 */
const privateGoogleRange = '199.36.153.8/30';
const privateGoogleAddresses = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];

/** Props of PrivateAccess. */
export interface PrivateAccessProps {
  /** Id of the VPC. */
  readonly networkId: string;

  /** Id of the project that everything is made in. */
  readonly projectId: string;

  /** Cloud name of the network, which starts every name. */
  readonly name: string;
}

/**
 * Leads calls to `run.app` through the VPC, so that the callee's front end sees them as internal.
 *
 * Creates: a private zone for `run.app`, its two records, and the route to the addresses that they name.
 */
export class PrivateAccess extends Construct {
  /** What must exist before the first call. */
  public readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateAccessProps) {
    super(scope, id);
    const { networkId, projectId, name } = props;

    const zone = new DnsManagedZone(this, 'Zone', {
      name: `${name}-run-app`,
      project: projectId,
      dnsName: 'run.app.',
      description: 'Calls from one service to another stay inside the network',
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: networkId }] },
      forceDestroy: false,
    });
    const record = (recordId: string, recordName: string) =>
      new DnsRecordSet(this, recordId, {
        managedZone: zone.name,
        project: projectId,
        name: recordName,
        type: 'A',
        ttl: 300,
        rrdatas: privateGoogleAddresses,
      });
    const route = new ComputeRoute(this, 'Route', {
      name: `${name}-private-google`,
      project: projectId,
      network: networkId,
      description: 'The services of Google, and no other address outside',
      destRange: privateGoogleRange,
      // Google keeps this range inside its own network, whatever the hop is called
      nextHopGateway: 'default-internet-gateway',
      priority: 1000,
    });
    this.dependencies = [record('Apex', 'run.app.'), record('Wildcard', '*.run.app.'), route];
  }
}
