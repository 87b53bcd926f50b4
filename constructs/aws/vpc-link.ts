import { Apigatewayv2VpcLink } from '@cdktf/provider-aws/lib/apigatewayv2-vpc-link';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { HttpApiTarget } from './http-api-target';
import type { INetwork } from './network';
import { taskSubnetIds } from './task-subnets';

/** Props of VpcLink. */
export interface VpcLinkProps {
  /** Network that is entered. */
  readonly network: INetwork;

  /** Cloud name of the API. */
  readonly name: string;

  /** Service whose port is opened to the link. */
  readonly service: HttpApiTarget;
}

/**
 * How an HTTP API enters a network: an interface in each subnet, free of charge by the hour.
 *
 * Creates: VPC link, its security group, and the two rules that open the service's port to it.
 */
export class VpcLink extends Construct {
  /** Id of the link. */
  public readonly linkId: string;

  /** Security group of the link's interfaces. */
  public readonly securityGroupId: string;

  /** What must exist before requests come through. */
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcLinkProps) {
    super(scope, id);
    const { network, name, service } = props;
    const group = new SecurityGroup(this, 'SecurityGroup', {
      name: `${name}-link`,
      description: `VPC link of ${name}`,
      vpcId: network.vpcId,
      revokeRulesOnDelete: false,
      tags: { Name: `${name}-link` },
    });
    const link = new Apigatewayv2VpcLink(this, 'Resource', {
      name,
      subnetIds: taskSubnetIds(network),
      securityGroupIds: [group.id],
    });
    const common = { ipProtocol: 'tcp', fromPort: service.port, toPort: service.port };
    this.rules = [
      new VpcSecurityGroupEgressRule(this, 'ToService', {
        ...common,
        securityGroupId: group.id,
        referencedSecurityGroupId: service.securityGroupId,
        description: `${name} calls ${service.name}`,
      }),
      new VpcSecurityGroupIngressRule(this, 'AtService', {
        ...common,
        securityGroupId: service.securityGroupId,
        referencedSecurityGroupId: group.id,
        description: `${service.name} is called by ${name}`,
      }),
    ];
    this.linkId = link.id;
    this.securityGroupId = group.id;
  }
}
