import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { project, type Settings } from './config';
import { refusePlaceholders } from './placeholders';

/** A stack on AWS: provider, default tags, and a refusal to deploy with a placeholder left. */
export class AwsStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    new AwsProvider(this, 'Aws', {
      region: settings.region,
      allowedAccountIds: [settings.accountId],
      defaultTags: [{ tags: { project, stack: id, 'managed-by': 'slipway' } }],
    });
    // the first version that locks a state with a file beside it
    this.addOverride('terraform.required_version', '>= 1.10.0');
    refusePlaceholders(this, settings.placeholders);
  }
}
