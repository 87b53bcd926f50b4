import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { type EgressTarget, internet } from './egress';
import type { ExistingNetworkProps, INetwork, Reachable } from './network';
import { cidrProblems } from './subnet-plan';

/** A network that exists: only its ids are used, nothing is made and nothing is looked up. */
export class ExistingNetwork extends Construct implements INetwork {
  /** Id of the VPC. */
  public readonly vpcId: string;

  /** IPv4 range of the VPC. */
  public readonly cidr: string;

  /** Subnets of the balancer, one per zone. */
  public readonly publicSubnetIds: readonly string[];

  /** Subnets of the tasks, one per zone. */
  public readonly privateSubnetIds: readonly string[];

  /** Nothing has to be waited for; undefined where the VPC has no internet gateway. */
  public readonly internetGateway: readonly ITerraformDependable[] | undefined;

  /** What every task must be able to reach for its image, its logs and its secrets. */
  public readonly egressTargets: readonly EgressTarget[];

  /** What must exist before a task starts. */
  public readonly egressDependencies: readonly ITerraformDependable[] = [];

  /** What tasks can reach besides each other. */
  public readonly reachable: Reachable;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const egressTargets = props.egressTargets ?? [internet];
    throwProblems(this, [
      ...problemsOf(props, rules),
      ...cidrProblems(props.cidr),
      ...targetProblems(egressTargets),
    ]);

    this.vpcId = props.vpcId;
    this.cidr = props.cidr;
    this.publicSubnetIds = props.publicSubnetIds;
    this.privateSubnetIds = props.privateSubnetIds;
    this.internetGateway = (props.internetGateway ?? true) ? [] : undefined;
    this.egressTargets = egressTargets;
    this.reachable = props.reachable ?? 'internet';
  }
}

function subnetRules(
  prop: 'publicSubnetIds' | 'privateSubnetIds',
): readonly Rule<ExistingNetworkProps>[] {
  return [
    {
      broken: (props) => known(props[prop]) && new Set(props[prop]).size < 2,
      message: (props) =>
        `'${prop}' must name two subnets or more, in different zones, so that the system outlives one, got ${shown(props[prop])}; add another subnet`,
    },
    {
      broken: (props) => malformed(props[prop]).length > 0,
      message: (props) =>
        `'${prop}' needs ids of subnets, got ${malformed(props[prop]).map(shown).join(', ')}; use for example 'subnet-0123456789abcdef0'`,
    },
  ];
}

function malformed(ids: readonly string[]): readonly string[] {
  return known(ids) ? ids.filter((id) => known(id) && !/^subnet-[0-9a-f]+$/.test(id)) : [];
}

const rules: readonly Rule<ExistingNetworkProps>[] = [
  {
    broken: ({ vpcId }) => known(vpcId) && !/^vpc-[0-9a-f]+$/.test(vpcId),
    message: ({ vpcId }) =>
      `'vpcId' must be the id of a VPC, got ${shown(vpcId)}; use for example 'vpc-0123456789abcdef0'`,
  },
  ...subnetRules('publicSubnetIds'),
  ...subnetRules('privateSubnetIds'),
];

function targetProblems(targets: readonly EgressTarget[]): string[] {
  const ambiguous = targets.filter(
    ({ cidrIpv4, securityGroupId, prefixListId }) =>
      [cidrIpv4, securityGroupId, prefixListId].filter((one) => one !== undefined).length !== 1,
  );
  const ids = targets.map(({ id }) => id);
  const repeated = [...new Set(ids.filter((id, at) => ids.indexOf(id) < at))];
  return [
    ...ambiguous.map(
      ({ id }) =>
        `'egressTargets' needs exactly one of 'cidrIpv4', 'securityGroupId' and 'prefixListId', got another number for ${shown(id)}; name the one destination`,
    ),
    ...repeated.map(
      (id) => `'egressTargets' has the id ${shown(id)} twice; give each target its own`,
    ),
  ];
}
