import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/aws/alarms';
import { Cluster } from '../constructs/aws/cluster';
import { Dashboard } from '../constructs/aws/dashboard';
import { Egress } from '../constructs/aws/egress';
import { Entrance } from '../constructs/aws/entrance';
import { FargateService } from '../constructs/aws/fargate-service';
import { boundaryNameOf } from '../constructs/aws/github-identity';
import { LoadBalancer } from '../constructs/aws/load-balancer';
import { LogQueries } from '../constructs/aws/log-queries';
import { Network } from '../constructs/aws/network';
import { Registry } from '../constructs/aws/registry';
import { ReverseProxy } from '../constructs/aws/reverse-proxy';
import { SecretStore } from '../constructs/aws/secret-store';
import type { IWatchable } from '../constructs/aws/watched';
import { WebAcl } from '../constructs/aws/web-acl';
import { type Image, Notify, Route, type System } from '../constructs/core';
import { pascalCase } from '../constructs/core/naming';
import { AwsStack } from './aws-stack';
import { stateInBucket } from './bucket-state';
import { type Environment, project, type ServiceName } from './config';
import type { Settings } from './settings';
import { connectServices } from './connections';
import { keepData } from './ecs-backings';
import { runbooksOf } from './runbooks';

/** What one environment on ECS is made of. */
export interface EcsStackProps {
  readonly settings: Settings;
  readonly environment: Omit<Environment, 'cloudRun'>;
  /** Name of the environment, which starts every cloud name. */
  readonly name: string;
  readonly system: System;
  /** Image of the proxy in front. */
  readonly proxyImage: Image;
}

/** The whole system on ECS Fargate behind one HTTPS entrance. */
export class EcsStack extends AwsStack {
  constructor(scope: Construct, id: string, props: EcsStackProps) {
    const { settings, environment, name, system } = props;
    super(scope, id, settings);
    stateInBucket(this, settings);
    // the first version with write-only arguments, which the password of a cache is written through
    this.addOverride('terraform.required_version', '>= 1.11.0');

    const network = this.createNetwork(props);
    const cluster = new Cluster(this, 'Cluster', {
      network,
      environment: name,
      registry: Registry.fromPrefix(this, 'Registry', { prefix: project }),
      secrets: new SecretStore(this, 'Secrets', { prefix: name, generated: passwordsOf(props) }),
    });
    const services = this.runWorkloads(cluster, props);
    const { caches } = environment;
    const backings = keepData(this, services, system, {
      cluster,
      caches,
      disposable: settings.disposable,
    });

    const proxy = this.createProxy(cluster, services, props);
    const loadBalancer = this.createLoadBalancer(network, props);
    loadBalancer.addRoute(Route.path('/'), proxy.service);
    this.watch([...services.values(), proxy.service, loadBalancer, ...backings], props);

    new TerraformOutput(this, 'url', { value: loadBalancer.url });
  }

  private createProxy(
    cluster: Cluster,
    services: ReadonlyMap<string, FargateService>,
    { environment, system, proxyImage: image, settings }: EcsStackProps,
  ): ReverseProxy {
    return new ReverseProxy(this, 'ReverseProxy', {
      cluster,
      image,
      routes: system.routes,
      services,
      entrance: this.entranceOf(environment, settings),
      ...environment.services['reverse-proxy'],
    });
  }

  private createLoadBalancer(network: Network, props: EcsStackProps): LoadBalancer {
    const { name, environment, settings } = props;
    const entrance = this.entranceOf(environment, settings);
    return new LoadBalancer(this, 'LoadBalancer', {
      network,
      environment: name,
      entrance,
      webAcl: this.createWebAcl(props, entrance),
      deletionProtection: !settings.disposable,
    });
  }

  /**
   * Alarms, the page to look at and the questions to the logs are of the same list. Whoever deploys this stack in passing may
   * leave them out.
   */
  protected watch(watch: readonly IWatchable[], { environment, settings }: EcsStackProps): void {
    const { objectives } = environment;
    const alarms = new Alarms(this, 'Alarms', {
      watch,
      notify: [Notify.email(settings.notifyEmail)],
      objectives,
      runbooks: runbooksOf(settings),
      entranceProvider: this.providerOfUsEast1(),
    });
    new Dashboard(this, 'Dashboard', { watch, alarms });
    const folder = `${project}/${this.node.id}`;
    new LogQueries(this, 'LogQueries', { watch, objectives, folder });
  }

  /** Whoever deploys from GitHub may make no role without the boundary that aws-foundation has made for that. */
  protected override boundaryOf(settings: Settings): string | undefined {
    const { accountId, github } = settings;
    const own = github && `arn:aws:iam::${accountId}:policy/${boundaryNameOf(project)}`;
    return super.boundaryOf(settings) ?? own;
  }

  private createNetwork({ settings, environment, name }: EcsStackProps): Network {
    const { cidr, zones, egress } = environment;
    return new Network(this, 'Network', {
      environment: name,
      cidr,
      zones: zones.map((letter) => `${settings.region}${letter}`),
      egress: egress === 'nat' ? Egress.nat({ perZone: true }) : Egress.endpoints(),
    });
  }

  private entranceOf(
    environment: EcsStackProps['environment'],
    settings: EcsStackProps['settings'],
  ): Entrance {
    return environment.entrance === 'domain'
      ? Entrance.domain({ name: settings.domain, zoneName: settings.zone })
      : Entrance.cloudFront({ provider: this.providerOfUsEast1() });
  }

  private createWebAcl({ environment, name }: EcsStackProps, { way }: Entrance) {
    if (environment.webAcl === 'off') return undefined;
    return new WebAcl(this, 'WebAcl', {
      environment: name,
      mode: environment.webAcl,
      ...(way.kind === 'cloudFront' ? { scope: 'cloudFront', provider: way.provider } : {}),
    });
  }

  /** One service per workload, one connectTo per connection. */
  private runWorkloads(
    cluster: Cluster,
    { system, environment }: EcsStackProps,
  ): Map<string, FargateService> {
    const services = new Map<string, FargateService>();
    for (const [name, workload] of Object.entries(system.workloads)) {
      const settings = environment.services[name as ServiceName];
      const service = new FargateService(this, pascalCase(name), {
        cluster,
        workload,
        name,
        ...settings,
      });
      services.set(name, service);
    }
    connectServices(services, system.connections);
    return services;
  }
}

/** The password of each cache, which nobody has to know; one that was destroyed on purpose gives its name back at once. */
function passwordsOf({ system, environment, settings }: EcsStackProps) {
  const caches = Object.entries(system.backings).filter(([, { kind }]) => kind === 'cache');
  const recovery = settings.disposable ? { recoveryDays: 0 } : {};
  return Object.fromEntries(
    caches.map(([name]) => {
      const secret = `${name}-password`;
      return [secret, { version: environment.secretVersions[secret], ...recovery }] as const;
    }),
  );
}
