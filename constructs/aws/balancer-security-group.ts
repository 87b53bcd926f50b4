import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';
import type { DomainWay } from './entrance';
import type { Settings } from './load-balancer-rules';

/** The security group of a balancer: whom the way in lets to which port, and nobody else. */
export function createSecurityGroup(
  scope: Construct,
  { network, cloudName: name, entrance: { way } }: Settings,
): SecurityGroup {
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    name: `${name}-balancer`,
    description: `Load balancer ${name}`,
    vpcId: network.vpcId,
    revokeRulesOnDelete: false,
    tags: { Name: `${name}-balancer` },
  });
  if (way.kind === 'domain') letEveryoneIn(scope, group, { name, dualStack: way.dualStack });
  else letCloudFrontIn(scope, group, name);
  return group;
}

function letEveryoneIn(
  scope: Construct,
  group: SecurityGroup,
  { name, dualStack }: Pick<DomainWay, 'name' | 'dualStack'>,
): void {
  const sources = [
    { id: 'Ipv4', cidrIpv4: '0.0.0.0/0' },
    ...(dualStack ? [{ id: 'Ipv6', cidrIpv6: '::/0' }] : []),
  ];
  for (const { id, ...source } of sources) {
    for (const [port, what] of [
      [443, 'HTTPS'],
      [80, 'HTTP, redirected to HTTPS,'],
    ] as const) {
      new VpcSecurityGroupIngressRule(scope, `From${id}To${port}`, {
        ...source,
        securityGroupId: group.id,
        description: `${what} from everyone`,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        tags: { Name: `${name}-${port}` },
      });
    }
  }
}

/**
 * Only addresses that CloudFront calls origins from, and they reach a balancer without a public address through its VPC
 * origin alone. The list counts as 55 of the 60 rules that a group may have.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
function letCloudFrontIn(scope: Construct, group: SecurityGroup, name: string): void {
  const list = new DataAwsEc2ManagedPrefixList(scope, 'CloudFrontAddresses', {
    name: 'com.amazonaws.global.cloudfront.origin-facing',
  });
  new VpcSecurityGroupIngressRule(scope, 'FromCloudFront', {
    securityGroupId: group.id,
    prefixListId: list.id,
    description: 'HTTP from CloudFront, which ends TLS',
    ipProtocol: 'tcp',
    fromPort: 80,
    toPort: 80,
    tags: { Name: `${name}-80` },
  });
}
