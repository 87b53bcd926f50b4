import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { project } from './config';
import type { Settings } from './settings';
import { refusePlaceholders } from './placeholders';

/** A stack on Google Cloud: provider, default labels, and a refusal to deploy with a placeholder left. */
export class GcpStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { projectId, region, placeholders } = settings.google;
    const provider = new GoogleProvider(this, 'Google', {
      project: projectId,
      region,
      addTerraformAttributionLabel: false,
    });
    // the bindings would take the keys of a map for names of attributes, and write managed_by
    provider.addOverride('default_labels', { project, stack: id, 'managed-by': 'slipway' });
    // the first version that locks a state with a file beside it
    this.addOverride('terraform.required_version', '>= 1.10.0');
    refusePlaceholders(this, placeholders);
  }
}
