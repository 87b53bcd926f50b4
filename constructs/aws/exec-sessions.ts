import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsClusterConfiguration } from '@cdktf/provider-aws/lib/ecs-cluster';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { Account } from './account';

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
    const key = this.createKey(name, props.environment);
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

  private createKey(logGroupName: string, environment: string): KmsKey {
    return new KmsKey(this, 'Key', {
      description: `Encrypts the ECS Exec sessions of ${environment} and their log`,
      keyUsage: 'ENCRYPT_DECRYPT',
      customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      isEnabled: true,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      multiRegion: false,
      deletionWindowInDays: 30,
      bypassPolicyLockoutSafetyCheck: false,
      policy: keyPolicy(Account.of(this), logGroupName),
      tags: { Name: `${environment}-ecs-exec` },
    });
  }
}

/** The account's own IAM policies decide, and CloudWatch Logs may use the key for this one group. */
function keyPolicy(account: Account, logGroupName: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountDecidesByIam',
        Effect: 'Allow',
        Principal: { AWS: `arn:${account.partition}:iam::${account.accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
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
      },
    ],
  });
}
