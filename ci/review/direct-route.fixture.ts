import { Cluster } from '../../constructs/aws/cluster';
import { workload } from '../../constructs/aws/cluster.fixture';
import { Egress } from '../../constructs/aws/egress';
import { Entrance } from '../../constructs/aws/entrance';
import { FargateService } from '../../constructs/aws/fargate-service';
import { LoadBalancer } from '../../constructs/aws/load-balancer';
import { Network } from '../../constructs/aws/network';
import { ReverseProxy } from '../../constructs/aws/reverse-proxy';
import { Route } from '../../constructs/core/route';
import { synth, type SynthesizedStack } from '../../constructs/core/synth';
import { CloudRunService } from '../../constructs/gcp/cloud-run-service';
import { Entrance as GoogleEntrance } from '../../constructs/gcp/entrance';
import { Network as GoogleNetwork } from '../../constructs/gcp/network';
import { Region } from '../../constructs/gcp/region';
import { workload as googleWorkload } from '../../constructs/gcp/region.fixture';
import { ReverseProxy as GoogleReverseProxy } from '../../constructs/gcp/reverse-proxy';

/** What a test decides. */
export interface Wanted {
  /** Whether a route leads straight to the api. */
  readonly withRoute: boolean;
}

const environment = 'prod';
const domain = { name: 'app.example.org', zoneName: 'example.org' };
const routes = [Route.path('/', 'web')];
const direct = Route.path('/api', { host: domain.name });

/** A proxy in front of web, and an api that calls a hidden service; with a route, the balancer leads to it too. */
export function systemOnAws({ withRoute }: Wanted): SynthesizedStack {
  return synth((stack) => {
    const zones = ['eu-west-1a', 'eu-west-1b'];
    const network = new Network(stack, 'Network', { environment, zones, egress: Egress.nat() });
    const cluster = new Cluster(stack, 'Cluster', { network, environment });
    const service = (id: string) => new FargateService(stack, id, { cluster, workload });
    const [web, api, hidden] = [service('Web'), service('Api'), service('Hidden')];
    api.connectTo(hidden);
    const { image } = workload;
    const services = new Map([['web', web]]);
    const proxy = new ReverseProxy(stack, 'ReverseProxy', { cluster, image, routes, services });
    const entrance = Entrance.domain(domain);
    const loadBalancer = new LoadBalancer(stack, 'LoadBalancer', {
      ...{ network, environment, entrance },
    });
    loadBalancer.addRoute(Route.path('/'), proxy.service);
    if (withRoute) loadBalancer.addRoute(direct, api);
  });
}

/** The same on Google Cloud, where the proxy makes the balancer of its domain. */
export function systemOnGoogle({ withRoute }: Wanted): SynthesizedStack {
  return synth((stack) => {
    const place = { projectId: 'my-project', location: 'europe-west1' };
    const workload = googleWorkload;
    const network = new GoogleNetwork(stack, 'Network', { environment, ...place });
    const { image } = workload;
    const region = new Region(stack, 'Region', { network, environment, sidecarImage: image });
    const exposure = withRoute ? 'load-balancer' : 'internal';
    const web = new CloudRunService(stack, 'Web', { region, workload });
    const api = new CloudRunService(stack, 'Api', { region, workload, exposure });
    const hidden = new CloudRunService(stack, 'Hidden', { region, workload });
    api.connectTo(hidden);
    const { loadBalancer } = new GoogleReverseProxy(stack, 'ReverseProxy', {
      region,
      image,
      routes,
      services: new Map([['web', web]]),
      entrance: GoogleEntrance.domain(domain),
    });
    if (withRoute) loadBalancer?.addRoute(direct, api);
  });
}
