import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Edge } from '../../../constructs/core/connection';
import type { Deployed } from '../deployed';
import { expectEqual, type Finding } from '../report';

type Facts = Pick<Deployed, 'services' | 'securityGroups' | 'securityGroupRules'>;

/** Who may call whom, computed from the rules that EC2 has: it must be the declaration, and nothing else. */
export function securityGroupFindings(
  facts: Facts,
  expected: readonly Edge[],
  backings: readonly string[] = [],
): Finding[] {
  const owners = ownersOf(facts, backings);
  const callees = [...Object.keys(facts.services), ...backings];
  const nameOf = (id = ''): string => owners[id] ?? id;
  const incoming = facts.securityGroupRules.filter(({ IsEgress }) => !IsEgress);
  const calls = incoming
    .filter(({ GroupId }) => callees.includes(nameOf(GroupId)))
    .map((rule) => `${callerOf(rule, nameOf)} -> ${nameOf(rule.GroupId)}`);
  const world = incoming
    .filter(({ CidrIpv4, CidrIpv6 }) => CidrIpv4 === '0.0.0.0/0' || CidrIpv6 === '::/0')
    .map(({ GroupId, FromPort }) => `${nameOf(GroupId)} ${FromPort}`);
  return [
    expectEqual(
      'the declared callers reach the tasks and what keeps data, and nobody else',
      [...new Set(calls)].sort(),
      expected.map(({ from, to }) => `${from} -> ${to}`).sort(),
    ),
    expectEqual(
      'only the load balancer is open to the world, on two ports',
      [...new Set(world)].sort(),
      ['load balancer 443', 'load balancer 80'],
    ),
  ];
}

/** Name of the owner of each security group. */
function ownersOf(
  { services, securityGroups }: Facts,
  backings: readonly string[],
): Record<string, string> {
  const tasks = Object.entries(services).flatMap(([name, { networkConfiguration }]) =>
    (networkConfiguration?.awsvpcConfiguration?.securityGroups ?? []).map((id) => [id, name]),
  );
  const balancers = securityGroups
    .filter(({ GroupName = '' }) => GroupName.endsWith('-balancer'))
    .map(({ GroupId = '' }) => [GroupId, 'load balancer']);
  const stores = securityGroups.flatMap(({ GroupName = '', GroupId = '' }) =>
    backings.filter((name) => GroupName.endsWith(`-${name}`)).map((name) => [GroupId, name]),
  );
  return Object.fromEntries([...stores, ...tasks, ...balancers]) as Record<string, string>;
}

function callerOf(
  { ReferencedGroupInfo, CidrIpv4, CidrIpv6 }: SecurityGroupRule,
  nameOf: (id?: string) => string,
): string {
  const group = ReferencedGroupInfo?.GroupId;
  return group ? nameOf(group) : (CidrIpv4 ?? CidrIpv6 ?? 'a prefix list');
}
