/** An image by digest, as a consumer of the library names it. */
export const image = `registry.example.org/api@sha256:${'0'.repeat(64)}`;

/** The smallest app: one service in a network that exists. */
export const awsProgram = `
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { Image } from '@slipway/constructs';
import { Cluster, FargateService, Network } from '@slipway/constructs/aws';
import { App, TerraformStack } from 'cdktf';

const app = new App({ outdir: 'cdktf.out' });
const stack = new TerraformStack(app, 'consumer');
new AwsProvider(stack, 'Aws', { region: 'eu-central-1' });
const network = Network.fromIds(stack, 'Network', {
  vpcId: 'vpc-1',
  cidr: '10.0.0.0/16',
  publicSubnetIds: ['subnet-1', 'subnet-2'],
  privateSubnetIds: ['subnet-3', 'subnet-4'],
});
const cluster = new Cluster(stack, 'Cluster', { network, environment: 'prod' });
new FargateService(stack, 'Api', {
  cluster,
  workload: { image: Image.fromRegistry('${image}'), port: 8080, health: { path: '/healthz' } },
});
app.synth();
`;
