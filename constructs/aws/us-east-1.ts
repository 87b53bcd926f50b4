import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { shown } from '../core/validation';

/** The region in which CloudFront and Route 53 keep everything that belongs to them. */
export const usEast1 = 'us-east-1';

/**
 * What is wrong with the region of something that belongs to one region only: CloudFront takes web ACLs, logs and
 * certificates of it, and Route 53 keeps the numbers of its checks there. Nothing where the region is not known at synth.
 *
 * @param prop the prop that names the provider, as the user writes it
 * @param owner who keeps its things in that region
 */
export function usEast1Problems(
  scope: Construct,
  prop: string,
  provider: AwsProvider | undefined,
  owner: 'CloudFront' | 'Route 53' = 'CloudFront',
): string[] {
  const region = (provider ?? defaultProvider(scope))?.region;
  if (!known(region) || region === usEast1) return [];
  const remedy = `give it an AwsProvider with { alias: '${usEast1}', region: '${usEast1}' }`;
  return [
    provider
      ? `'${prop}' must be a provider of ${usEast1}, where ${owner} keeps what belongs to it, got one of ${shown(region)}; ${remedy}`
      : `'${prop}' is not set and the stack is in ${shown(region)}, but ${owner} keeps what belongs to it in ${usEast1}; ${remedy}`,
  ];
}

/** The region of the stack's own provider, or undefined where only the deployment knows it. */
export function regionOfStack(scope: Construct): string | undefined {
  const region = defaultProvider(scope)?.region;
  return known(region) ? region : undefined;
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
