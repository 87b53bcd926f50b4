import { settingsFrom } from '../../stacks/settings';

/** Host of the registry on AWS that the settings tell. */
export function registryOfSettings(asked: string): string {
  const { accountId, region, placeholders } = settingsFrom(process.env);
  const [placeholder] = placeholders.filter((one) => one.startsWith('SLIPWAY_AWS_ACCOUNT_ID'));
  if (placeholder !== undefined) {
    throw new RangeError(
      `${asked} needs to know the registry: set ${placeholder}, or name its host: ${asked} registry.example.org`,
    );
  }
  return `${accountId}.dkr.ecr.${region}.amazonaws.com`;
}
