import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import { workload } from '../../constructs/aws/cluster.fixture';
import { Cluster } from '../../constructs/aws/cluster';
import { Entrance } from '../../constructs/aws/entrance';
import { FargateService } from '../../constructs/aws/fargate-service';
import { LoadBalancer } from '../../constructs/aws/load-balancer';
import { Network } from '../../constructs/aws/network';
import { Scaling } from '../../constructs/aws/scaling';
import { Image } from '../../constructs/core/image';
import { Route } from '../../constructs/core/route';

const region = 'eu-west-1';
const account = '123456789012';
const zoneId = 'Z0123456789ABCDEFGHIJ';
const zones = ['eu-west-1a', 'eu-west-1b'];
const provider = { region, allowedAccountIds: [account] };
/** One service of each stack lets the balancer count for it. */
const scaling = Scaling.cpu({ taskRequestsPerMinute: 600 });
const at = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** The stack that makes network, cluster and balancer, and has services of its own. */
export function owner(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'owner');
  new AwsProvider(stack, 'Aws', provider);
  const network = new Network(stack, 'Network', { environment: 'shared', zones });
  const cluster = new Cluster(stack, 'Cluster', { network, environment: 'shared' });
  const loadBalancer = new LoadBalancer(stack, 'LoadBalancer', {
    network,
    environment: 'shared',
    entrance: Entrance.domain({ name: 'app.example.org', zoneName: 'example.org', zoneId }),
  });
  const image = workloadOfEcr();
  const web = new FargateService(stack, 'Web', { cluster, workload: image, scaling });
  const admin = new FargateService(stack, 'Admin', { cluster, workload: image });
  loadBalancer.addRoute(Route.path('/'), web);
  loadBalancer.addRoute(Route.path('/admin'), admin);
  return stack;
}

/** The stack of another team, which knows ids and nothing else. */
export function guest(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'guest');
  new AwsProvider(stack, 'Aws', provider);
  const network = Network.fromIds(stack, 'Network', {
    vpcId: 'vpc-0123456789abcdef0',
    cidr: '10.0.0.0/16',
    publicSubnetIds: ['subnet-0a', 'subnet-0b'],
    privateSubnetIds: ['subnet-0c', 'subnet-0d'],
  });
  const cluster = Cluster.fromArn(stack, 'Cluster', {
    network,
    environment: 'orders',
    clusterArn: at('ecs', 'cluster/shared'),
    namespaceArn: at('servicediscovery', 'namespace/ns-0123456789abcdef'),
  });
  const loadBalancer = LoadBalancer.fromListener(stack, 'LoadBalancer', {
    network,
    httpsListenerArn: at(
      'elasticloadbalancing',
      'listener/app/shared-public/0123456789abcdef/fedcba9876543210',
    ),
    securityGroupId: 'sg-0123456789abcdef0',
    dnsName: 'shared-public-1234567890.eu-west-1.elb.amazonaws.com',
    dnsZoneId: 'Z32O12XQLNTSW2',
    domain: { name: 'orders.example.org', zoneName: 'example.org', zoneId },
  });
  const orders = new FargateService(stack, 'Orders', { cluster, workload, scaling });
  const invoices = new FargateService(stack, 'Invoices', { cluster, workload });
  orders.connectTo(invoices);
  loadBalancer.addRoute(Route.path('/', { host: 'orders.example.org' }), orders);
  loadBalancer.addRoute(Route.path('/invoices', { host: 'orders.example.org' }), invoices);
  return stack;
}

/** The endpoints of the owner's network reach no registry but ECR. */
function workloadOfEcr() {
  const repository = `${account}.dkr.ecr.${region}.amazonaws.com/web`;
  return { ...workload, image: Image.fromRegistry(`${repository}@sha256:${'0'.repeat(64)}`) };
}
