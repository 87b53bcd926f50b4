import type { EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import {
  DefaultTokenResolver,
  dependable,
  type ITerraformDependable,
  StringConcat,
  Tokenization,
} from 'cdktf';
import { Construct } from 'constructs';

/** What a service waits for, in the order of the paths: the order in which verbs are called leaves no trace. */
export function sortedByPath(dependables: readonly ITerraformDependable[]): string[] {
  const byPath = new Map(dependables.map((one) => [pathOf(one), one] as const));
  const sorted = [...byPath].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, one]) => dependable(one));
}

/** Target groups of a service by what their ARNs resolve to: a token itself only tells when it was made. */
export function sortedByTargetGroup(
  scope: Construct,
  loadBalancers: readonly EcsServiceLoadBalancer[],
): EcsServiceLoadBalancer[] {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const options = { scope, resolver, preparing: false };
  const arnOf = ({ targetGroupArn }: EcsServiceLoadBalancer) =>
    String(Tokenization.resolve(targetGroupArn, options));
  return [...loadBalancers].sort((a, b) => (arnOf(a) < arnOf(b) ? -1 : 1));
}

function pathOf(one: ITerraformDependable): string {
  return Construct.isConstruct(one) ? one.node.path : one.fqn;
}
