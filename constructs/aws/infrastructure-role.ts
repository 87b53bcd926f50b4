import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Account } from './account';

/** Props of InfrastructureRole. */
export interface InfrastructureRoleProps {
  /** Cloud name of the service; the role is `<name>-traffic`. */
  readonly name: string;
}

/**
 * The role that ECS itself has while it moves the requests of a service from one target group to the other. What it may
 * do is AWS's own policy for this one feature.
 *
 * Creates: a role with the managed policy for load balancers.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export class InfrastructureRole extends Construct {
  /** ARN of the role. */
  public readonly arn: string;

  /** What a service waits for: a role that may nothing yet makes ECS refuse it. */
  public readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { name }: InfrastructureRoleProps) {
    super(scope, id);
    const account = Account.of(this);
    const role = new IamRole(this, 'Resource', {
      name: `${name}-traffic`,
      description: `Moves the requests of ${name} between its target groups`,
      assumeRolePolicy: trustOfEcs(),
      permissionsBoundary: account.permissionsBoundary,
    });
    this.ready = new IamRolePolicyAttachment(this, 'Policy', {
      role: role.name,
      policyArn: `arn:${account.partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers`,
    });
    this.arn = role.arn;
  }
}

/** As the vendor's page has it, which names no condition that ECS would meet. */
function trustOfEcs(): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EcsItself',
        Effect: 'Allow',
        Principal: { Service: 'ecs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  });
}
