import { type TerraformStack, TerraformVariable } from 'cdktf';
import { Route } from '../core/route';
import { type Block, synth, type SynthesizedStack } from '../core/synth';
import { testCluster, workload } from './cluster.fixture';
import { Deployment } from './deployment';
import type { FargateService } from './fargate-service';
import { service, synthOne } from './fargate-service.fixture';
import { LoadBalancer } from './load-balancer';
import { networkIn, required } from './load-balancer.fixture';
import { ReverseProxy } from './reverse-proxy';
import { Scaling } from './scaling';

const scaling = Scaling.cpu({ taskRequestsPerMinute: 600 });

/** A service that counts requests, and what `use` does with it and a balancer. */
function counting(use: (balancer: LoadBalancer, web: FargateService) => void): SynthesizedStack {
  return synth((scope) => {
    const cluster = testCluster(scope);
    const network = networkIn(scope);
    const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
    use(balancer, service(scope, 'Web', { cluster, scaling }));
  });
}

/** The policies that count requests. */
function policies(stack: SynthesizedStack): Block[] {
  return stack
    .all('aws_appautoscaling_policy')
    .filter(({ name }) => String(name).startsWith('requests-'));
}

/** What a policy counts by. */
function labelOf(policy: Block): string {
  const tracking = policy.target_tracking_scaling_policy_configuration as {
    readonly predefined_metric_specification: { readonly resource_label: string };
  };
  return tracking.predefined_metric_specification.resource_label;
}

describe('scaling by requests', () => {
  const stack = counting((balancer, web) => void balancer.addRoute(Route.path('/'), web));

  it('keeps the requests of the route beside the CPU', () => {
    expect(stack.counts()).toMatchObject({
      aws_appautoscaling_policy: 2,
      aws_appautoscaling_target: 1,
    });
    expect(policies(stack)).toEqual([
      expect.objectContaining({
        name: expect.stringMatching(/^requests-root-[0-9a-f]{8}$/) as string,
        policy_type: 'TargetTrackingScaling',
        target_tracking_scaling_policy_configuration: {
          target_value: 600,
          scale_in_cooldown: 300,
          scale_out_cooldown: 60,
          disable_scale_in: false,
          predefined_metric_specification: {
            predefined_metric_type: 'ALBRequestCountPerTarget',
            resource_label: expect.any(String) as string,
          },
        },
      }),
    ]);
  });

  it('counts by the balancer and the target group, in this order', () => {
    expect(labelOf(policies(stack)[0]!)).toMatch(
      /^\$\{aws_lb\.LoadBalancer_\w+\.arn_suffix\}\/\$\{aws_lb_target_group\.\w+\.arn_suffix\}$/,
    );
  });

  it('counts each route for itself, in whichever order they come', () => {
    const paths = ['/a', '/a/b', '/A'];
    const build = (order: string[]) =>
      counting((balancer, web) => {
        for (const path of order) balancer.addRoute(Route.path(path), web);
      });

    const several = build(paths);

    expect(new Set(policies(several).map(({ name }) => name)).size).toBe(3);
    expect(new Set(policies(several).map(labelOf)).size).toBe(3);
    expect(build([...paths].reverse()).json).toEqual(several.json);
  });

  it('tells one route of two balancers apart', () => {
    const twice = synth((scope) => {
      const network = networkIn(scope);
      const web = service(scope, 'Web', { scaling });
      for (const name of ['public', 'partners']) {
        const balancer = new LoadBalancer(scope, name, { network, ...required, name });
        balancer.addRoute(Route.path('/'), web);
      }
    });

    expect(new Set(policies(twice).map(({ name }) => name)).size).toBe(2);
    expect(new Set(policies(twice).map(labelOf)).size).toBe(2);
  });

  describe('at a balancer that exists', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/01/02';
    const behind = (listener: (scope: TerraformStack) => string) =>
      synth((scope) => {
        const balancer = LoadBalancer.fromListener(scope, 'Shared', {
          network: networkIn(scope),
          httpsListenerArn: listener(scope),
          securityGroupId: 'sg-9',
        });
        balancer.addRoute(Route.path('/'), service(scope, 'Web', { scaling }));
      });

    it('counts by what the ARN of the listener says of it', () => {
      const [policy] = policies(behind(() => arn));

      expect(labelOf(policy!)).toMatch(/^app\/shared\/01\/\$\{aws_lb_target_group\./);
    });

    it('leaves it to Terraform where the ARN is not known', () => {
      const variable = (scope: TerraformStack) => new TerraformVariable(scope, 'listener', {});
      const [policy] = policies(behind((scope) => variable(scope).stringValue));

      expect(labelOf(policy!)).toMatch(
        /^\$\{join\("\/", slice\(split\("\/", var\.listener\), 1, 4\)\)\}\/\$\{aws_lb_target/,
      );
    });
  });

  it('leaves a service alone that does not ask for it', () => {
    const plain = synth((scope) => {
      const network = networkIn(scope);
      const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
      balancer.addRoute(Route.path('/'), service(scope, 'Web'));
    });

    expect(policies(plain)).toEqual([]);
  });

  it('fails when no route leads to the service', () => {
    expect(() => synthOne({ scaling })).toThrow(
      /'scaling' of 'users-api' has 'taskRequestsPerMinute', but no route of a load balancer/,
    );
  });

  it('fails when the route leads to a proxy in front of the service', () => {
    const proxied = () =>
      synth((scope) => {
        const cluster = testCluster(scope);
        const web = service(scope, 'Web', { cluster, scaling });
        const proxy = new ReverseProxy(scope, 'ReverseProxy', {
          cluster,
          image: workload.image,
          routes: [Route.path('/', 'web')],
          services: new Map([['web', web]]),
        });
        const network = networkIn(scope);
        const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
        balancer.addRoute(Route.path('/'), proxy.service);
      });

    expect(proxied).toThrow(/'scaling' of 'web' has 'taskRequestsPerMinute', but no route/);
  });

  it.each([
    ['blueGreen', Deployment.blueGreen()],
    ['canary', Deployment.canary()],
    ['linear', Deployment.linear()],
  ])('fails when the deployment is %s', (kind, deployment) => {
    expect(() => synthOne({ scaling, deployment })).toThrow(
      `counts the requests of one target group, but 'deployment' is ${kind} and takes turns with two; use Deployment.rolling()`,
    );
  });

  it.each([0, -1, 0.5, NaN, Infinity])('fails when a task is to get %d requests', (requests) => {
    expect(() => synthOne({ scaling: Scaling.cpu({ taskRequestsPerMinute: requests }) })).toThrow(
      /a whole 'taskRequestsPerMinute' of at least 1, got/,
    );
  });
});
