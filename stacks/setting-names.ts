import { didYouMean } from '../constructs/core/nearest-name';

/** Variables that other programs of this repository read: they stand in the same environment, and no stack knows them. */
const ofOtherPrograms: readonly string[] = [
  // docker-compose.yml and `npm start`
  'SLIPWAY_HTTPS_PORT',
  'SLIPWAY_HTTP_PORT',
  'SLIPWAY_NGINX_CONF',
  'SLIPWAY_PROMETHEUS_PORT',
  // the synthesis itself
  'SLIPWAY_TOKEN_ORIGINS',
  // a deployment: whom it trusts, and what it asks afterwards
  'SLIPWAY_SIGNER_IDENTITY',
  'SLIPWAY_SIGNER_ISSUER',
  'SLIPWAY_SMOKE_ONLY',
  // tests, and what they start
  'SLIPWAY_CI_TOOLS',
  'SLIPWAY_DOCS',
  'SLIPWAY_PIPELINE_REVISION',
  'SLIPWAY_PROVIDER_MIRROR',
  'SLIPWAY_PYTHON',
  'SLIPWAY_RUN',
  'SLIPWAY_SEED',
];

/** What is set and nobody reads, as sentences: a misspelt name would leave its setting as it was, without a word. */
export function unknownSettings(
  variables: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): string[] {
  const known = [...settings, ...ofOtherPrograms];
  return Object.keys(variables)
    .filter((name) => name.startsWith('SLIPWAY_') && !known.includes(name))
    .map((name) => `'${name}' is set, and nothing reads it${didYouMean(name, known) || advice}`);
}

const advice = '; unset it, or see docs/deploy.md#5-settings for the names that there are';
