import { synth } from '../core/synth';
import { StateBucket, type StateBucketProps } from './state-bucket';

function stateWith(props: Partial<StateBucketProps> = {}) {
  return synth((stack) => {
    new StateBucket(stack, 'StateBucket', { bucketName: 'example-state', ...props });
  });
}

describe('StateBucket', () => {
  describe('with only what is required', () => {
    const stack = stateWith();

    it('creates the bucket, its key and what protects both', () => {
      expect(stack.counts()).toEqual({
        aws_kms_alias: 1,
        aws_kms_key: 1,
        aws_s3_bucket: 1,
        aws_s3_bucket_lifecycle_configuration: 1,
        aws_s3_bucket_ownership_controls: 1,
        aws_s3_bucket_policy: 1,
        aws_s3_bucket_public_access_block: 1,
        aws_s3_bucket_server_side_encryption_configuration: 1,
        aws_s3_bucket_versioning: 1,
      });
    });

    it('cannot be destroyed, nor can its key', () => {
      for (const type of ['aws_s3_bucket', 'aws_kms_key']) {
        expect(stack.one(type).lifecycle).toEqual({ prevent_destroy: true });
      }
      expect(stack.one('aws_s3_bucket')).toMatchObject({
        bucket: 'example-state',
        force_destroy: false,
      });
    });

    it('encrypts with a key that rotates every year and that IAM policies decide about', () => {
      const key = stack.one('aws_kms_key');

      expect(key).toMatchObject({
        key_usage: 'ENCRYPT_DECRYPT',
        customer_master_key_spec: 'SYMMETRIC_DEFAULT',
        is_enabled: true,
        enable_key_rotation: true,
        rotation_period_in_days: 365,
        multi_region: false,
        deletion_window_in_days: 30,
        bypass_policy_lockout_safety_check: false,
      });
      expect(stack.policyStatements(key)).toEqual([
        {
          Sid: 'AccountDecidesByIam',
          Effect: 'Allow',
          Principal: { AWS: expect.stringMatching(/^arn:\$\{.+\}:iam::\$\{.+\}:root$/) as string },
          Action: 'kms:*',
          Resource: '*',
        },
      ]);
      expect(stack.one('aws_kms_alias').name).toBe('alias/example-state');
      expect(stack.one('aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: 'aws:kms',
            kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\..+\.arn\}$/) as string,
          },
          bucket_key_enabled: true,
        },
      ]);
    });

    it('refuses no TLS, another encryption and another key', () => {
      const statements = stack.policyStatements(stack.one('aws_s3_bucket_policy'));
      const algorithm = 's3:x-amz-server-side-encryption';
      const key = 's3:x-amz-server-side-encryption-aws-kms-key-id';

      expect(statements).toHaveLength(3);
      expect(statements[0]).toMatchObject({ Sid: 'RefuseWithoutTls', Effect: 'Deny' });
      expect(statements[1]).toEqual({
        Sid: 'RefuseOtherEncryption',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: [expect.stringMatching(/\/\*$/)],
        Condition: {
          Null: { [algorithm]: 'false' },
          StringNotEquals: { [algorithm]: ['aws:kms'] },
        },
      });
      expect(statements[2]).toMatchObject({
        Sid: 'RefuseOtherKeys',
        Effect: 'Deny',
        Condition: {
          Null: { [key]: 'false' },
          StringNotEquals: {
            [key]: [
              expect.stringMatching(/^\$\{aws_kms_key\..+\.arn\}$/),
              expect.stringMatching(/:kms:.*:alias\/example-state$/),
              'alias/example-state',
            ],
          },
        },
      });
    });

    it('keeps old states for 90 days, and the last 10 for ever', () => {
      expect(stack.one('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
        expect.objectContaining({
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 10 }],
        }),
      ]);
      expect(stack.one('aws_s3_bucket_versioning').versioning_configuration).toEqual({
        status: 'Enabled',
      });
    });
  });

  it('can be thrown away with its states where asked', () => {
    const stack = stateWith({ preventDestroy: false });

    expect(stack.one('aws_s3_bucket')).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(stack.one('aws_kms_key').lifecycle).toEqual({ prevent_destroy: false });
  });

  it('fails when the name cannot be one', () => {
    expect(() => stateWith({ bucketName: 'Example.State' })).toThrow(
      /test\/StateBucket is not valid:\n {2}- 'bucketName' must have .* got 'Example.State'/,
    );
  });
});
