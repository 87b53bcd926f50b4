import type { Construct } from 'constructs';
import { synth, type SynthesizedStack } from '../core/synth';
import { Entrance } from './entrance';
import { LoadBalancer, type LoadBalancerProps } from './load-balancer';
import type { LoadBalancerTarget } from './load-balancer-target';
import { type INetwork, Network } from './network';

/** Props without the network, which each stack makes. */
export type BalancerProps = Omit<LoadBalancerProps, 'network'>;

/** A domain in a zone of the account. */
export const domain = { name: 'app.example.org', zoneName: 'example.org' };

/** Only what is required. */
export const required: BalancerProps = {
  environment: 'prod',
  entrance: Entrance.domain(domain),
};

/** A network that exists. */
export function networkIn(scope: Construct): INetwork {
  return Network.fromIds(scope, 'Network', {
    vpcId: 'vpc-1',
    cidr: '10.0.0.0/16',
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetIds: ['subnet-3', 'subnet-4'],
  });
}

/** A stack with a balancer, and what `use` does to it. */
export function balancerWith(
  props: Partial<BalancerProps> = {},
  use: (balancer: LoadBalancer) => void = () => undefined,
): SynthesizedStack {
  return synth((stack) => {
    const network = networkIn(stack);
    use(new LoadBalancer(stack, 'LoadBalancer', { network, ...required, ...props }));
  });
}

/** A target that remembers how it was attached. */
export interface TestTarget extends LoadBalancerTarget {
  /** Arguments of every call of attachTargetGroup. */
  readonly attached: Parameters<LoadBalancerTarget['attachTargetGroup']>[];
}

/** A service as a balancer sees it. */
export function target(props: Partial<LoadBalancerTarget> = {}): TestTarget {
  const attached: TestTarget['attached'] = [];
  return {
    name: 'web',
    port: 8080,
    healthPath: '/healthz',
    healthIntervalSeconds: 10,
    failuresToUnhealthy: 3,
    shutdownSeconds: 30,
    keepAliveSeconds: 75,
    securityGroupId: 'sg-1',
    attached,
    attachTargetGroup: (...call) => void attached.push(call),
    ...props,
  };
}
