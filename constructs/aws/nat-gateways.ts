import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Account } from './account';
import { type EgressTarget, internet } from './egress';
import type { ZoneSubnet } from './subnets';

/** Props of NatGateways. */
export interface NatGatewaysProps {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Cloud name of the network, which starts every name. */
  readonly name: string;

  /** Subnets that the gateways stand in, one per zone. */
  readonly publicSubnets: readonly ZoneSubnet[];

  /** Subnets that get their way out, one per zone. */
  readonly privateSubnets: readonly ZoneSubnet[];

  /** Whether every zone gets a gateway of its own; otherwise the first zone's serves all. */
  readonly perZone: boolean;
}

/**
 * The way from private subnets to the internet.
 *
 * Creates: one NAT gateway with its address, or one per zone, the default route of every private subnet, and a gateway
 * endpoint for S3: image layers come from there, and through a NAT gateway each pull would be billed by the GB.
 */
export class NatGateways extends Construct {
  /** Public IPv4 addresses that the tasks are seen under, for the allow-lists of others. */
  public readonly publicIps: readonly string[];

  /** What must exist before a task starts. */
  public readonly dependencies: readonly ITerraformDependable[];

  /** What every task must be able to reach. */
  public readonly egressTargets: readonly EgressTarget[] = [internet];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const { name, publicSubnets, privateSubnets, perZone } = props;

    const gateways = publicSubnets
      .slice(0, perZone ? publicSubnets.length : 1)
      .map((subnet) => this.createGateway(name, subnet));
    const routes = privateSubnets.map(
      ({ letter, routeTableId }, at) =>
        new Route(this, `Route${letter.toUpperCase()}`, {
          routeTableId,
          destinationCidrBlock: '0.0.0.0/0',
          natGatewayId: gateways[perZone ? at : 0]?.id,
        }),
    );

    this.publicIps = gateways.map((gateway) => gateway.publicIp);
    const associations = privateSubnets.map(({ association }) => association);
    this.dependencies = [...routes, this.createS3Gateway(props), ...associations];
  }

  /** Lets everything through, as the NAT gateway beside it does: it saves money and is no boundary. */
  private createS3Gateway({ vpcId, name, privateSubnets }: NatGatewaysProps): VpcEndpoint {
    const anything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    return new VpcEndpoint(this, 'S3', {
      vpcId,
      serviceName: `com.amazonaws.${Account.of(this).region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: privateSubnets.map((subnet) => subnet.routeTableId),
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [anything] }),
      tags: { Name: `${name}-s3` },
    });
  }

  private createGateway(name: string, { letter, subnetId }: ZoneSubnet): NatGateway {
    const tags = { Name: `${name}-nat-${letter}` };
    const address = new Eip(this, `Address${letter.toUpperCase()}`, { domain: 'vpc', tags });
    return new NatGateway(this, `Gateway${letter.toUpperCase()}`, {
      allocationId: address.allocationId,
      connectivityType: 'public',
      subnetId,
      tags,
    });
  }
}
