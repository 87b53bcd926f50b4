import type { TerraformStack } from 'cdktf';
import { Image } from '../core/image';
import { synth, type SynthesizedStack } from '../core/synth';
import type { Workload } from '../core/workload';
import { ContainerService, type ContainerServiceProps } from './container-service';
import { Network } from './network';

/** A workload with only what is required. */
export const workload: Workload = {
  image: Image.fromRegistry(`registry.example.org/team/api@sha256:${'0'.repeat(64)}`),
  port: 8080,
  health: { path: '/healthz' },
};

/** What a test changes of a service with only what is required. */
export type Changes = Partial<ContainerServiceProps>;

/** An environment of its own. */
export function testNetwork(scope: TerraformStack): Network {
  return new Network(scope, 'Network', { environment: 'test' });
}

/** A service with only what is required, and the changes. */
export function service(
  scope: TerraformStack,
  id: string,
  changes: Changes = {},
): ContainerService {
  const network = changes.network ?? testNetwork(scope);
  return new ContainerService(scope, id, { workload, ...changes, network });
}

/** One service and what it synthesizes to. */
export function synthOne(changes: Changes = {}): SynthesizedStack {
  return synth((scope) => void service(scope, 'UsersApi', changes));
}
