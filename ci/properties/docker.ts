import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { IBacking } from '../../constructs/docker/backing';
import { Bucket } from '../../constructs/docker/bucket';
import { Cache } from '../../constructs/docker/cache';
import { ContainerService } from '../../constructs/docker/container-service';
import { Files } from '../../constructs/docker/files';
import { type INetwork, Network } from '../../constructs/docker/network';
import { ReverseProxy } from '../../constructs/docker/reverse-proxy';
import { type DockerBackingPlan, type DockerPlan, planDocker } from './docker-plan';
import { ordered, type Platform } from './platform';
import { routeOf } from './route';
import { addressOf, imageOf, workloadOf } from './workload';

/** Systems on a Docker engine. */
export const docker: Platform<DockerPlan> = {
  name: 'docker',
  plan: planDocker,
  build: buildDocker,
};

function buildDocker(stack: TerraformStack, plan: DockerPlan, backwards: boolean): void {
  new DockerProvider(stack, 'Docker');
  const { environment = 'prod', existingEntrance: entranceId } = plan;
  const network: INetwork =
    entranceId === undefined
      ? new Network(stack, 'Network', { environment })
      : Network.fromIds(stack, 'Network', { environment, entranceId });
  const services = (plan.services ?? []).map(
    ({ workload = {}, ...rest }, at) =>
      new ContainerService(stack, `Service${at}`, {
        ...rest,
        network,
        workload: workloadOf(workload),
      }),
  );
  const backings = (plan.backings ?? []).map((one, at) => backingOf(stack, network, one, at));
  for (const { from = 0, to = 1, variable } of ordered(plan.edges, backwards)) {
    const [caller, callee] = [services[from], services[to]];
    const told = ({ url }: { readonly url: string }) => ({ [variable ?? '']: url });
    if (caller && callee) caller.connectTo(callee, variable === undefined ? undefined : told);
  }
  for (const { from = 0, to = 0, variable } of ordered(plan.uses, backwards)) {
    const [caller, backing] = [services[from], backings[to]];
    const told = (peer: object) => ({ [variable ?? '']: addressOf(peer) });
    if (caller && backing) caller.connectTo(backing, variable === undefined ? undefined : told);
  }
  if (plan.routes) openProxy(stack, network, plan, services);
}

function backingOf(
  stack: TerraformStack,
  network: INetwork,
  { kind, name, ...props }: DockerBackingPlan,
  at: number,
): IBacking<object> {
  const id = `Backing${at}`;
  if (kind === 'cache') return new Cache(stack, id, { network, name, image: imageOf() });
  if (kind === 'files') return new Files(stack, id, { ...props, name, network });
  return new Bucket(stack, id, { ...props, name, network });
}

function openProxy(
  stack: TerraformStack,
  network: INetwork,
  { routes = [], httpsPort, hostAddress }: DockerPlan,
  services: readonly ContainerService[],
): void {
  const typed = routes.flatMap((route) => {
    const target = services[route.to ?? 0];
    return target ? [routeOf(route, target.name)] : [];
  });
  new ReverseProxy(stack, 'Proxy', {
    network,
    image: imageOf(),
    routes: typed,
    services: new Map(services.map((service) => [service.name, service])),
    httpsPort,
    hostAddress,
  });
}
