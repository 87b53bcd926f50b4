import { run as evaluate } from '@bufbuild/cel';
import type { Block, SynthesizedStack } from '../../constructs/core/synth';
import type { Claims } from './claims';
import { allows, type Statement } from './iam';

/** The identities that a token gets, in the order of their names. */
export type Judge = (claims: Claims) => string[];

/** Judges tokens as IAM would, by the trust policies of the synthesized roles. */
export function awsJudge(stack: SynthesizedStack): Judge {
  const [provider] = stack.all('aws_iam_openid_connect_provider');
  const audiences = (provider?.client_id_list ?? []) as string[];
  const issuer = String(provider?.url);
  const roles = stack.all('aws_iam_role').map((role) => ({
    name: String(role.name).split('-').at(-1) ?? '',
    trust: stack.policyStatements(role, 'assume_role_policy') as readonly Statement[],
  }));
  return (claims) => {
    const token: Claims = { aud: 'sts.amazonaws.com', ...claims };
    // before any policy: the provider knows one issuer and its audiences
    if (token.iss !== issuer || !audiences.includes(token.aud ?? '')) return [];
    const host = issuer.replace('https://', '');
    const context = Object.fromEntries(
      Object.entries(token).flatMap(([claim, value]) =>
        value === undefined ? [] : [[`${host}:${claim}`, [value]] as const],
      ),
    );
    const request = { action: 'sts:AssumeRoleWithWebIdentity', context };
    return roles
      .filter(({ trust }) => allows(trust, request))
      .map(({ name }) => name)
      .sort();
  };
}

/** Judges tokens as Google would: audience, mapping, condition, and whom each account may be taken by. */
export function googleJudge(stack: SynthesizedStack): Judge {
  const provider = stack.one('google_iam_workload_identity_pool_provider');
  const { issuer_uri, allowed_audiences } = provider.oidc as {
    readonly issuer_uri: string;
    readonly allowed_audiences: readonly string[];
  };
  const [audience = ''] = allowed_audiences;
  const accounts = stack
    .all('google_service_account_iam_member')
    .filter(({ role }) => role === 'roles/iam.workloadIdentityUser')
    .map(bindingOf);
  return (claims) => {
    const token: Claims = { aud: audience, ...claims };
    if (token.iss !== issuer_uri || !allowed_audiences.includes(token.aud ?? '')) return [];
    const attributes = attributesOf(provider, token);
    if (attributes === undefined || !isTrue(provider.attribute_condition, token)) return [];
    return accounts
      .filter(({ attribute, value }) => attribute === '*' || attributes[attribute] === value)
      .map(({ account }) => account)
      .sort();
  };
}

/** Who may take an account: those with this value of an attribute, or everybody of the pool. */
function bindingOf({ member, service_account_id: id }: Block) {
  const account = /Github_([A-Z][a-z]+)_/.exec(String(id))?.[1]?.toLowerCase() ?? '';
  const [, attribute = '*', value = ''] =
    /^principalSet:\/\/iam\.googleapis\.com\/\$\{[^}]+\}\/(attribute\.\w+)\/(.+)$/.exec(
      String(member),
    ) ?? [];
  return { account, attribute, value };
}

/** The attributes that the mapping gives, or undefined where it cannot be computed and the token is refused. */
function attributesOf(
  { attribute_mapping: mapping }: Block,
  token: Claims,
): Record<string, unknown> | undefined {
  const results = Object.entries(mapping as Record<string, string>).map(
    ([name, expression]) => [name, valueOf(expression, token)] as const,
  );
  if (results.some(([, value]) => typeof value !== 'string' || value === '')) return undefined;
  return Object.fromEntries(results);
}

function isTrue(expression: unknown, token: Claims): boolean {
  // without a condition Google takes whatever the issuer has signed
  return expression === undefined || valueOf(expression as string, token) === true;
}

/** What an expression comes to, or its error, which is neither true nor a text. */
function valueOf(expression: string, token: Claims): unknown {
  const assertion = Object.fromEntries(
    Object.entries(token).filter((one): one is [string, string] => one[1] !== undefined),
  );
  return evaluate(expression, { assertion: new Map(Object.entries(assertion)) });
}
