import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import { ExistingNetwork } from './existing-network';
import { placeProblems } from './place';
import { PrivateAccess } from './private-access';
import { capacityOf, subnetRangeProblems } from './subnet-range';

/** A network that services can be put into: a new one, or one that exists. */
export interface INetwork {
  /** Id of the project that the network is in. */
  readonly projectId: string;

  /** Region of the subnet, for example `europe-west1`. */
  readonly location: string;

  /** Id of the VPC: `projects/<project>/global/networks/<name>`. */
  readonly networkId: string;

  /** Id of the subnet that the instances take their addresses from. */
  readonly subnetworkId: string;

  /** IPv4 range of the subnet. */
  readonly cidr: string;

  /** How many instances of all services the subnet has addresses for. */
  readonly maxInstances: number;

  /** What must exist before a service starts: one that starts earlier finds its peers at their public addresses. */
  readonly egressDependencies: readonly ITerraformDependable[];
}

/** Props of Network. */
export interface NetworkProps {
  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /** Id of the project that everything is made in. */
  readonly projectId: string;

  /** Region of the subnet, for example `europe-west1`. Changing it replaces the subnet. */
  readonly location: string;

  /**
   * IPv4 range of the subnet, /26 or larger, with two addresses for each instance. A deployment runs two revisions side
   * by side, and Cloud Run keeps the addresses of the old one for up to 20 minutes: leave twice that. Addresses cost
   * nothing. Changing it replaces the subnet.
   *
   * @default '10.0.0.0/22'
   * @see https://cloud.google.com/run/docs/configuring/vpc-direct-vpc
   */
  readonly cidr?: string;

  /**
   * Instances of all services together, at the most.
   *
   * @default - as many as the range has addresses for
   */
  readonly maxInstances?: number;

  /**
   * What the network is called beside others of the environment: `<environment>-<name>`.
   *
   * @default 'network'
   */
  readonly name?: string;
}

/** Props of Network.fromIds. */
export interface ExistingNetworkProps {
  /** Id of the project that the network is in. */
  readonly projectId: string;

  /** Region of the subnet, for example `europe-west1`. */
  readonly location: string;

  /** Id of the VPC: `projects/<project>/global/networks/<name>`. */
  readonly networkId: string;

  /** Id of a subnet with Private Google Access: `projects/<project>/regions/<region>/subnetworks/<name>`. */
  readonly subnetworkId: string;

  /** IPv4 range of the subnet, /26 or larger. */
  readonly cidr: string;
}

/**
 * A VPC through which services call each other without leaving Google's network.
 *
 * Creates: VPC, one subnet with flow logs, a private zone for `run.app` with its records, the one route that it needs,
 * and a firewall rule that lets nothing in.
 *
 * Safe by default: nothing enters, no route leads to the internet, all flows are noted. The private zone makes a call of
 * one service to another count as internal; without it the callee's front end answers 404.
 *
 * The zone holds for every host below `run.app` on this network, foreign ones too. It costs about 0.20 USD a month
 * (vendor's page "Cloud DNS pricing", 2026-11).
 *
 * @example
 * const network = new Network(this, 'Network', { environment: 'prod', projectId: 'my-project', location: 'europe-west1' });
 */
export class Network extends Construct implements INetwork {
  /** Id of the project that the network is in. */
  public readonly projectId: string;

  /** Region of the subnet. */
  public readonly location: string;

  /** Id of the VPC. */
  public readonly networkId: string;

  /** Id of the subnet that the instances take their addresses from. */
  public readonly subnetworkId: string;

  /** IPv4 range of the subnet. */
  public readonly cidr: string;

  /** How many instances of all services the subnet has addresses for. */
  public readonly maxInstances: number;

  /** What must exist before a service starts. */
  public readonly egressDependencies: readonly ITerraformDependable[];

  /** The raw VPC, to override what the props do not offer. */
  public readonly resource: ComputeNetwork;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { environment, projectId, location, cidr = '10.0.0.0/22', name = 'network' } = props;
    const networkName = cloudName(environment, name);
    throwProblems(this, [
      ...nameProblems('environment', environment),
      ...nameProblems('name', name),
      // the longest name that is made of it is the firewall rule's
      ...lengthProblems([`${networkName}-deny-ingress`], { thing: 'firewall', maxLength: 63 }),
      ...placeProblems({ projectId, location }),
      ...subnetRangeProblems({ cidr, maxInstances: props.maxInstances }),
    ]);

    const vpc = this.createVpc(networkName, projectId);
    const subnet = this.createSubnet(vpc, { networkName, projectId, location, cidr });
    this.denyIngress(vpc, { networkName, projectId });
    const access = new PrivateAccess(this, 'PrivateAccess', {
      networkId: vpc.id,
      projectId,
      name: networkName,
    });

    this.projectId = projectId;
    this.location = location;
    this.networkId = vpc.id;
    this.subnetworkId = subnet.id;
    this.cidr = cidr;
    this.maxInstances = props.maxInstances ?? capacityOf(cidr);
    this.egressDependencies = access.dependencies;
    this.resource = vpc;
  }

  /**
   * A network that exists, with Private Google Access and a private zone that leads `run.app` to private.googleapis.com.
   * Nothing is created or looked up, so that synthesis stays offline.
   *
   * @throws ValidationError when an id or the range cannot be one
   */
  public static fromIds(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  private createVpc(name: string, projectId: string): ComputeNetwork {
    return new ComputeNetwork(this, 'Resource', {
      name,
      project: projectId,
      description: `Services of ${name}`,
      autoCreateSubnetworks: false,
      // the one way out that is needed is a route of its own
      deleteDefaultRoutesOnCreate: true,
      routingMode: 'REGIONAL',
      mtu: 1460,
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
    });
  }

  private createSubnet(vpc: ComputeNetwork, subnet: Subnet): ComputeSubnetwork {
    return new ComputeSubnetwork(this, 'Subnet', {
      name: `${subnet.networkName}-services`,
      project: subnet.projectId,
      region: subnet.location,
      network: vpc.id,
      ipCidrRange: subnet.cidr,
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
      privateIpGoogleAccess: true,
      logConfig: {
        aggregationInterval: 'INTERVAL_10_MIN',
        flowSampling: 0.5,
        metadata: 'INCLUDE_ALL_METADATA',
      },
    });
  }

  /** SECURITY(CIS 3.6): a network lets nothing in by itself; this says so, and notes who tried. */
  private denyIngress(vpc: ComputeNetwork, names: Pick<Subnet, 'networkName' | 'projectId'>): void {
    new ComputeFirewall(this, 'DenyIngress', {
      name: `${names.networkName}-deny-ingress`,
      project: names.projectId,
      network: vpc.id,
      description: 'Nothing enters: instances of Cloud Run only call out',
      direction: 'INGRESS',
      priority: 65534,
      disabled: false,
      sourceRanges: ['0.0.0.0/0'],
      deny: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}

interface Subnet {
  readonly networkName: string;
  readonly projectId: string;
  readonly location: string;
  readonly cidr: string;
}
