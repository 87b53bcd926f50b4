import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Backend, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { project, type Settings } from './config';

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

/**
 * Keeps the state in the bucket of aws-state. The lock is a file beside the state, written only if it is not there yet.
 */
export function stateInBucket(stack: TerraformStack, settings: Settings): void {
  const backend = new S3Backend(stack, {
    bucket: settings.stateBucket,
    key: `${stack.node.id}.tfstate`,
    region: settings.region,
  });
  // the class has no prop for it
  backend.addOverride('use_lockfile', true);
}

/** Synthesis works without an account; a plan with a placeholder left ends with a sentence that says what to set. */
function refusePlaceholders(stack: TerraformStack, placeholders: readonly string[]): void {
  if (placeholders.length === 0) return;
  new TerraformVariable(stack, 'placeholders', {
    type: 'string',
    default: 'left',
    description: 'Exists as long as something of stacks/config.ts is a placeholder',
    validation: [
      {
        condition: '${var.placeholders == ""}',
        errorMessage: `Before deploying, set ${placeholders.join(', and ')} (environment variables, read by stacks/config.ts).`,
      },
    ],
  });
}
