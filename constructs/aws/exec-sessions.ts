import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsClusterConfiguration } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Construct } from 'constructs';
import { Account } from './account';
import { createKey } from './encryption-key';

/** Props of ExecSessions. */
export interface ExecSessionsProps {
  /** Name of the environment. */
  readonly environment: string;

  /** Days that the log of the sessions is kept. */
  readonly retentionDays: number;
}

/**
 * What is typed and answered in the containers of a cluster.
 *
 * Creates: a key and a log group.
 *
 * Safe by default: the way to the container and the log are encrypted with a key of their own, which rotates each year.
 */
export class ExecSessions extends Construct {
  /** ARN of the log group. */
  public readonly logGroupArn: string;

  /** ARN of the key. */
  public readonly keyArn: string;

  /** What a cluster must be told, so that no session goes unlogged. */
  public readonly configuration: EcsClusterConfiguration;

  constructor(scope: Construct, id: string, props: ExecSessionsProps) {
    super(scope, id);
    const name = `/ecs-exec/${props.environment}`;
    const key = createKey(this, 'Key', {
      name: `${props.environment}-ecs-exec`,
      encrypts: `the ECS Exec sessions of ${props.environment} and their log`,
      users: [logsMay(Account.of(this), name)],
    });
    const logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
      name,
      retentionInDays: props.retentionDays,
      kmsKeyId: key.arn,
      skipDestroy: false,
      tags: { Name: name },
    });
    this.logGroupArn = logGroup.arn;
    this.keyArn = key.arn;
    this.configuration = {
      executeCommandConfiguration: {
        kmsKeyId: key.arn,
        logging: 'OVERRIDE',
        logConfiguration: {
          cloudWatchEncryptionEnabled: true,
          cloudWatchLogGroupName: logGroup.name,
        },
      },
    };
  }
}

/** CloudWatch Logs may use the key for this one group. */
function logsMay(account: Account, logGroupName: string): object {
  return {
    Sid: 'LogsOfSessions',
    Effect: 'Allow',
    Principal: { Service: `logs.${account.region}.amazonaws.com` },
    Action: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ],
    Resource: '*',
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': account.arn('logs', `log-group:${logGroupName}`),
      },
    },
  };
}
