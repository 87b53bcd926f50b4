import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Account } from '../constructs/aws/account';
import { project } from './config';
import type { Settings } from './settings';
import { refusePlaceholders } from './placeholders';

/**
 * The version of the AWS provider that every stack on AWS asks for: newer than the one its bindings were made from, since
 * from this one on a refresh reads no value that is only written (ADR 0033). Same major, so that the bindings still hold.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.26.0/CHANGELOG.md
 */
export const awsProviderVersion = '6.26.0';

/** A stack on AWS: provider, default tags, what bounds its roles, and a refusal to deploy with a placeholder left. */
export class AwsStack extends TerraformStack {
  private usEast1: AwsProvider | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly settings: Settings,
    placeholders: readonly string[] = settings.placeholders,
  ) {
    super(scope, id);
    this.createProvider('Aws', settings.region);
    this.addOverride('terraform.required_providers.aws.version', awsProviderVersion);
    // the first version that locks a state with a file beside it
    this.addOverride('terraform.required_version', '>= 1.10.0');
    refusePlaceholders(this, placeholders);
    const permissionsBoundary = this.boundaryOf(settings);
    if (permissionsBoundary) Account.of(this).usePermissionsBoundary(permissionsBoundary);
  }

  /** What every role of the stack must have as its boundary, if anything. */
  protected boundaryOf({ permissionsBoundary }: Settings): string | undefined {
    return permissionsBoundary;
  }

  /** The provider of us-east-1, where CloudFront and Route 53 keep what belongs to them; none where the stack's own is one. */
  protected providerOfUsEast1(): AwsProvider | undefined {
    const region = 'us-east-1';
    if (this.settings.region === region) return undefined;
    this.usEast1 ??= this.createProvider('AwsOfUsEast1', region, region);
    return this.usEast1;
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
