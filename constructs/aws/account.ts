import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Lazy, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { shown, throwProblems } from '../core/validation';

const id = 'Account';

/**
 * The account, region and partition that a stack is deployed into, as Terraform finds them out: exact ARNs need them,
 * and synthesis must work without an account. One per stack, together with what the account asks of every role.
 *
 * @example
 * Account.of(this).usePermissionsBoundary('arn:aws:iam::123456789012:policy/workload-boundary');
 */
export class Account extends Construct {
  /** Twelve-digit account id. */
  public readonly accountId: string;

  /** Region, for example `eu-west-1`. */
  public readonly region: string;

  /** Partition of ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
  public readonly partition: string;

  /** What every role of the stack gets as its permissions boundary: an ARN, or nothing at all. */
  public readonly permissionsBoundary: string;

  private boundaryArn: string | undefined;

  private constructor(stack: TerraformStack) {
    super(stack, id);
    this.accountId = new DataAwsCallerIdentity(this, 'Caller').accountId;
    // `name` is called `region` from provider 6 on, which 5.x does not know; `id` is the same in both
    this.region = new DataAwsRegion(this, 'Region').id;
    this.partition = new DataAwsPartition(this, 'Partition').partition;
    // read last, so that it does not matter which roles exist when the boundary is set
    this.permissionsBoundary = Lazy.stringValue({ produce: () => this.boundaryArn });
  }

  /** The account of the stack that the construct is in. */
  public static of(scope: Construct): Account {
    const stack = TerraformStack.of(scope);
    return (stack.node.tryFindChild(id) as Account | undefined) ?? new Account(stack);
  }

  /**
   * Bounds every role that the constructs of this stack make, whenever they make it: a role may do what its own policies
   * and this one allow. Many companies let nobody create a role without it.
   *
   * @throws ValidationError when the ARN cannot be one of a policy, or another one was set before
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  public usePermissionsBoundary(policyArn: string): void {
    throwProblems(this, boundaryProblems(policyArn, this.boundaryArn));
    this.boundaryArn = policyArn;
  }

  /** ARN of something in this account and region: `arn('ecs', 'cluster/prod')`. */
  public arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }
}

function boundaryProblems(policyArn: string, before: string | undefined): string[] {
  if (known(policyArn) && !/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+$/.test(policyArn)) {
    return [
      `'policyArn' must be the ARN of a managed policy, got ${shown(policyArn)}; write it like 'arn:aws:iam::123456789012:policy/workload-boundary'`,
    ];
  }
  if (before === undefined || before === policyArn) return [];
  return [
    `'policyArn' must be one for the whole stack, got ${shown(policyArn)} after ${shown(before)}; put the roles of the other into a stack of their own`,
  ];
}
