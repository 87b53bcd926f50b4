import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Capacity } from '../constructs/aws/capacity';
import { Cluster } from '../constructs/aws/cluster';
import { Egress } from '../constructs/aws/egress';
import { FargateService } from '../constructs/aws/fargate-service';
import { HttpApi } from '../constructs/aws/http-api';
import { Network } from '../constructs/aws/network';
import { Registry } from '../constructs/aws/registry';
import { Scaling } from '../constructs/aws/scaling';
import type { Workload } from '../constructs/core';
import { AwsStack } from './aws-stack';
import { stateInBucket } from './bucket-state';
import { sandbox } from './config';
import type { Settings } from './settings';
import { stateOnThisMachine } from './local-state';

/** What runs in a trial. */
export interface SandboxStackProps {
  readonly settings: Settings;
  /** Name of the workload, and of its image. */
  readonly name: string;
  readonly workload: Workload;
}

/** A stack of a trial: its state lies where the settings say, and it needs no domain. */
class SandboxStack extends AwsStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings, settings.accountPlaceholders);
    if (settings.sandbox.state === 's3') stateInBucket(this, settings);
    else stateOnThisMachine(this);
  }
}

/** Where the image of a trial is pushed to before the rest can start. It goes with its images. */
export class SandboxRegistryStack extends SandboxStack {
  constructor(scope: Construct, id: string, { settings, name }: SandboxStackProps) {
    super(scope, id, settings);
    const registry = new Registry(this, 'Registry', {
      prefix: sandbox.prefix,
      names: [name],
      keepImages: sandbox.keepImages,
      forceDelete: true,
    });

    new TerraformOutput(this, 'repository_url', { value: registry.repositoryUrls[name] });
  }
}

/**
 * One service alone, as cheap as AWS allows: one task on Spot with an address of its own, behind an HTTP API. No
 * balancer, no NAT gateway, no endpoints, no domain (ADR 0020).
 */
export class EcsSandboxStack extends SandboxStack {
  constructor(scope: Construct, id: string, { settings, name, workload }: SandboxStackProps) {
    super(scope, id, settings);
    const { environment, zones, logRetentionDays } = sandbox;

    const network = new Network(this, 'Network', {
      environment,
      zones: zones.map((letter) => `${settings.region}${letter}`),
      egress: Egress.publicAddresses(),
      flowLogRetentionDays: logRetentionDays,
    });
    const cluster = new Cluster(this, 'Cluster', {
      network,
      environment,
      registry: Registry.fromPrefix(this, 'Registry', { prefix: sandbox.prefix }),
      logRetentionDays,
      containerInsights: 'off',
    });
    const service = new FargateService(this, 'Service', {
      cluster,
      name,
      workload,
      architecture: 'ARM64',
      capacity: Capacity.onlySpot(),
      scaling: Scaling.fixed(1),
      discoverable: false,
    });
    // nothing of a trial is kept to roll back to
    service.taskDefinition.skipDestroy = false;
    const api = new HttpApi(this, 'HttpApi', {
      network,
      environment,
      service,
      requestsPerSecond: sandbox.requestsPerSecond,
      logRetentionDays,
    });

    new TerraformOutput(this, 'url', { value: api.url });
  }
}
