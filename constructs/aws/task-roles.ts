import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { throwProblems } from '../core/validation';
import { Account } from './account';
import { grantProblems } from './grant-rules';

/** One permission: actions on exactly these resources. */
export interface Grant {
  /** What the statement is for, letters and digits only. */
  readonly sid: string;

  /** Allowed actions. */
  readonly actions: readonly string[];

  /** ARNs that the actions are allowed on. */
  readonly resources: readonly string[];

  /**
   * What else must hold: operator to key to values.
   *
   * @default - nothing else
   */
  readonly conditions?: GrantConditions;
}

/** Conditions of a grant, as IAM writes them: `{ Bool: { 'aws:SecureTransport': 'true' } }`. */
export type GrantConditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** Props of TaskRoles. */
export interface TaskRolesProps {
  /** Cloud name of the service; the roles are `<name>-execution` and `<name>-task`. */
  readonly name: string;

  /** ARN of the service's log group. */
  readonly logGroupArn: string;

  /**
   * ARN of the ECR repository that the image is pulled from.
   *
   * @default - the image comes from a registry that needs no permission
   */
  readonly repositoryArn?: string;

  /**
   * ARN of the customer's key that encrypts the secrets.
   *
   * @default - the key that AWS manages, which needs no grant
   */
  readonly secretKeyArn?: string;
}

/**
 * The two roles of a service. The execution role is what ECS needs to start the task; its statements follow from what
 * the task uses. The task role is what the application may do: nothing, until something is granted.
 *
 * Creates: two roles, the execution role's policy, and the task role's policy.
 */
export class TaskRoles extends Construct {
  /** ARN of the role that ECS starts the task with. */
  public readonly executionRoleArn: string;

  /** ARN of the role that the application has. */
  public readonly taskRoleArn: string;

  /** What a service waits for: a task that starts before its grants are there fails. */
  public readonly policies: readonly IamRolePolicy[];

  private readonly grants: Grant[] = [];
  private readonly secretArns = new Map<string, string>();

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    const { name } = props;
    const account = Account.of(this);

    const execution = new IamRole(this, 'Execution', {
      name: `${name}-execution`,
      description: `Starts the tasks of ${name}`,
      assumeRolePolicy: trustOfTasks(account),
      permissionsBoundary: account.permissionsBoundary,
    });
    const task = new IamRole(this, 'Task', {
      name: `${name}-task`,
      description: `What the application ${name} may do`,
      assumeRolePolicy: trustOfTasks(account),
      permissionsBoundary: account.permissionsBoundary,
    });
    const executionPolicy = new IamRolePolicy(this, 'ExecutionPolicy', {
      name: 'start-tasks',
      role: execution.name,
      policy: Lazy.stringValue({ produce: () => this.executionPolicy(props) }),
    });
    const taskPolicy = new IamRolePolicy(this, 'TaskPolicy', {
      name: 'application',
      role: task.name,
      policy: Lazy.stringValue({ produce: () => this.taskPolicy() }),
    });

    this.executionRoleArn = execution.arn;
    this.taskRoleArn = task.arn;
    this.policies = [executionPolicy, taskPolicy];
  }

  /**
   * Allows the application something, on exactly these resources.
   *
   * @throws ValidationError when IAM would refuse it
   */
  public grantTask(grant: Grant): void {
    throwProblems(this, grantProblems(grant, this.grants));
    this.grants.push(grant);
  }

  /** Allows reading a secret, by its name, at the start of the container. */
  public allowSecret(name: string, arn: string): void {
    this.secretArns.set(name, arn);
  }

  private executionPolicy(props: TaskRolesProps): string {
    const sorted = [...this.secretArns].sort(([a], [b]) => (a < b ? -1 : 1));
    const arns = sorted.map(([, arn]) => arn);
    return policyDocument(executionGrants(props, arns));
  }

  private taskPolicy(): string {
    const sorted = [...this.grants].sort((a, b) => (a.sid < b.sid ? -1 : 1));
    return policyDocument(sorted, [denyIam]);
  }
}

/** SECURITY(IAM.1): an application never changes permissions, whatever is granted to it later by hand. */
const denyIam = { Sid: 'NeverIam', Effect: 'Deny', Action: ['iam:*'], Resource: ['*'] };

function policyDocument(grants: readonly Grant[], more: readonly object[] = []): string {
  const statements = grants.map(({ sid, actions, resources, conditions }) => ({
    Sid: sid,
    Effect: 'Allow',
    Action: [...actions],
    Resource: [...resources],
    ...(conditions ? { Condition: conditions } : {}),
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: [...statements, ...more] });
}

/** Only tasks of this account take the role: ECS acts for many accounts, and without the condition any could ask. */
function trustOfTasks(account: Account): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TasksOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account.accountId },
          ArnLike: { 'aws:SourceArn': account.arn('ecs', '*') },
        },
      },
    ],
  });
}

function executionGrants(props: TaskRolesProps, secretArns: readonly string[]): Grant[] {
  const logs: Grant = {
    sid: 'WriteLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${props.logGroupArn}:*`],
  };
  return [logs, ...imageGrants(props), ...secretGrants(props, secretArns)];
}

function imageGrants({ repositoryArn }: TaskRolesProps): Grant[] {
  if (repositoryArn === undefined) return [];
  const actions = [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ];
  return [
    // the only action of this list that knows no resource
    { sid: 'LogInToRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    { sid: 'PullImage', actions, resources: [repositoryArn] },
  ];
}

function secretGrants({ secretKeyArn }: TaskRolesProps, secretArns: readonly string[]): Grant[] {
  if (secretArns.length === 0) return [];
  const actions = ['secretsmanager:GetSecretValue'];
  const read: Grant = { sid: 'ReadSecrets', actions, resources: secretArns };
  if (secretKeyArn === undefined) return [read];
  return [read, { sid: 'DecryptSecrets', actions: ['kms:Decrypt'], resources: [secretKeyArn] }];
}
