import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import type { ExistingNetworkProps, INetwork } from './network';
import { placeProblems } from './place';
import { capacityOf, subnetRangeProblems } from './subnet-range';

/** A network that exists: only its ids are used, nothing is made and nothing is looked up. */
export class ExistingNetwork extends Construct implements INetwork {
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
  public readonly egressDependencies: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const { projectId, location, networkId, subnetworkId, cidr } = props;
    throwProblems(this, [
      ...placeProblems(props),
      ...problemsOf(props, rules),
      ...subnetRangeProblems({ cidr, maxInstances: undefined }),
    ]);

    this.projectId = projectId;
    this.location = location;
    this.networkId = networkId;
    this.subnetworkId = subnetworkId;
    this.cidr = cidr;
    this.maxInstances = known(cidr) ? capacityOf(cidr) : Number.MAX_SAFE_INTEGER;
  }
}

const rules: readonly Rule<ExistingNetworkProps>[] = [
  {
    broken: ({ networkId }) =>
      known(networkId) && !/^projects\/[^/]+\/global\/networks\/[a-z][a-z0-9-]*$/.test(networkId),
    message: ({ networkId }) =>
      `'networkId' must be the id of a VPC, got ${shown(networkId)}; use for example 'projects/my-project/global/networks/main'`,
  },
  {
    broken: ({ subnetworkId }) =>
      known(subnetworkId) &&
      !/^projects\/[^/]+\/regions\/[^/]+\/subnetworks\/[a-z][a-z0-9-]*$/.test(subnetworkId),
    message: ({ subnetworkId }) =>
      `'subnetworkId' must be the id of a subnet, got ${shown(subnetworkId)}; use for example 'projects/my-project/regions/europe-west1/subnetworks/main'`,
  },
  {
    broken: ({ location, subnetworkId }) =>
      known(location) &&
      known(subnetworkId) &&
      subnetworkId.includes('/regions/') &&
      !subnetworkId.includes(`/regions/${location}/`),
    message: ({ location, subnetworkId }) =>
      `'subnetworkId' must be in 'location' (${shown(location)}), got ${shown(subnetworkId)}; name a subnet of that region`,
  },
];
