import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Cluster } from '../../../constructs/aws/cluster';
import { FargateService } from '../../../constructs/aws/fargate-service';
import { Network } from '../../../constructs/aws/network';
import { Image } from '../../../constructs/core/image';

// as many services in one network as BENCH_SERVICES says, each of which calls the one before it
const count = Number(process.env.BENCH_SERVICES ?? 1);
const app = new App();
const stack = new TerraformStack(app, 'fleet');
new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
const network = new Network(stack, 'Network', {
  environment: 'prod',
  zones: ['eu-west-1a', 'eu-west-1b'],
});
const cluster = new Cluster(stack, 'Cluster', { network, environment: 'prod' });
const image = Image.fromRegistry(
  `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api@sha256:${'0'.repeat(64)}`,
);
let before: FargateService | undefined;
for (let at = 0; at < count; at++) {
  const service = new FargateService(stack, `Service${at}`, {
    cluster,
    workload: { image, port: 8080, health: { path: '/healthz' }, environment: { LEVEL: 'info' } },
  });
  if (before) service.connectTo(before, ({ url }) => ({ BACKEND_URL: url }));
  before = service;
}
app.synth();
