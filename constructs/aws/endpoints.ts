import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { Account } from './account';
import type { EgressTarget, EndpointService } from './egress';
import type { ZonePlan } from './subnet-plan';
import type { ZoneSubnet } from './subnets';

/** Props of Endpoints. */
export interface EndpointsProps {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Cloud name of the network, which starts every name. */
  readonly name: string;

  /** Services with an interface endpoint. */
  readonly services: readonly EndpointService[];

  /** Zones of the network; their private ranges may use the endpoints. */
  readonly plan: readonly ZonePlan[];

  /** Subnets that the endpoints stand in and whose route tables lead to S3. */
  readonly privateSubnets: readonly ZoneSubnet[];
}

/**
 * The way from private subnets to AWS services without the internet.
 *
 * Creates: a gateway endpoint for S3, one interface endpoint per service, their security group with one rule per zone.
 *
 * Safe by default: only the private subnets connect, and only principals of this account pass, so that nobody can carry
 * data out with keys of another account. ECR's own bucket of image layers is the one exception.
 */
export class Endpoints extends Construct {
  /** What every task must be able to reach. */
  public readonly egressTargets: readonly EgressTarget[];

  /** What must exist before a task starts. */
  public readonly dependencies: readonly ITerraformDependable[];

  /** Nothing here has a public address. */
  public readonly publicIps: readonly string[] = [];

  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const account = Account.of(this);
    const { securityGroupId, rules } = this.createSecurityGroup(props);
    const s3 = this.createGateway(props, account);
    const interfaces = [...props.services]
      .sort()
      .map((service) => this.createInterface(props, account, service, securityGroupId));

    this.egressTargets = [
      {
        id: 'Endpoints',
        description: 'the endpoints of AWS services',
        port: 443,
        securityGroupId,
      },
      {
        id: 'S3',
        description: 'S3, which holds the image layers',
        port: 443,
        prefixListId: s3.prefixListId,
      },
    ];
    // rules and associations too: at a destroy, tasks that stop still have lines to write
    const associations = props.privateSubnets.map(({ association }) => association);
    this.dependencies = [s3, ...interfaces, ...rules, ...associations];
  }

  private createSecurityGroup({ vpcId, name, plan }: EndpointsProps) {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      name: `${name}-endpoints`,
      description: 'Endpoints of AWS services',
      vpcId,
      revokeRulesOnDelete: false,
      tags: { Name: `${name}-endpoints` },
    });
    const rules = plan.map(({ letter, zone, privateCidr }) => {
      return new VpcSecurityGroupIngressRule(this, `From${letter.toUpperCase()}`, {
        securityGroupId: group.id,
        description: `Tasks in ${zone}`,
        cidrIpv4: privateCidr,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        tags: { Name: `${name}-endpoints-from-${letter}` },
      });
    });
    return { securityGroupId: group.id, rules };
  }

  private createGateway({ vpcId, name, privateSubnets }: EndpointsProps, account: Account) {
    return new VpcEndpoint(this, 'S3', {
      vpcId,
      serviceName: `com.amazonaws.${account.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: privateSubnets.map((subnet) => subnet.routeTableId),
      policy: policyDocument([ownPrincipals(account), imageLayers(account)]),
      tags: { Name: `${name}-s3` },
    });
  }

  private createInterface(
    { vpcId, name, privateSubnets }: EndpointsProps,
    account: Account,
    service: EndpointService,
    securityGroupId: string,
  ): VpcEndpoint {
    return new VpcEndpoint(this, pascalCase(service), {
      vpcId,
      serviceName: `com.amazonaws.${account.region}.${service}`,
      vpcEndpointType: 'Interface',
      // the ordinary host names lead to the endpoint: no application knows that it is there
      privateDnsEnabled: true,
      subnetIds: privateSubnets.map((subnet) => subnet.subnetId),
      securityGroupIds: [securityGroupId],
      policy: policyDocument([ownPrincipals(account)]),
      tags: { Name: `${name}-${service.replace('.', '-')}` },
    });
  }
}

function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** SECURITY(data perimeter): nobody carries data out through an endpoint with keys of another account. */
function ownPrincipals(account: Account): object {
  return {
    Sid: 'PrincipalsOfThisAccount',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': account.accountId } },
  };
}

/**
 * ECR hands out links to a bucket of its own, signed by a principal of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
function imageLayers(account: Account): object {
  return {
    Sid: 'ImageLayers',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:GetObject',
    Resource: `arn:${account.partition}:s3:::prod-${account.region}-starport-layer-bucket/*`,
  };
}
