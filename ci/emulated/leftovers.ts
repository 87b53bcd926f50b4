import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  DescribeClustersCommand,
  ListTaskDefinitionsCommand,
  ListClustersCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Account } from './account';
import { expectEqual, type Finding } from './report';

/**
 * What an account still holds, by kind. What AWS itself puts into each account is left out, and so are buckets that were
 * made by hand.
 *
 * @param environment regular expression of the names of the environments that were there
 */
export async function leftoverFindings(
  account: Account,
  environment: string,
  byHand: readonly string[] = [],
): Promise<Finding[]> {
  const kinds: Record<string, Promise<(string | undefined)[]>> = {
    ...networkParts(account),
    ...runningParts(account),
    'IAM roles': account.iam
      .send(new ListRolesCommand({}))
      .then(({ Roles = [] }) => Roles.map(({ RoleName }) => RoleName)),
    'image repositories': account.ecr
      .send(new DescribeRepositoriesCommand({}))
      .then(({ repositories = [] }) => repositories.map(({ repositoryName }) => repositoryName)),
    buckets: account.s3
      .send(new ListBucketsCommand({}))
      .then(({ Buckets = [] }) => Buckets.map(({ Name = '' }) => Name))
      .then((names) => names.filter((name) => !byHand.includes(name))),
  };
  const findings = Object.entries(kinds).map(async ([kind, left]) =>
    expectEqual(`no ${kind} are left`, await left, []),
  );
  return [...(await Promise.all(findings)), await taskDefinitionFinding(account, environment)];
}

function networkParts({ ec2 }: Account): Record<string, Promise<(string | undefined)[]>> {
  return {
    networks: ec2
      .send(new DescribeVpcsCommand({}))
      .then(({ Vpcs = [] }) =>
        Vpcs.filter(({ IsDefault }) => !IsDefault).map(({ VpcId }) => VpcId),
      ),
    'security groups': ec2
      .send(new DescribeSecurityGroupsCommand({}))
      .then(({ SecurityGroups = [] }) =>
        SecurityGroups.map(({ GroupName }) => GroupName).filter((name) => name !== 'default'),
      ),
    'NAT gateways': ec2
      .send(new DescribeNatGatewaysCommand({}))
      .then(({ NatGateways = [] }) =>
        NatGateways.filter(({ State }) => State !== 'deleted').map(
          ({ NatGatewayId }) => NatGatewayId,
        ),
      ),
    'network endpoints': ec2
      .send(new DescribeVpcEndpointsCommand({}))
      .then(({ VpcEndpoints = [] }) =>
        VpcEndpoints.filter(({ State }) => State?.toLowerCase() !== 'deleted').map(
          ({ VpcEndpointId }) => VpcEndpointId,
        ),
      ),
    'public addresses': ec2
      .send(new DescribeAddressesCommand({}))
      .then(({ Addresses = [] }) => Addresses.map(({ PublicIp }) => PublicIp)),
    'network interfaces': ec2
      .send(new DescribeNetworkInterfacesCommand({}))
      .then(({ NetworkInterfaces = [] }) =>
        NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
      ),
  };
}

function runningParts({ ecs, elb }: Account): Record<string, Promise<(string | undefined)[]>> {
  return {
    clusters: ecs
      .send(new ListClustersCommand({}))
      .then(({ clusterArns = [] }) =>
        ecs.send(new DescribeClustersCommand({ clusters: clusterArns })),
      )
      // a deleted cluster can be described for a while
      .then(({ clusters = [] }) =>
        clusters
          .filter(({ status }) => status !== 'INACTIVE')
          .map(({ clusterName }) => clusterName),
      ),
    'load balancers': elb
      .send(new DescribeLoadBalancersCommand({}))
      .then(({ LoadBalancers = [] }) =>
        LoadBalancers.map(({ LoadBalancerName }) => LoadBalancerName),
      ),
    'target groups': elb
      .send(new DescribeTargetGroupsCommand({}))
      .then(({ TargetGroups = [] }) => TargetGroups.map(({ TargetGroupName }) => TargetGroupName)),
  };
}

/** Revisions are kept on purpose: an inactive one could not be deployed again. They cost nothing. */
async function taskDefinitionFinding({ ecs }: Account, environment: string): Promise<Finding> {
  const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({}));
  const strange = taskDefinitionArns.filter(
    (arn) => !new RegExp(`:task-definition/${environment}-`).test(arn),
  );
  return expectEqual(
    'of the task definitions only revisions of ours are left',
    [taskDefinitionArns.length > 0, strange],
    [true, []],
  );
}
