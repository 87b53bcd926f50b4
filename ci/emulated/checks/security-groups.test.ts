import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Service } from '@aws-sdk/client-ecs';
import { problemsIn } from './finding.fixture';
import { securityGroupFindings } from './security-groups';

const inGroup = (id: string): Service => ({
  networkConfiguration: { awsvpcConfiguration: { subnets: [], securityGroups: [id] } },
});
const services = { api: inGroup('sg-api'), web: inGroup('sg-web') };
const securityGroups = [{ GroupId: 'sg-lb', GroupName: 'prod-public-balancer' }];
const incoming = (GroupId: string, from: string, port = 80): SecurityGroupRule => ({
  IsEgress: false,
  GroupId,
  FromPort: port,
  ToPort: port,
  ...(from.startsWith('sg-') ? { ReferencedGroupInfo: { GroupId: from } } : { CidrIpv4: from }),
});
const declared = [
  incoming('sg-lb', '0.0.0.0/0', 80),
  incoming('sg-lb', '0.0.0.0/0', 443),
  incoming('sg-web', 'sg-lb'),
  incoming('sg-api', 'sg-web'),
];
const edges = [
  { from: 'load balancer', to: 'web' },
  { from: 'web', to: 'api' },
];
const problems = (...securityGroupRules: SecurityGroupRule[]) =>
  problemsIn(securityGroupFindings({ services, securityGroups, securityGroupRules }, edges));

describe('securityGroupFindings', () => {
  it('has no problem with the declared calls', () => {
    expect(problems(...declared)).toEqual({});
  });

  it('looks at who is called, not at who may call', () => {
    expect(problems(...declared, { ...incoming('sg-api', 'sg-web'), IsEgress: true })).toEqual({});
  });

  it.each([
    ['another service', 'sg-web', 'sg-api'],
    ['a group of somebody else', 'sg-api', 'sg-stranger'],
    ['an address range', 'sg-api', '10.0.0.0/8'],
  ])('fails when %s may call too', (_name, to, from) => {
    expect(Object.keys(problems(...declared, incoming(to, from)))).toEqual([
      'the declared callers reach the tasks and what keeps data, and nobody else',
    ]);
  });

  it('fails when a declared caller cannot', () => {
    expect(Object.keys(problems(...declared.slice(0, 3)))).toEqual([
      'the declared callers reach the tasks and what keeps data, and nobody else',
    ]);
  });

  it('counts the calls to what keeps data', () => {
    const groups = [...securityGroups, { GroupId: 'sg-cache', GroupName: 'prod-cache' }];
    const facts = { services, securityGroups: groups };
    const judge = (...more: SecurityGroupRule[]) => {
      const securityGroupRules = [...declared, ...more];
      const expected = [...edges, { from: 'api', to: 'cache' }];
      return problemsIn(
        securityGroupFindings({ ...facts, securityGroupRules }, expected, ['cache']),
      );
    };
    const open = incoming('sg-cache', 'sg-api', 6379);

    expect(judge(open)).toEqual({});
    expect(Object.keys(judge())).toHaveLength(1);
    expect(Object.keys(judge(open, incoming('sg-cache', 'sg-web', 6379)))).toHaveLength(1);
  });

  it('fails when the world may call tasks', () => {
    expect(Object.keys(problems(...declared, incoming('sg-api', '0.0.0.0/0')))).toEqual([
      'the declared callers reach the tasks and what keeps data, and nobody else',
      'only the load balancer is open to the world, on two ports',
    ]);
  });

  it('fails when the world may use another port, over IPv6 too', () => {
    const ssh = { IsEgress: false, GroupId: 'sg-lb', FromPort: 22, CidrIpv6: '::/0' };

    expect(Object.keys(problems(...declared, ssh))).toEqual([
      'only the load balancer is open to the world, on two ports',
    ]);
  });
});
