import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { DescribeClustersCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { sandbox } from '../../../stacks/config';
import type { Account } from '../account';
import { credentials, settings } from '../settings';

/** Everything that the account holds of what a trial makes, asked of the API kind by kind. */
export async function leftInAccount(account: Account, endpoint: string): Promise<string[]> {
  const { ec2, ecr, ecs, iam } = account;
  const region = settings.SLIPWAY_AWS_REGION;
  const logs = new CloudWatchLogsClient({ endpoint, region, credentials });
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { repositories = [] } = await ecr.send(new DescribeRepositoriesCommand({}));
  const names = [sandbox.environment];
  const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: names }));
  const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  return [
    ...Vpcs.flatMap(({ VpcId, IsDefault }) => (IsDefault ? [] : [VpcId])),
    ...SecurityGroups.flatMap(({ GroupName }) => (GroupName === 'default' ? [] : [GroupName])),
    ...repositories.map(({ repositoryName }) => repositoryName),
    // a deleted cluster can be described for a while
    ...clusters.flatMap(({ clusterName, status }) => (status === 'INACTIVE' ? [] : [clusterName])),
    ...taskDefinitionArns,
    ...Roles.map(({ RoleName }) => RoleName),
    ...logGroups.map(({ logGroupName }) => logGroupName),
    ...(await namesOf(endpoint, 'apigateway', '/v2/apis')),
    ...(await namesOf(endpoint, 'apigateway', '/v2/vpclinks')),
    ...(await namesOf(
      endpoint,
      'servicediscovery',
      '/',
      'Route53AutoNaming_v20170314.ListNamespaces',
    )),
    ...(await namesOf(
      endpoint,
      'servicediscovery',
      '/',
      'Route53AutoNaming_v20170314.ListServices',
    )),
  ].map(String);
}

/** Names in a list of a service that has no client here. The emulator reads the service out of the signature. */
async function namesOf(
  endpoint: string,
  service: string,
  path: string,
  target?: string,
): Promise<string[]> {
  const scope = `x/20261121/${settings.SLIPWAY_AWS_REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const answer = await fetch(`${endpoint}${path}`, {
    method: target ? 'POST' : 'GET',
    headers: { authorization, ...(target ? { 'x-amz-target': target } : {}) },
    ...(target ? { body: '{}' } : {}),
  });
  if (!answer.ok) throw new Error(`${target ?? path} answers ${answer.status}`);
  const lists = (await answer.json()) as Readonly<Record<string, readonly Named[] | string>>;
  return Object.values(lists).flatMap((list) =>
    typeof list === 'string' ? [] : list.map(({ name, Name }) => name ?? Name ?? 'without a name'),
  );
}

/** A name, as API Gateway and Cloud Map write it. */
interface Named {
  readonly name?: string;
  readonly Name?: string;
}
