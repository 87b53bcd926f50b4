import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { type Egress, type EgressTarget, internetDirectly } from './egress';
import { Endpoints } from './endpoints';
import { NatGateways } from './nat-gateways';
import { PrivateSubnets, type SubnetsProps, type ZoneSubnet } from './subnets';

/** What leads from the tasks of a network to their images, logs and secrets. */
export interface WayOut {
  /** Subnets of the tasks, one per zone; none where tasks stand in the public ones. */
  readonly privateSubnets: readonly ZoneSubnet[];

  /** What every task must be able to reach. */
  readonly egressTargets: readonly EgressTarget[];

  /** What must exist before a task starts. */
  readonly dependencies: readonly ITerraformDependable[];

  /** Public IPv4 addresses that all tasks together are seen under. */
  readonly publicIps: readonly string[];
}

/** What a way out starts from: the network, and its public subnets. */
export interface WayOutProps extends SubnetsProps {
  /** Subnets with a route to the internet gateway, one per zone. */
  readonly publicSubnets: readonly ZoneSubnet[];
}

/** Private subnets and what leads out of them, or neither where every task has an address of its own. */
export function createWayOut(scope: Construct, egress: Egress, props: WayOutProps): WayOut {
  const { publicSubnets, ...common } = props;
  const { kind, perZone, services } = egress;
  if (kind === 'public-addresses') {
    return {
      privateSubnets: [],
      egressTargets: [internetDirectly],
      // a public subnet itself waits for the route to the internet gateway
      dependencies: publicSubnets.map(({ association }) => association),
      publicIps: [],
    };
  }
  const { subnets: privateSubnets } = new PrivateSubnets(scope, 'Private', common);
  const { egressTargets, dependencies, publicIps } =
    kind === 'nat'
      ? new NatGateways(scope, 'Nat', { ...common, perZone, publicSubnets, privateSubnets })
      : new Endpoints(scope, 'Endpoints', { ...common, services, privateSubnets });
  return { privateSubnets, egressTargets, dependencies, publicIps };
}
