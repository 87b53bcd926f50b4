import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { Account } from './account';

/** Props of FlowLogs. */
export interface FlowLogsProps {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Name of the environment. */
  readonly environment: string;

  /** Cloud name of the network, which starts every name. */
  readonly name: string;

  /** Days that the log is kept. */
  readonly retentionDays: number;
}

/**
 * Who spoke to whom in a network, accepted and refused, summed up over 10 minutes. CloudWatch Logs takes about 0.50 USD
 * per GB (vendor's page "Amazon CloudWatch pricing", us-east-1, 2026-06).
 *
 * Creates: the log group, the flow log and the role that writes.
 *
 * Safe by default: the role writes into this one group, and only for flow logs of this account.
 */
export class FlowLogs extends Construct {
  /** Name of the log group. */
  public readonly logGroupName: string;

  /** The raw flow log, to override what the props do not offer. */
  public readonly resource: FlowLog;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { vpcId, name } = props;
    const account = Account.of(this);
    const tags = { Name: `${name}-flow-logs` };

    const group = new CloudwatchLogGroup(this, 'LogGroup', {
      name: `/vpc/${props.environment}/${name}`,
      retentionInDays: props.retentionDays,
      skipDestroy: false,
      tags,
    });
    const role = new IamRole(this, 'Role', {
      name: `${name}-flow-logs`,
      description: `Writes the flow logs of ${name}`,
      assumeRolePolicy: trustOfFlowLogs(account),
      permissionsBoundary: account.permissionsBoundary,
      maxSessionDuration: 3600,
      tags,
    });
    const policy = new IamRolePolicy(this, 'Policy', {
      name: 'write-flow-logs',
      role: role.name,
      policy: writeInto(group.arn),
    });
    this.resource = new FlowLog(this, 'Resource', {
      vpcId,
      trafficType: 'ALL',
      maxAggregationInterval: 600,
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags,
      // the first records are lost while the role may not write yet
      dependsOn: [policy],
    });
    this.logGroupName = group.name;
  }
}

/** Only flow logs of this account take the role: the service acts for many, and without this any could ask. */
function trustOfFlowLogs(account: Account): string {
  return policyDocument({
    Sid: 'FlowLogsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': account.accountId },
      ArnLike: { 'aws:SourceArn': account.arn('ec2', 'vpc-flow-log/*') },
    },
  });
}

function writeInto(logGroupArn: string): string {
  return policyDocument({
    Sid: 'WriteFlowLogs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    Resource: [`${logGroupArn}:*`],
  });
}

function policyDocument(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
