import type { EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';

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
