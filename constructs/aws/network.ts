import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { throwProblems } from '../core/validation';
import { Egress, egressProblems, type EgressTarget } from './egress';
import { ExistingNetwork } from './existing-network';
import { FlowLogs } from './flow-logs';
import { logRetentionProblems } from './log-retention';
import { newCidrProblems, planSubnets, zoneProblems } from './subnet-plan';
import { PublicSubnets } from './subnets';
import { createWayOut } from './way-out';

/** A network that services, balancers and stores can be put into: a new one, or one that exists. */
export interface INetwork {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** IPv4 range of the VPC. */
  readonly cidr: string;

  /** Subnets of the balancer, one per zone. */
  readonly publicSubnetIds: readonly string[];

  /** Subnets of the tasks, one per zone; empty where tasks stand in the public subnets. */
  readonly privateSubnetIds: readonly string[];

  /**
   * What must exist for the VPC to have an internet gateway: nothing where it has one already, undefined where it has
   * none. CloudFront reaches a private balancer only in a VPC with one, though no traffic goes through it.
   */
  readonly internetGateway: readonly ITerraformDependable[] | undefined;

  /**
   * Whether tasks stand in the public subnets, each with an address of its own.
   *
   * @default false
   */
  readonly publicTasks?: boolean;

  /** What every task must be able to reach for its image, its logs and its secrets. */
  readonly egressTargets: readonly EgressTarget[];

  /**
   * What must exist before a task starts: one that starts earlier finds no image, and enough of these end a deployment.
   */
  readonly egressDependencies: readonly ITerraformDependable[];

  /**
   * What tasks can reach besides each other: the whole internet, or only these services of AWS, by the short names of
   * their endpoints. A service whose image or secrets lie elsewhere is refused at synth.
   */
  readonly reachable: Reachable;
}

/** The internet, or the short names of the endpoints that a network has, such as `ecr.api`. */
export type Reachable = 'internet' | readonly string[];

/** Props of Network. */
export interface NetworkProps {
  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /**
   * Availability zones, two or more of one region, by their plain names such as `eu-west-1a`. Their order does not
   * matter, and a zone that is added leaves the others as they are.
   */
  readonly zones: readonly string[];

  /**
   * How the tasks reach their images, logs and secrets; it decides on much of the bill.
   *
   * @default Egress.endpoints()
   */
  readonly egress?: Egress;

  /**
   * IPv4 range of the VPC, /16 to /23. Every zone gets two sixteenths of it. Changing it replaces the network and
   * everything in it.
   *
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;

  /**
   * Days that the flow logs are kept, one of the periods of CloudWatch Logs.
   *
   * @default 30
   */
  readonly flowLogRetentionDays?: number;

  /**
   * What the network is called beside others of the environment: `<environment>-<name>`.
   *
   * @default 'network'
   */
  readonly name?: string;
}

/** Props of Network.fromIds. */
export interface ExistingNetworkProps {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** IPv4 range of the VPC. */
  readonly cidr: string;

  /** Subnets with a route to an internet gateway, two or more in different zones. */
  readonly publicSubnetIds: readonly string[];

  /** Subnets of the tasks, two or more in different zones. */
  readonly privateSubnetIds: readonly string[];

  /**
   * Says that the VPC has an internet gateway. Without one there is no way in, and CloudFront has none either.
   *
   * @default true
   */
  readonly internetGateway?: boolean;

  /**
   * What the tasks must be able to reach for their images, logs and secrets: where the network has endpoints, their
   * security group and the prefix list of S3.
   *
   * @default - port 443 of the internet, through the NAT gateway that the network has
   */
  readonly egressTargets?: readonly EgressTarget[];

  /**
   * What the tasks can reach: the whole internet, or the short names of the endpoints that the network has.
   *
   * @default 'internet'
   */
  readonly reachable?: Reachable;
}

/**
 * A VPC over two or more zones: public subnets for a balancer, private ones for tasks.
 *
 * Creates: VPC, internet gateway, per zone a public and a private subnet with their route tables, flow logs, and what
 * `egress` says.
 *
 * Safe by default: nothing gets a public address by itself, the default security group lets nothing through, tasks reach
 * AWS but not the internet, all traffic is noted.
 *
 * @example
 * const network = new Network(this, 'Network', {
 *   environment: 'prod',
 *   zones: ['eu-west-1a', 'eu-west-1b'],
 *   egress: Egress.nat({ perZone: true }),
 * });
 */
export class Network extends Construct implements INetwork {
  /** Id of the VPC. */
  public readonly vpcId: string;

  /** IPv4 range of the VPC. */
  public readonly cidr: string;

  /** Subnets of the balancer, one per zone. */
  public readonly publicSubnetIds: readonly string[];

  /** Subnets of the tasks, one per zone; empty where tasks stand in the public subnets. */
  public readonly privateSubnetIds: readonly string[];

  /** What must exist for the VPC to have its internet gateway. */
  public readonly internetGateway: readonly ITerraformDependable[];

  /** Whether tasks stand in the public subnets, each with an address of its own. */
  public readonly publicTasks: boolean;

  /** What every task must be able to reach for its image, its logs and its secrets. */
  public readonly egressTargets: readonly EgressTarget[];

  /** What must exist before a task starts. */
  public readonly egressDependencies: readonly ITerraformDependable[];

  /** What tasks can reach besides each other. */
  public readonly reachable: Reachable;

  /** Addresses that the tasks are seen under outside, for the allow-lists of others; empty without NAT. */
  public readonly natPublicIps: readonly string[];

  /** Name of the log group of the flow logs. */
  public readonly flowLogGroupName: string;

  /** The raw VPC, to override what the props do not offer. */
  public readonly resource: Vpc;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const settings = resolve(props);
    throwProblems(this, problemsOf(settings));

    const { environment, egress, cidr, vpcName } = settings;
    const plan = planSubnets(cidr, settings.zones);
    const vpc = this.createVpc(vpcName, cidr);
    const common = { vpcId: vpc.id, name: vpcName, plan };
    const { subnets: publicSubnets, internetGateway } = new PublicSubnets(this, 'Public', common);
    const flowLogs = new FlowLogs(this, 'FlowLogs', {
      ...common,
      environment,
      retentionDays: settings.flowLogRetentionDays,
    });
    const { privateSubnets, ...wayOut } = createWayOut(this, egress, { ...common, publicSubnets });

    this.vpcId = vpc.id;
    this.cidr = cidr;
    this.publicSubnetIds = publicSubnets.map((subnet) => subnet.subnetId);
    this.privateSubnetIds = privateSubnets.map((subnet) => subnet.subnetId);
    this.internetGateway = [internetGateway];
    this.egressTargets = wayOut.egressTargets;
    this.egressDependencies = wayOut.dependencies;
    this.publicTasks = egress.kind === 'public-addresses';
    this.reachable = egress.kind === 'endpoints' ? egress.services : 'internet';
    this.natPublicIps = wayOut.publicIps;
    this.flowLogGroupName = flowLogs.logGroupName;
    this.resource = vpc;
  }

  /**
   * A network that exists. Nothing is created or looked up, so that synthesis stays offline.
   *
   * @throws ValidationError when an id or a range cannot be one
   */
  public static fromIds(scope: Construct, id: string, props: ExistingNetworkProps): INetwork {
    return new ExistingNetwork(scope, id, props);
  }

  private createVpc(name: string, cidr: string): Vpc {
    const vpc = new Vpc(this, 'Resource', {
      cidrBlock: cidr,
      instanceTenancy: 'default',
      assignGeneratedIpv6CidrBlock: false,
      enableDnsSupport: true,
      // endpoints answer under the ordinary host names only with both
      enableDnsHostnames: true,
      enableNetworkAddressUsageMetrics: false,
      tags: { Name: name },
    });
    // SECURITY(EC2.2): what is put into no group of its own reaches nothing and is reached by nothing
    new DefaultSecurityGroup(this, 'DefaultSecurityGroup', {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default-closed` },
    });
    return vpc;
  }
}

/** Props with every default written out, and the network's name in the cloud. */
type Settings = Required<NetworkProps> & { readonly vpcName: string };

function resolve(props: NetworkProps): Settings {
  const name = props.name ?? 'network';
  return {
    environment: props.environment,
    zones: [...props.zones].sort(),
    egress: props.egress ?? Egress.endpoints(),
    cidr: props.cidr ?? '10.0.0.0/16',
    flowLogRetentionDays: props.flowLogRetentionDays ?? 30,
    name,
    vpcName: cloudName(props.environment, name),
  };
}

function problemsOf(settings: Settings): string[] {
  const { environment, name, vpcName, zones, cidr, egress, flowLogRetentionDays } = settings;
  return [
    ...nameProblems('environment', environment),
    ...nameProblems('name', name),
    // the longest name that is made of it is the role's
    ...lengthProblems([`${vpcName}-flow-logs`], { thing: 'IAM role', maxLength: 64 }),
    ...zoneProblems(zones),
    ...newCidrProblems(cidr, zones),
    ...egressProblems(egress),
    ...logRetentionProblems('flowLogRetentionDays', flowLogRetentionDays),
  ];
}
