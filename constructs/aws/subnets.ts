import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ZonePlan } from './subnet-plan';

/** Props of PublicSubnets and PrivateSubnets. */
export interface SubnetsProps {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Cloud name of the network, which starts every name. */
  readonly name: string;

  /** Zones and their ranges. */
  readonly plan: readonly ZonePlan[];
}

/** One subnet of a zone. */
export interface ZoneSubnet {
  /** Last letter of the zone's name. */
  readonly letter: string;

  /** Id of the subnet. */
  readonly subnetId: string;

  /** Id of the route table that says where its packets go. */
  readonly routeTableId: string;

  /** What puts the table in force: without it, packets go by the main table of the VPC, which leads nowhere else. */
  readonly association: ITerraformDependable;
}

/**
 * Subnets with a way in and out, for balancers and NAT gateways.
 *
 * Creates: internet gateway, one route table, one subnet per zone.
 */
export class PublicSubnets extends Construct {
  /** The subnets, in the order of the plan. */
  public readonly subnets: readonly ZoneSubnet[];

  /** The internet gateway: whoever waits for it finds it attached. */
  public readonly internetGateway: ITerraformDependable;

  constructor(scope: Construct, id: string, { vpcId, name, plan }: SubnetsProps) {
    super(scope, id);
    const gateway = new InternetGateway(this, 'InternetGateway', { vpcId, tags: { Name: name } });
    const table = new RouteTable(this, 'RouteTable', {
      vpcId,
      tags: { Name: `${name}-public` },
    });
    const route = new Route(this, 'Route', {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
    });

    this.internetGateway = gateway;
    this.subnets = plan.map(({ zone, letter, publicCidr }) =>
      createSubnet(this, letter, {
        vpcId,
        zone,
        cidr: publicCidr,
        name: `${name}-public-${letter}`,
        routeTableId: table.id,
        // a balancer is refused in a network without its internet gateway
        dependsOn: [route],
      }),
    );
  }
}

/**
 * Subnets without a way in, for tasks. Each has a route table of its own, so that each zone can have a way out of its own.
 *
 * Creates: one subnet and one route table per zone.
 */
export class PrivateSubnets extends Construct {
  /** The subnets, in the order of the plan. */
  public readonly subnets: readonly ZoneSubnet[];

  constructor(scope: Construct, id: string, { vpcId, name, plan }: SubnetsProps) {
    super(scope, id);
    this.subnets = plan.map(({ zone, letter, privateCidr }) => {
      const tags = { Name: `${name}-private-${letter}` };
      const table = new RouteTable(this, `RouteTable${letter.toUpperCase()}`, { vpcId, tags });
      return createSubnet(this, letter, {
        vpcId,
        zone,
        cidr: privateCidr,
        name: tags.Name,
        routeTableId: table.id,
      });
    });
  }
}

interface SubnetSettings {
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
  readonly name: string;
  readonly routeTableId: string;
  readonly dependsOn?: ITerraformDependable[];
}

function createSubnet(scope: Construct, letter: string, settings: SubnetSettings): ZoneSubnet {
  const { routeTableId } = settings;
  const subnet = new Subnet(scope, `Subnet${letter.toUpperCase()}`, {
    vpcId: settings.vpcId,
    availabilityZone: settings.zone,
    cidrBlock: settings.cidr,
    // SECURITY(EC2.15): a public address is asked for by name, or not had
    mapPublicIpOnLaunch: false,
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    ipv6Native: false,
    privateDnsHostnameTypeOnLaunch: 'ip-name',
    tags: { Name: settings.name },
    dependsOn: settings.dependsOn,
  });
  const association = new RouteTableAssociation(scope, `Association${letter.toUpperCase()}`, {
    subnetId: subnet.id,
    routeTableId,
  });
  return { letter, subnetId: subnet.id, routeTableId, association };
}
