import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { IBacking } from '../../constructs/gcp/backing';
import { Bucket } from '../../constructs/gcp/bucket';
import { Cache } from '../../constructs/gcp/cache';
import { CloudRunService } from '../../constructs/gcp/cloud-run-service';
import { Entrance } from '../../constructs/gcp/entrance';
import { Files } from '../../constructs/gcp/files';
import { LoadBalancer } from '../../constructs/gcp/load-balancer';
import { type INetwork, Network } from '../../constructs/gcp/network';
import { Region } from '../../constructs/gcp/region';
import { ReverseProxy } from '../../constructs/gcp/reverse-proxy';
import { Scaling } from '../../constructs/gcp/scaling';
import { SecretStore } from '../../constructs/gcp/secret-store';
import {
  type CloudRunPlan,
  type GoogleBackingPlan,
  type GoogleEntrancePlan,
  type GooglePlan,
  planGcp,
} from './gcp-plan';
import { ordered, type Platform } from './platform';
import { routeOf } from './route';
import { addressOf, imageOf, workloadOf } from './workload';

/** Systems on Cloud Run. */
export const gcp: Platform<GooglePlan> = { name: 'gcp', plan: planGcp, build: buildGcp };

function buildGcp(stack: TerraformStack, plan: GooglePlan, backwards: boolean): void {
  const { environment = 'prod', secretPrefix, versions } = plan;
  new GoogleProvider(stack, 'Google', {});
  const region = new Region(stack, 'Region', {
    network: networkOf(stack, plan, environment),
    environment,
    secrets:
      secretPrefix === undefined
        ? undefined
        : new SecretStore(stack, 'Secrets', { prefix: secretPrefix, versions }),
    sidecarImage: plan.sidecar === true ? imageOf('google') : undefined,
  });
  const services = (plan.services ?? []).map((one, at) => serviceOf(stack, region, one, at));
  const backings = (plan.backings ?? []).map((one, at) => backingOf(stack, region, one, at));
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
  if (plan.entrance) openEntrance(stack, region, plan.entrance, services, backwards);
}

function networkOf(stack: TerraformStack, plan: GooglePlan, environment: string): INetwork {
  const { projectId = 'my-project', location = 'europe-west1', cidr = '10.0.0.0/20' } = plan;
  if (plan.existingNetwork !== true) {
    return new Network(stack, 'Network', { environment, projectId, location, cidr });
  }
  return Network.fromIds(stack, 'Network', {
    projectId,
    location,
    cidr,
    networkId: `projects/${projectId}/global/networks/main`,
    subnetworkId: `projects/${projectId}/regions/${location}/subnetworks/main`,
  });
}

function serviceOf(
  stack: TerraformStack,
  region: Region,
  plan: CloudRunPlan,
  at: number,
): CloudRunService {
  const { workload = {}, scaling, roles = [], ...rest } = plan;
  const service = new CloudRunService(stack, `Service${at}`, {
    ...rest,
    region,
    workload: workloadOf({ ...workload, image: workload.image ?? 'google' }),
    scaling: scaling && scalingOf(scaling),
  });
  for (const role of roles) service.grant({ role });
  return service;
}

function scalingOf({ fixed, ...bounds }: NonNullable<CloudRunPlan['scaling']>): Scaling {
  return fixed === undefined ? Scaling.requests(bounds) : Scaling.fixed(fixed);
}

function backingOf(
  stack: TerraformStack,
  region: Region,
  plan: GoogleBackingPlan,
  at: number,
): IBacking<object> {
  const { kind, ...props } = plan;
  const id = `Backing${at}`;
  if (kind === 'cache') return new Cache(stack, id, { ...props, region });
  if (kind === 'bucket') return new Bucket(stack, id, { ...props, region });
  return new Files(stack, id, {
    acceptsDataLossSeconds: 5,
    database: 'users.db',
    ...props,
    region,
    litestreamImage: imageOf('google'),
  });
}

function openEntrance(
  stack: TerraformStack,
  region: Region,
  plan: GoogleEntrancePlan,
  services: readonly CloudRunService[],
  backwards: boolean,
): void {
  const [host = 'app.example.org', ...alternativeNames] = plan.hosts ?? [];
  const domain = { name: host, zoneName: plan.zoneName ?? 'example.org', alternativeNames };
  const { logSamplePercent, name } = plan;
  if (plan.proxy === true) {
    const entrance = Entrance.domain({ ...domain, balancerName: name, logSamplePercent });
    openProxy(stack, region, plan, plan.own === true ? Entrance.own() : entrance, services);
    return;
  }
  const balancer = new LoadBalancer(stack, 'Balancer', {
    environment: region.environment,
    projectId: region.projectId,
    domain,
    name,
    logSamplePercent,
  });
  for (const route of ordered(plan.routes, backwards)) {
    const target = services[route.to ?? 0];
    if (target) balancer.addRoute(routeOf(route, target.name), target);
  }
}

function openProxy(
  stack: TerraformStack,
  region: Region,
  { routes = [] }: GoogleEntrancePlan,
  entrance: Entrance,
  services: readonly CloudRunService[],
): void {
  const typed = routes.flatMap((route) => {
    const target = services[route.to ?? 0];
    return target ? [routeOf(route, target.name)] : [];
  });
  new ReverseProxy(stack, 'Proxy', {
    region,
    image: imageOf('google'),
    routes: typed,
    services: new Map(services.map((service) => [service.name, service])),
    entrance,
  });
}
