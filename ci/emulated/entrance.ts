import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type Listener,
  type LoadBalancer,
  type Rule,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type { Account } from './account';
import { settings } from './settings';

/** Attributes of a load balancer or a target group, by their keys. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** The way in, as ELB and Route 53 show it. */
export interface Entrance {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly attributes: Attributes;
  readonly listeners: readonly Listener[];

  /** Rules of all listeners, without the default ones. */
  readonly rules: readonly Rule[];
  readonly targetGroups: readonly (TargetGroup & { readonly attributes: Attributes })[];
  readonly records: readonly ResourceRecordSet[];
}

/** Asks the API for the way in. */
export async function readEntrance({ elb, route53 }: Account): Promise<Entrance> {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  const LoadBalancerArn = LoadBalancers[0]?.LoadBalancerArn;
  const { Attributes } = await elb.send(
    new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }),
  );
  const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const rules = await Promise.all(
    Listeners.map(({ ListenerArn }) => elb.send(new DescribeRulesCommand({ ListenerArn }))),
  );
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
  const targetGroups = TargetGroups.map(async (group) => {
    const { TargetGroupArn } = group;
    const answer = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    return { ...group, attributes: byKey(answer.Attributes) };
  });
  const DNSName = settings.SLIPWAY_ZONE;
  const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName }));
  const HostedZoneId = HostedZones[0]?.Id;
  const zone = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  return {
    loadBalancers: LoadBalancers,
    attributes: byKey(Attributes),
    listeners: Listeners,
    rules: rules.flatMap(({ Rules = [] }) => Rules).filter(({ IsDefault }) => !IsDefault),
    targetGroups: await Promise.all(targetGroups),
    records: zone.ResourceRecordSets ?? [],
  };
}

function byKey(
  attributes: readonly { readonly Key?: string; readonly Value?: string }[] = [],
): Attributes {
  return Object.fromEntries(attributes.map(({ Key = '', Value }) => [Key, Value]));
}
