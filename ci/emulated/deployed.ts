import {
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import type { SecurityGroup, SecurityGroupRule } from '@aws-sdk/client-ec2';
import {
  type Cluster,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServicesCommand,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { GetRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Account } from './account';

/** What ECS, IAM and EC2 say about an environment. */
export interface Deployed {
  readonly cluster: Cluster;

  /** Services by name, without the environment in front. */
  readonly services: Readonly<Record<string, Service>>;

  /** The task definition that each service runs. */
  readonly taskDefinitions: Readonly<Record<string, TaskDefinition>>;

  /** Statements of each service's execution role. */
  readonly executionStatements: Readonly<Record<string, readonly Statement[]>>;

  /** Statements of each service's task role: what its application may do. */
  readonly taskStatements: Readonly<Record<string, readonly Statement[]>>;

  /** Security groups of the environment's network. */
  readonly securityGroups: readonly SecurityGroup[];
  readonly securityGroupRules: readonly SecurityGroupRule[];
}

/** One statement of an IAM policy. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

/** Asks the API, and nobody else, what has been deployed. */
export async function readDeployed(account: Account, environment: string): Promise<Deployed> {
  const { ecs } = account;
  const clusters = await ecs.send(
    new DescribeClustersCommand({ clusters: [environment], include: ['SETTINGS'] }),
  );
  const [cluster] = clusters.clusters ?? [];
  if (!cluster) throw new Error(`there is no cluster '${environment}'`);
  const services = await readServices(account, environment);
  const taskDefinitions = await mapValues(services, async ({ taskDefinition }) =>
    found(
      (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition,
      'task definition',
    ),
  );
  return {
    cluster,
    services,
    taskDefinitions,
    executionStatements: await mapValues(taskDefinitions, ({ executionRoleArn = '' }) =>
      readStatements(account, executionRoleArn),
    ),
    taskStatements: await mapValues(taskDefinitions, ({ taskRoleArn = '' }) =>
      readStatements(account, taskRoleArn),
    ),
    ...(await readSecurityGroups(account)),
  };
}

async function readServices({ ecs }: Account, cluster: string): Promise<Record<string, Service>> {
  const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
  const found: Service[] = [];
  // the API describes ten services at a time
  for (let from = 0; from < serviceArns.length; from += 10) {
    const services = serviceArns.slice(from, from + 10);
    found.push(
      ...((await ecs.send(new DescribeServicesCommand({ cluster, services }))).services ?? []),
    );
  }
  const named = found.map((service) => [
    (service.serviceName ?? '').replace(`${cluster}-`, ''),
    service,
  ]);
  return Object.fromEntries(named) as Record<string, Service>;
}

async function readStatements({ iam }: Account, roleArn: string): Promise<Statement[]> {
  const RoleName = roleArn.split('/').at(-1);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const documents = await Promise.all(
    PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  return documents.flatMap(({ PolicyDocument = '' }) => {
    const document = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] };
    return document.Statement;
  });
}

async function readSecurityGroups({
  ec2,
}: Account): Promise<Pick<Deployed, 'securityGroups' | 'securityGroupRules'>> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
  return { securityGroups: SecurityGroups, securityGroupRules: SecurityGroupRules };
}

async function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => Promise<To>,
): Promise<Record<string, To>> {
  const changed = Object.entries(record).map(
    async ([key, value]) => [key, await change(value)] as const,
  );
  return Object.fromEntries(await Promise.all(changed));
}

function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new Error(`the API answered without the ${what}`);
  return thing;
}
