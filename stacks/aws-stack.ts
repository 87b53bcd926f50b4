import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Account } from '../constructs/aws/account';
import { project } from './config';
import type { Settings } from './settings';
import { refusePlaceholders } from './placeholders';

/** A stack on AWS: provider, default tags, what bounds its roles, and a refusal to deploy with a placeholder left. */
export class AwsStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly settings: Settings,
    placeholders: readonly string[] = settings.placeholders,
  ) {
    super(scope, id);
    this.createProvider('Aws', settings.region);
    // the first version that locks a state with a file beside it
    this.addOverride('terraform.required_version', '>= 1.10.0');
    refusePlaceholders(this, placeholders);
    const { permissionsBoundary } = settings;
    if (permissionsBoundary) Account.of(this).usePermissionsBoundary(permissionsBoundary);
  }

  /** A provider of us-east-1, where CloudFront keeps what belongs to it; none where the stack's own is one. */
  protected providerOfCloudFront(): AwsProvider | undefined {
    const region = 'us-east-1';
    if (this.settings.region === region) return undefined;
    return this.createProvider('AwsOfCloudFront', region, region);
  }

  private createProvider(id: string, region: string, alias?: string): AwsProvider {
    return new AwsProvider(this, id, {
      alias,
      region,
      allowedAccountIds: [this.settings.accountId],
      defaultTags: [{ tags: { project, stack: this.node.id, 'managed-by': 'slipway' } }],
    });
  }
}
