import type { TerraformStack } from 'cdktf';
import { Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import type { CloudRunService } from './cloud-run-service';
import { type Changes, service } from './cloud-run-service.fixture';
import { LoadBalancer, type LoadBalancerProps } from './load-balancer';
import { testRegion } from './region.fixture';

/** Only what is required. */
export const required: LoadBalancerProps = {
  environment: 'prod',
  projectId: 'my-project',
  domain: { name: 'app.example.org', zoneName: 'example.org' },
};

/** Services behind a balancer, of one region. */
export type Behind = (id: string, changes?: Changes) => CloudRunService;

/** A stack with a balancer, and what `use` does to it; a route to one service without it. */
export function balancerWith(
  props: Partial<LoadBalancerProps> = {},
  use: (balancer: LoadBalancer, behind: Behind, stack: TerraformStack) => void = toWeb,
): SynthesizedStack {
  return synth((stack) => {
    const region = testRegion(stack);
    const behind: Behind = (id, changes) =>
      service(stack, id, { region, exposure: 'load-balancer', ...changes });
    use(new LoadBalancer(stack, 'LoadBalancer', { ...required, ...props }), behind, stack);
  });
}

function toWeb(balancer: LoadBalancer, behind: Behind): void {
  balancer.addRoute(Route.path('/'), behind('Web'));
}
