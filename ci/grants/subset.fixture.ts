import * as fc from 'fast-check';
import { Bucket } from '../../constructs/aws/bucket';
import { Cluster } from '../../constructs/aws/cluster';
import { Deployment } from '../../constructs/aws/deployment';
import { Entrance } from '../../constructs/aws/entrance';
import { FargateService } from '../../constructs/aws/fargate-service';
import { Files } from '../../constructs/aws/files';
import { LoadBalancer } from '../../constructs/aws/load-balancer';
import { Egress } from '../../constructs/aws/egress';
import { Network } from '../../constructs/aws/network';
import { Registry } from '../../constructs/aws/registry';
import { Scaling } from '../../constructs/aws/scaling';
import { SecretStore } from '../../constructs/aws/secret-store';
import { Image } from '../../constructs/core/image';
import { Route } from '../../constructs/core/route';
import { Secret } from '../../constructs/core/secret';
import { synth } from '../../constructs/core/synth';

/** What a service may use, each of which needs rights. */
export const used = [
  'secret',
  'secretKey',
  'exec',
  'files',
  'pages',
  'uploads',
  'shift',
  'folderImage',
] as const;

/** A choice of what is used. */
export type Subset = ReadonlySet<(typeof used)[number]>;

/** ARN of the customer's key of the secrets. */
export const secretKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/secrets';

/** Random subsets, and those of nothing and of everything that goes together. */
export function subsets(count: number): Subset[] {
  const some = fc.sample(fc.subarray([...used]), { seed: 1, numRuns: count }).map((subset) => {
    const chosen = new Set(subset);
    // two versions side by side have no single writer
    if (chosen.has('files')) chosen.delete('shift');
    return chosen;
  });
  const all = new Set(used);
  all.delete('shift');
  return [new Set(), all, ...some];
}

/** A service that uses a subset, in a network of its own. */
export function synthSubset(subset: Subset): unknown {
  return synth((stack) => {
    const secrets = new SecretStore(stack, 'Secrets', {
      prefix: 'prod',
      kmsKeyArn: subset.has('secretKey') ? secretKeyArn : undefined,
    });
    const zones = ['eu-west-1a', 'eu-west-1b'];
    const network = new Network(stack, 'Network', {
      environment: 'prod',
      zones,
      egress: Egress.nat(),
    });
    const registry = Registry.fromPrefix(stack, 'Registry', { prefix: 'slipway' });
    const cluster = new Cluster(stack, 'Cluster', {
      network,
      environment: 'prod',
      secrets,
      registry,
    });
    const web = new FargateService(stack, 'Web', {
      cluster,
      workload: {
        image: imageOf(subset),
        port: 8080,
        health: { path: '/healthz' },
        secrets: subset.has('secret') ? { A: Secret.named('a'), B: Secret.named('b') } : {},
      },
      exec: subset.has('exec'),
      scaling: subset.has('files') ? Scaling.fixed(1) : undefined,
      deployment: subset.has('shift') ? Deployment.blueGreen() : undefined,
    });
    // another one that uses nothing: what the first needs must not reach it
    const image = imageOf(new Set());
    new FargateService(stack, 'Other', {
      cluster,
      workload: { image, port: 8080, health: { path: '/' } },
    });
    connect(web, cluster, subset);
    if (!subset.has('shift')) return;
    const entrance = Entrance.domain({ name: 'app.example.org', zoneName: 'example.org' });
    const balancer = new LoadBalancer(stack, 'Balancer', {
      network,
      environment: 'prod',
      entrance,
    });
    balancer.addRoute(Route.path('/'), web);
  }).json;
}

function imageOf(subset: Subset): Image {
  if (subset.has('folderImage')) return Image.fromFolder('services/goapp');
  const digest = `@sha256:${'0'.repeat(64)}`;
  return Image.fromRegistry(
    subset.has('exec')
      ? `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api${digest}`
      : `registry.example.org/team/api${digest}`,
  );
}

function connect(web: FargateService, cluster: Cluster, subset: Subset): void {
  if (subset.has('files')) {
    web.connectTo(new Files(cluster, 'Data', { cluster }));
  }
  if (subset.has('pages')) {
    const content = 'services/static-site/pages';
    const pages = new Bucket(cluster, 'Pages', { cluster, content });
    web.connectTo(pages, ({ uri }) => ({ PAGES: `${uri}/site-a` }));
  }
  if (subset.has('uploads')) {
    const uploads = new Bucket(cluster, 'Uploads', { cluster });
    web.connectTo(uploads, ({ uri }) => ({ UPLOADS: uri }));
  }
}
