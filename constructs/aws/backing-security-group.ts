import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import type { INetwork } from './network';
import type { CalledGroup } from './service-security-group';

/** Props of BackingSecurityGroup. */
export interface BackingSecurityGroupProps {
  /** Network of the backing. */
  readonly network: INetwork;

  /** Cloud name of the backing, which names the group. */
  readonly name: string;

  /** What the group protects. */
  readonly description: string;
}

/**
 * The security group of a backing: nothing goes out, and nothing comes in until a service is connected. Its rules are
 * resources on the caller's side.
 */
export class BackingSecurityGroup extends Construct implements CalledGroup {
  /** Id of the group. */
  public readonly securityGroupId: string;

  /** Cloud name of the backing. */
  public readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    { network, name, description }: BackingSecurityGroupProps,
  ) {
    super(scope, id);
    const group = new SecurityGroup(this, 'Resource', {
      name,
      description,
      vpcId: network.vpcId,
      revokeRulesOnDelete: false,
      tags: { Name: name },
    });
    this.name = name;
    this.securityGroupId = group.id;
  }
}
