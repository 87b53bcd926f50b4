import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { shown } from '../core/validation';

/** The region in which CloudFront keeps everything that belongs to it. */
const home = 'us-east-1';

/**
 * What is wrong with the region of something that CloudFront uses: it takes web ACLs, logs and certificates of one region
 * only. Nothing where the region is not known at synth.
 *
 * @param prop the prop that names the provider, as the user writes it
 */
export function usEast1Problems(
  scope: Construct,
  prop: string,
  provider: AwsProvider | undefined,
): string[] {
  const region = (provider ?? defaultProvider(scope))?.region;
  if (!known(region) || region === home) return [];
  const remedy = `give it an AwsProvider with { alias: '${home}', region: '${home}' }`;
  return [
    provider
      ? `'${prop}' must be a provider of ${home}, where CloudFront keeps what belongs to it, got one of ${shown(region)}; ${remedy}`
      : `'${prop}' is not set and the stack is in ${shown(region)}, but CloudFront keeps what belongs to it in ${home}; ${remedy}`,
  ];
}

/** The provider that resources of a stack have when they name none. */
function defaultProvider(scope: Construct): AwsProvider | undefined {
  return TerraformStack.of(scope)
    .node.findAll()
    .filter((construct) => isAwsProvider(construct))
    .find(({ alias }) => alias === undefined);
}

function isAwsProvider(construct: object): construct is AwsProvider {
  return 'terraformResourceType' in construct && construct.terraformResourceType === 'aws';
}
