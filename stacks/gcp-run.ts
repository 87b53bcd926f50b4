import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { type Image, Notify, type System } from '../constructs/core';
import { pascalCase } from '../constructs/core/naming';
import { Alarms } from '../constructs/gcp/alarms';
import { Cache } from '../constructs/gcp/cache';
import { CloudRunService } from '../constructs/gcp/cloud-run-service';
import { Dashboard } from '../constructs/gcp/dashboard';
import { Entrance } from '../constructs/gcp/entrance';
import { Network } from '../constructs/gcp/network';
import { Region } from '../constructs/gcp/region';
import { Registry } from '../constructs/gcp/registry';
import { ReverseProxy } from '../constructs/gcp/reverse-proxy';
import { SecretStore } from '../constructs/gcp/secret-store';
import type { Watched } from '../constructs/gcp/watched';
import { stateInBucket } from './bucket-state';
import { type Environment, project, type ServiceName } from './config';
import type { GoogleSettings } from './google-settings';
import type { Settings } from './settings';
import { connectServices } from './connections';
import { GcpStack } from './gcp-stack';
import { keepData } from './gcp-run-backings';
import { runbooksOf } from './runbooks';

/** What one environment on Cloud Run is made of. */
export interface GcpRunStackProps {
  readonly settings: Settings;
  readonly environment: Environment;
  /** Name of the environment, which starts every cloud name. */
  readonly name: string;
  readonly system: System;
  /** Image of the proxy in front, and of the sidecars that add identity to calls. */
  readonly proxyImage: Image;
  /** Image of the containers that copy files. */
  readonly litestreamImage: Image;
}

/** The whole system on Cloud Run behind one HTTPS entrance. */
export class GcpRunStack extends GcpStack {
  constructor(scope: Construct, id: string, props: GcpRunStackProps) {
    const { settings, system, proxyImage, litestreamImage } = props;
    const { cloudRun } = props.environment;
    super(scope, id, settings);
    stateInBucket(this, settings);

    const region = this.createRegion(props);
    const services = this.runWorkloads(region, props);
    const { caches, files } = cloudRun;
    const { disposable } = settings;
    const backings = keepData(this, services, system, {
      region,
      caches,
      files,
      litestreamImage,
      disposable,
    });

    const proxy = new ReverseProxy(this, 'ReverseProxy', {
      region,
      image: proxyImage,
      routes: system.routes,
      services,
      entrance: entranceOf(settings.google),
      deletionProtection: !settings.disposable,
      ...cloudRun.services['reverse-proxy'],
    });

    this.watch(
      [proxy, ...services.values(), ...backings.filter((one) => one instanceof Cache)],
      props,
    );
    this.tellAddress(proxy);
  }

  /** Alarms and the page to look at are of the same list and the same promises. */
  private watch(watch: readonly Watched[], { settings, environment }: GcpRunStackProps): void {
    const { objectives } = environment;
    const notify = [Notify.email(settings.notifyEmail)];
    const runbooks = runbooksOf(settings);
    new Alarms(this, 'Alarms', { watch, notify, objectives, runbooks });
    new Dashboard(this, 'Dashboard', { watch, objectives, runbooks });
  }

  private createRegion({ settings, environment, name, proxyImage }: GcpRunStackProps): Region {
    const { projectId, region: location } = settings.google;
    const { cidr, secretVersions: versions } = environment.cloudRun;
    const place = { environment: name, projectId, location };
    return new Region(this, 'Region', {
      network: new Network(this, 'Network', { ...place, cidr }),
      environment: name,
      registry: Registry.fromPrefix(this, 'Registry', { prefix: project, projectId, location }),
      secrets: new SecretStore(this, 'Secrets', { prefix: name, versions }),
      sidecarImage: proxyImage,
      // where a workflow deploys, the foundation makes them: it may act as these alone
      existingServiceAccounts: settings.github !== undefined,
    });
  }

  private tellAddress({ url, loadBalancer }: ReverseProxy): void {
    new TerraformOutput(this, 'url', { value: url });
    if (!loadBalancer) return;
    new TerraformOutput(this, 'address', {
      value: loadBalancer.address,
      description: 'IPv4 address that the host name must lead to, where no zone was named',
    });
  }

  /** One service per workload, one connectTo per connection. */
  private runWorkloads(
    region: Region,
    { settings, environment, system }: GcpRunStackProps,
  ): Map<string, CloudRunService> {
    const services = new Map<string, CloudRunService>();
    for (const [name, workload] of Object.entries(system.workloads)) {
      const service = new CloudRunService(this, pascalCase(name), {
        region,
        workload,
        name,
        deletionProtection: !settings.disposable,
        ...environment.cloudRun.services[name as ServiceName],
      });
      services.set(name, service);
    }
    connectServices(services, system.connections);
    return services;
  }
}

/** The proxy's own address needs nothing; a host name of one's own brings a load balancer. */
function entranceOf({ domain, zone }: GoogleSettings): Entrance {
  return domain === undefined ? Entrance.own() : Entrance.domain({ name: domain, zoneName: zone });
}
