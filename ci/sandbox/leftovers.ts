import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DeleteClusterCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { cloudName } from '../../constructs/core/naming';
import { project, sandbox } from '../../stacks/config';
import { serviceStack } from './story';

/** How many definitions ECS deletes in one call. */
const deletedAtOnce = 10;

/** Deletes every revision of the trial's task definition, which Terraform only takes out of use. Answers how many. */
export async function removeRevisions(region: string, family: string): Promise<number> {
  const ecs = new ECSClient({ region });
  for (const taskDefinition of await revisions(ecs, family, 'ACTIVE')) {
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
  }
  const inactive = await revisions(ecs, family, 'INACTIVE');
  for (let from = 0; from < inactive.length; from += deletedAtOnce) {
    const taskDefinitions = inactive.slice(from, from + deletedAtOnce);
    await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions }));
  }
  return inactive.length;
}

/**
 * Takes the rights of the trial's roles away, so that the roles can be deleted: a right that was being given at Ctrl-C is
 * in no state, and a role that has one cannot be deleted.
 */
export async function freeRoles(region: string): Promise<void> {
  const iam = new IAMClient({ region });
  for (const RoleName of await rolesOf(region, sandbox.environment)) {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames) {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
  }
}

/** Deletes cluster, roles and log groups that were being made at Ctrl-C and are in no state. Answers how many. */
export async function removeStrays(region: string): Promise<number> {
  const { environment } = sandbox;
  const clusters = await clustersOf(region, environment);
  const ecs = new ECSClient({ region });
  for (const cluster of clusters) await ecs.send(new DeleteClusterCommand({ cluster }));
  const roles = await rolesOf(region, environment);
  const logGroups = await logGroupsOf(region, environment);
  const [iam, logs] = [new IAMClient({ region }), new CloudWatchLogsClient({ region })];
  for (const RoleName of roles) await iam.send(new DeleteRoleCommand({ RoleName }));
  for (const logGroupName of logGroups)
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  return clusters.length + roles.length + logGroups.length;
}

async function revisions(
  ecs: ECSClient,
  family: string,
  status: 'ACTIVE' | 'INACTIVE',
): Promise<string[]> {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: family, status, nextToken }),
    );
    found.push(...(page.taskDefinitionArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  // the prefix also matches longer names
  return found.filter((arn) => arn.includes(`:task-definition/${family}:`));
}

/** What the account still holds of the trial, asked of AWS and not of the state. */
export async function sandboxLeftovers(region: string): Promise<string[]> {
  const { environment, prefix } = sandbox;
  const { repositories = [] } = await new ECRClient({ region }).send(
    new DescribeRepositoriesCommand({}),
  );
  const { Vpcs = [] } = await new EC2Client({ region }).send(
    new DescribeVpcsCommand({
      Filters: [
        { Name: 'tag:project', Values: [project] },
        { Name: 'tag:stack', Values: [serviceStack] },
      ],
    }),
  );
  const names = repositories
    .map(({ repositoryName = '' }) => repositoryName)
    .filter((name) => name.startsWith(`${prefix}/`));
  return [
    ...names.map((name) => `image repository ${name}`),
    ...(await clustersOf(region, environment)).map((name) => `cluster ${name}`),
    ...Vpcs.map(({ VpcId = '' }) => `network ${VpcId}`),
    ...(await rolesOf(region, environment)).map((name) => `role ${name}`),
    ...(await logGroupsOf(region, environment)).map((name) => `log group ${name}`),
  ];
}

async function logGroupsOf(region: string, environment: string): Promise<string[]> {
  const found: string[] = [];
  const client = new CloudWatchLogsClient({ region });
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    found.push(...logGroups.map(({ logGroupName = '' }) => logGroupName));
  }
  return found.filter((name) => isOfTrial(name, environment));
}

/** Whether a log group is one of the trial's: of its tasks, its network or its API. */
export function isOfTrial(logGroup: string, environment: string): boolean {
  const starts = [`/ecs/${environment}/`, `/vpc/${environment}/`];
  return (
    starts.some((start) => logGroup.startsWith(start)) ||
    logGroup === `/http-api/${cloudName(environment, 'public')}`
  );
}

async function clustersOf(region: string, environment: string): Promise<string[]> {
  const { clusters = [] } = await new ECSClient({ region }).send(
    new DescribeClustersCommand({ clusters: [environment] }),
  );
  // a deleted cluster can be described for a while
  return clusters
    .filter(({ status }) => status !== 'INACTIVE')
    .map(({ clusterName = '' }) => clusterName);
}

async function rolesOf(region: string, environment: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: new IAMClient({ region }) }, {})) {
    found.push(...Roles.map(({ RoleName = '' }) => RoleName));
  }
  const own = ['network', 'uptime'].map((name) => cloudName(environment, name));
  return found.filter((name) => own.some((start) => name.startsWith(`${start}-`)));
}
