import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformResourceLifecycle } from 'cdktf';
import type { Construct } from 'constructs';
import { Account } from './account';

/** What tells one key from another. */
export interface EncryptionKeyProps {
  /** Its name, as a tag. */
  readonly name: string;

  /** What it encrypts, as the end of a sentence. */
  readonly encrypts: string;

  /**
   * Statements about the services that use it by themselves.
   *
   * @default - only what IAM of the account allows
   */
  readonly users?: readonly object[];

  /**
   * The provider of another region.
   *
   * @default - the stack's own
   */
  readonly provider?: AwsProvider;

  /**
   * What Terraform may not do with it.
   *
   * @default - nothing is kept from Terraform
   */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** Makes a key that rotates every year, with the longest time to notice that it is on its way out. */
export function createKey(scope: Construct, id: string, props: EncryptionKeyProps): KmsKey {
  const { name, encrypts, users = [], provider, lifecycle } = props;
  return new KmsKey(scope, id, {
    description: `Encrypts ${encrypts}`,
    keyUsage: 'ENCRYPT_DECRYPT',
    customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    isEnabled: true,
    enableKeyRotation: true,
    rotationPeriodInDays: 365,
    multiRegion: false,
    deletionWindowInDays: 30,
    bypassPolicyLockoutSafetyCheck: false,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [accountDecides(Account.of(scope)), ...users],
    }),
    tags: { Name: name },
    provider,
    lifecycle,
  });
}

/** The account's own IAM policies decide; without this statement not even they could. */
function accountDecides({ partition, accountId }: Account): object {
  return {
    Sid: 'AccountDecidesByIam',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}
