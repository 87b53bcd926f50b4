import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

const id = 'Account';

/**
 * The account, region and partition that a stack is deployed into, as Terraform finds them out: exact ARNs need them,
 * and synthesis must work without an account. One per stack.
 */
export class Account extends Construct {
  /** Twelve-digit account id. */
  public readonly accountId: string;

  /** Region, for example `eu-west-1`. */
  public readonly region: string;

  /** Partition of ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
  public readonly partition: string;

  private constructor(stack: TerraformStack) {
    super(stack, id);
    this.accountId = new DataAwsCallerIdentity(this, 'Caller').accountId;
    // `name` is called `region` from provider 6 on, which 5.x does not know; `id` is the same in both
    this.region = new DataAwsRegion(this, 'Region').id;
    this.partition = new DataAwsPartition(this, 'Partition').partition;
  }

  /** The account of the stack that the construct is in. */
  public static of(scope: Construct): Account {
    const stack = TerraformStack.of(scope);
    return (stack.node.tryFindChild(id) as Account | undefined) ?? new Account(stack);
  }

  /** ARN of something in this account and region: `arn('ecs', 'cluster/prod')`. */
  public arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }
}
