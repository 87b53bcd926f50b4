import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
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
  const { clusters = [] } = await new ECSClient({ region }).send(
    new DescribeClustersCommand({ clusters: [environment] }),
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
    // a deleted cluster can be described for a while
    ...clusters
      .filter(({ status }) => status !== 'INACTIVE')
      .map(({ clusterName = '' }) => `cluster ${clusterName}`),
    ...Vpcs.map(({ VpcId = '' }) => `network ${VpcId}`),
    ...(await rolesOf(region, environment)).map((name) => `role ${name}`),
  ];
}

async function rolesOf(region: string, environment: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: new IAMClient({ region }) }, {})) {
    found.push(...Roles.map(({ RoleName = '' }) => RoleName));
  }
  const own = ['network', 'uptime'].map((name) => cloudName(environment, name));
  return found.filter((name) => own.some((start) => name.startsWith(`${start}-`)));
}
