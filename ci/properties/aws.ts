import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { IBacking } from '../../constructs/aws/backing';
import { Bucket } from '../../constructs/aws/bucket';
import { Cache } from '../../constructs/aws/cache';
import { Capacity } from '../../constructs/aws/capacity';
import { Cluster } from '../../constructs/aws/cluster';
import { Deployment } from '../../constructs/aws/deployment';
import { Egress, type EndpointService } from '../../constructs/aws/egress';
import { Entrance } from '../../constructs/aws/entrance';
import { FargateService } from '../../constructs/aws/fargate-service';
import { Files } from '../../constructs/aws/files';
import { HttpApi } from '../../constructs/aws/http-api';
import { LoadBalancer } from '../../constructs/aws/load-balancer';
import { type INetwork, Network } from '../../constructs/aws/network';
import { Registry } from '../../constructs/aws/registry';
import { ReverseProxy } from '../../constructs/aws/reverse-proxy';
import { Scaling } from '../../constructs/aws/scaling';
import { SecretStore } from '../../constructs/aws/secret-store';
import { WebAcl } from '../../constructs/aws/web-acl';
import { Route } from '../../constructs/core/route';
import { type AwsPlan, type BackingPlan, type FargatePlan, planAws } from './aws-plan';
import type { EntrancePlan } from './aws-entrance-plan';
import { ordered, type Platform } from './platform';
import { routeOf } from './route';
import { addressOf, imageOf, workloadOf } from './workload';

/** Systems on ECS Fargate. */
export const aws: Platform<AwsPlan> = { name: 'aws', plan: planAws, build: buildAws };

function buildAws(stack: TerraformStack, plan: AwsPlan, backwards: boolean): void {
  const { environment = 'prod', region = 'eu-west-1', secretPrefix, registry } = plan;
  new AwsProvider(stack, 'Aws', { region });
  const network = networkOf(stack, plan, environment, region);
  const cluster = new Cluster(stack, 'Cluster', {
    network,
    environment,
    logRetentionDays: plan.logRetentionDays,
    containerInsights: plan.containerInsights,
    registry:
      registry === undefined
        ? undefined
        : Registry.fromPrefix(stack, 'Registry', { prefix: registry }),
    secrets:
      secretPrefix === undefined
        ? undefined
        : new SecretStore(stack, 'Secrets', { prefix: secretPrefix }),
  });
  const services = (plan.services ?? []).map((one, at) => serviceOf(cluster, one, at));
  const backings = (plan.backings ?? []).map((one, at) => backingOf(cluster, one, at));
  for (const { from = 0, to = 1, variable } of ordered(plan.edges, backwards)) {
    const [caller, callee] = [services[from], services[to]];
    if (caller && callee) {
      caller.connectTo(
        callee,
        variable === undefined ? undefined : ({ url }) => ({ [variable]: url }),
      );
    }
  }
  for (const { from = 0, to = 0, variable } of ordered(plan.uses, backwards)) {
    const [caller, backing] = [services[from], backings[to]];
    if (caller && backing) {
      const told = (peer: object) => ({ [variable ?? '']: addressOf(peer) });
      caller.connectTo(backing, variable === undefined ? undefined : told);
    }
  }
  if (plan.entrance) openEntrance(cluster, plan.entrance, services, backwards);
}

function networkOf(
  stack: TerraformStack,
  { egress, zones = ['a', 'b'], cidr }: AwsPlan,
  environment: string,
  region: string,
): INetwork {
  if (egress?.kind === 'existing') {
    return Network.fromIds(stack, 'Network', {
      vpcId: 'vpc-1',
      cidr: cidr ?? '10.0.0.0/16',
      publicSubnetIds: zones.map((zone) => `subnet-1${zone}`),
      privateSubnetIds: zones.map((zone) => `subnet-2${zone}`),
    });
  }
  return new Network(stack, 'Network', {
    environment,
    zones: zones.map((zone) => `${region}${zone}`),
    cidr,
    egress: egressOf(egress),
  });
}

function egressOf(egress: AwsPlan['egress']): Egress {
  switch (egress?.kind) {
    case 'nat-per-zone':
      return Egress.nat({ perZone: true });
    case 'public':
      return Egress.publicAddresses();
    case 'endpoints':
      return Egress.endpoints({ services: egress.services as readonly EndpointService[] });
    default:
      return Egress.nat();
  }
}

function serviceOf(cluster: Cluster, plan: FargatePlan, at: number): FargateService {
  const { workload = {}, scaling, deployment, capacity, ...rest } = plan;
  return new FargateService(TerraformStack.of(cluster), `Service${at}`, {
    ...rest,
    cluster,
    workload: workloadOf(workload),
    scaling: scaling && scalingOf(scaling),
    deployment: deployment && deploymentOf(deployment),
    capacity: capacity && capacityOf(capacity),
  });
}

function scalingOf({ fixed, ...cpu }: NonNullable<FargatePlan['scaling']>): Scaling {
  return fixed === undefined ? Scaling.cpu(cpu) : Scaling.fixed(fixed);
}

function deploymentOf({ kind, options }: NonNullable<FargatePlan['deployment']>): Deployment {
  if (kind === 'blueGreen') return Deployment.blueGreen(options);
  if (kind === 'linear') return Deployment.linear(options);
  return kind === 'canary' ? Deployment.canary(options) : Deployment.rolling(options);
}

function capacityOf({ kind, options }: NonNullable<FargatePlan['capacity']>): Capacity {
  if (kind === 'spot') return Capacity.spot(options);
  return kind === 'onlySpot' ? Capacity.onlySpot() : Capacity.onDemand();
}

function backingOf(cluster: Cluster, plan: BackingPlan, at: number): IBacking<object> {
  const { kind, ...props } = plan;
  const scope = TerraformStack.of(cluster);
  const id = `Backing${at}`;
  if (kind === 'files') return new Files(scope, id, { ...props, cluster });
  if (kind === 'cache') return new Cache(scope, id, { ...props, cluster });
  return new Bucket(scope, id, { ...props, cluster });
}

function openEntrance(
  cluster: Cluster,
  plan: EntrancePlan,
  services: readonly FargateService[],
  backwards: boolean,
): void {
  const { network, environment } = cluster;
  const scope = TerraformStack.of(cluster);
  const [first] = services;
  if (plan.kind === 'http-api') {
    const { name, requestsPerSecond } = plan;
    if (first)
      new HttpApi(scope, 'Api', { network, environment, service: first, name, requestsPerSecond });
    return;
  }
  const entrance = entranceOf(plan);
  const balancer = new LoadBalancer(scope, 'Balancer', {
    network,
    environment,
    entrance,
    name: plan.name,
    idleTimeoutSeconds: plan.idleTimeoutSeconds,
    accessLogRetentionDays: plan.accessLogRetentionDays,
    webAcl: plan.webAcl && webAclOf(cluster, plan),
  });
  if (plan.proxy === true) {
    const proxy = proxyOf(cluster, plan, entrance, services);
    balancer.addRoute(Route.path('/'), proxy.service);
    return;
  }
  for (const route of ordered(plan.routes, backwards)) {
    const target = services[route.to ?? 0];
    if (target) balancer.addRoute(routeOf(route, target.name), target);
  }
}

function entranceOf({ kind, hosts = [], zoneName = 'example.org' }: EntrancePlan): Entrance {
  if (kind === 'cloudFront') return Entrance.cloudFront();
  const [name = 'app.example.org', ...alternativeNames] = hosts;
  return Entrance.domain({ name, zoneName, alternativeNames });
}

function webAclOf(cluster: Cluster, { kind, webAcl }: EntrancePlan): WebAcl {
  return new WebAcl(TerraformStack.of(cluster), 'WebAcl', {
    ...webAcl,
    environment: cluster.environment,
    scope: kind === 'cloudFront' ? 'cloudFront' : 'regional',
  });
}

function proxyOf(
  cluster: Cluster,
  { routes = [] }: EntrancePlan,
  entrance: Entrance,
  services: readonly FargateService[],
): ReverseProxy {
  const named = new Map(services.map((service) => [service.name, service]));
  const typed = routes.flatMap((route) => {
    const target = services[route.to ?? 0];
    return target ? [routeOf(route, target.name)] : [];
  });
  return new ReverseProxy(TerraformStack.of(cluster), 'Proxy', {
    cluster,
    image: imageOf('ecr'),
    routes: typed,
    services: named,
    entrance,
  });
}
