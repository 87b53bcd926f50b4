import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Image, System } from '../constructs/core';
import { pascalCase } from '../constructs/core/naming';
import { ContainerService } from '../constructs/docker/container-service';
import { Network } from '../constructs/docker/network';
import { ReverseProxy } from '../constructs/docker/reverse-proxy';
import { keepData } from './local-backings';
import { localServices, type ServiceName } from './config';
import type { LocalSettings } from './settings';
import { connectServices } from './connections';

/** What the system on a Docker engine is made of. */
export interface LocalStackProps {
  readonly settings: LocalSettings;
  readonly system: System;
  /** Image of the proxy in front. */
  readonly proxyImage: Image;
  /** Image of the caches. */
  readonly cacheImage: Image;
}

/** The whole system on the Docker engine of this machine, HTTPS on loopback. */
export class LocalStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: LocalStackProps) {
    super(scope, id);
    const { settings, system } = props;
    // Terraform runs in cdktf.out/stacks/<stack>, which anybody may delete: the state lies three folders up
    new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    // the engine is the one of DOCKER_HOST, or that of the usual socket
    new DockerProvider(this, 'Docker');

    const network = new Network(this, 'Network', { environment: settings.environment });
    const services = this.runWorkloads(network, system);
    const { disposable } = settings;
    keepData(this, services, system, { network, cacheImage: props.cacheImage, disposable });
    const proxy = new ReverseProxy(this, 'ReverseProxy', {
      network,
      image: props.proxyImage,
      routes: system.routes,
      services,
      httpsPort: settings.httpsPort,
      httpPort: settings.httpPort,
      ...localServices['reverse-proxy'],
    });

    new TerraformOutput(this, 'url', { value: proxy.url });
    new TerraformOutput(this, 'login_commands', { value: proxy.loginCommands });
  }

  /** One service per workload, one connectTo per connection. */
  private runWorkloads(network: Network, system: System): Map<string, ContainerService> {
    const services = new Map<string, ContainerService>();
    for (const [name, workload] of Object.entries(system.workloads)) {
      const size = localServices[name as ServiceName];
      const props = { network, workload, name, ...size };
      services.set(name, new ContainerService(this, pascalCase(name), props));
    }
    connectServices(services, system.connections);
    return services;
  }
}
