import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { settingsFrom } from '../../stacks/settings';
import type { Identity, Refusal } from './story';

/** Who deploys, with the key to the image registry. */
export interface RegistryLogin extends Identity {
  /** Host of the registry. */
  readonly registry: string;

  /** User and password in the form of Docker's configuration. */
  readonly auth: string;
}

/**
 * Asks for a login to the image registry, which needs the same credentials as everything else and names the account.
 *
 * @returns the login, or one sentence that says what to do
 */
export async function logIn(
  variables: Readonly<Record<string, string | undefined>>,
): Promise<RegistryLogin | Refusal> {
  const { region } = settingsFrom(variables);
  // the client announces years ahead which Node.js it will need
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  try {
    const client = new ECRClient({ region, maxAttempts: 2 });
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
    const [{ proxyEndpoint = '', authorizationToken: auth = '' } = {}] = authorizationData;
    return loginOf({ proxyEndpoint, auth, region }, variables.SLIPWAY_AWS_ACCOUNT_ID);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { problem: refusalOf(reason) };
  }
}

/** What the answer of the registry says, held against the account that is meant. */
export function loginOf(
  answer: { readonly proxyEndpoint: string; readonly auth: string; readonly region: string },
  meant: string | undefined,
): RegistryLogin | Refusal {
  const registry = answer.proxyEndpoint.replace(/^https:\/\//, '');
  const [, accountId] = /^(\d{12})\./.exec(registry) ?? [];
  if (accountId === undefined) {
    return { problem: `the registry has no account in its address, got '${registry}'` };
  }
  if (meant !== undefined && meant !== accountId) {
    return {
      problem: `SLIPWAY_AWS_ACCOUNT_ID is ${meant}, but the credentials belong to ${accountId}; unset the variable or use other credentials`,
    };
  }
  return { accountId, region: answer.region, registry, auth: answer.auth };
}

/** Why the account cannot be used, with the remedy. */
export function refusalOf(reason: string): string {
  if (/expired/i.test(reason)) {
    return `the credentials have expired (${reason}); log in again, for example with 'aws sso login'`;
  }
  if (
    /UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch/.test(reason)
  ) {
    return `AWS does not know the credentials (${reason}); compare the keys, or log in again`;
  }
  if (/AccessDenied|not authorized/i.test(reason)) {
    return `the credentials may not use the image registry (${reason}); use those of an administrator of the account`;
  }
  return `no credentials for AWS were found (${reason}); set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`;
}
