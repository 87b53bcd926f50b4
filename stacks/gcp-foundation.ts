import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ProjectServices } from '../constructs/gcp/project-services';
import { Registry } from '../constructs/gcp/registry';
import { stateInBucket } from './bucket-state';
import { project } from './config';
import type { Settings } from './settings';
import { GcpStack } from './gcp-stack';

/** What all environments share and what must exist before the first image is pushed: Google's services, the registry. */
export class GcpFoundationStack extends GcpStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings);
    stateInBucket(this, settings);
    const { projectId, region: location } = settings.google;

    const services = new ProjectServices(this, 'Services', { projectId });
    const registry = new Registry(this, 'Registry', {
      prefix: project,
      projectId,
      location,
      forceDelete: settings.disposable,
      dependsOn: services.dependencies,
    });

    new TerraformOutput(this, 'registry', { value: registry.registryUrl });
  }
}
