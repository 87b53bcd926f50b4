import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { EgressTarget } from './egress';
import type { INetwork } from './network';

/** Props of ServiceSecurityGroup. */
export interface ServiceSecurityGroupProps {
  /** Network of the tasks. */
  readonly network: INetwork;

  /** Cloud name of the service, which names the group. */
  readonly name: string;
}

/** A security group that services may call. */
export interface CalledGroup {
  /** Id of the group. */
  readonly securityGroupId: string;

  /** Cloud name of what is called, for the descriptions of the rules. */
  readonly name: string;
}

/**
 * The security group of a service's tasks: nothing comes in, and out goes only what starting a task needs, until a
 * connection or a route opens one port to one other group. Every rule is a resource of its own, on the caller's side.
 */
export class ServiceSecurityGroup extends Construct implements CalledGroup {
  /** Id of the group. */
  public readonly securityGroupId: string;

  /** Cloud name of the service. */
  public readonly name: string;

  private readonly created: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: ServiceSecurityGroupProps) {
    super(scope, id);
    const group = new SecurityGroup(this, 'Resource', {
      name: props.name,
      description: `Tasks of ${props.name}`,
      vpcId: props.network.vpcId,
      revokeRulesOnDelete: false,
      tags: { Name: props.name },
    });
    this.name = props.name;
    this.securityGroupId = group.id;
    for (const target of props.network.egressTargets) this.allowPlatform(target);
  }

  /** The rules so far: tasks that start before them cannot reach their peers. */
  public get rules(): readonly ITerraformDependable[] {
    return [...this.created];
  }

  /** Opens the callee's port for this service, at both ends. */
  public allowTo(callee: CalledGroup, port: number, id: string): void {
    const common = { fromPort: port, toPort: port, ipProtocol: 'tcp' };
    this.created.push(
      new VpcSecurityGroupEgressRule(this, `To${id}`, {
        ...common,
        securityGroupId: this.securityGroupId,
        referencedSecurityGroupId: callee.securityGroupId,
        description: `${this.name} calls ${callee.name}`,
      }),
      new VpcSecurityGroupIngressRule(this, `At${id}`, {
        ...common,
        securityGroupId: callee.securityGroupId,
        referencedSecurityGroupId: this.securityGroupId,
        description: `${callee.name} is called by ${this.name}`,
      }),
    );
  }

  private allowPlatform(target: EgressTarget): void {
    this.created.push(
      new VpcSecurityGroupEgressRule(this, `To${target.id}`, {
        securityGroupId: this.securityGroupId,
        description: `${this.name} reaches ${target.description}`,
        fromPort: target.port,
        toPort: target.port,
        ipProtocol: 'tcp',
        cidrIpv4: target.cidrIpv4,
        prefixListId: target.prefixListId,
        referencedSecurityGroupId: target.securityGroupId,
      }),
    );
  }
}
