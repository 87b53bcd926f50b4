import { synth } from '../core/synth';
import { bucketNameProblems, PrivateBucket, type PrivateBucketProps } from './private-bucket';

function bucketWith(props: Partial<PrivateBucketProps> = {}) {
  return synth((stack) => {
    new PrivateBucket(stack, 'Bucket', { bucketName: 'example', ...props });
  });
}

describe('PrivateBucket', () => {
  describe('with only what is required', () => {
    const stack = bucketWith();

    it('creates the bucket and everything that protects it', () => {
      expect(stack.counts()).toEqual({
        aws_s3_bucket: 1,
        aws_s3_bucket_lifecycle_configuration: 1,
        aws_s3_bucket_ownership_controls: 1,
        aws_s3_bucket_policy: 1,
        aws_s3_bucket_public_access_block: 1,
        aws_s3_bucket_server_side_encryption_configuration: 1,
        aws_s3_bucket_versioning: 1,
      });
    });

    it('lets nothing be public and knows no ACLs', () => {
      expect(stack.one('aws_s3_bucket_public_access_block')).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
      expect(stack.one('aws_s3_bucket_ownership_controls').rule).toEqual({
        object_ownership: 'BucketOwnerEnforced',
      });
    });

    it('encrypts and keeps versions', () => {
      expect(stack.one('aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
        {
          apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' },
          bucket_key_enabled: false,
        },
      ]);
      expect(stack.one('aws_s3_bucket_versioning').versioning_configuration).toEqual({
        status: 'Enabled',
      });
    });

    it('refuses requests without TLS, on the bucket and in it', () => {
      expect(stack.policyStatements(stack.one('aws_s3_bucket_policy'))).toEqual([
        {
          Sid: 'RefuseWithoutTls',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [
            expect.stringMatching(/^\$\{aws_s3_bucket\..+\.arn\}$/),
            expect.stringMatching(/^\$\{aws_s3_bucket\..+\.arn\}\/\*$/),
          ],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]);
    });

    it('ends only uploads that were never completed', () => {
      expect(stack.one('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ]);
    });

    it('is destroyed only when it is empty', () => {
      expect(stack.one('aws_s3_bucket')).toMatchObject({
        bucket: 'example',
        force_destroy: false,
        lifecycle: { prevent_destroy: false },
      });
    });
  });

  it('encrypts with a key of its own where it gets one, asking for it once for many objects', () => {
    const stack = bucketWith({ kmsKeyArn: 'arn:key' });

    expect(stack.one('aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: 'arn:key',
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  it('adds statements to the policy', () => {
    const stack = bucketWith({ policy: (arn) => [{ Sid: 'More', Resource: arn }] });

    expect(stack.policyStatements(stack.one('aws_s3_bucket_policy'))).toEqual([
      expect.objectContaining({ Sid: 'RefuseWithoutTls' }),
      { Sid: 'More', Resource: expect.stringMatching(/^\$\{aws_s3_bucket\./) as string },
    ]);
  });

  it('ends versions where asked', () => {
    const stack = bucketWith({ expiry: { expiration: [{ days: 5 }] } });

    expect(stack.one('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
      expect.objectContaining({ expiration: [{ days: 5 }] }),
    ]);
  });

  it('can be thrown away, or never, where asked', () => {
    expect(bucketWith({ forceDestroy: true }).one('aws_s3_bucket').force_destroy).toBe(true);
    expect(bucketWith({ preventDestroy: true }).one('aws_s3_bucket').lifecycle).toEqual({
      prevent_destroy: true,
    });
  });
});

describe('bucketNameProblems', () => {
  it('accepts what S3 accepts', () => {
    expect(
      ['abc', 'example-state-1', 'x'.repeat(63)].flatMap((n) => bucketNameProblems('name', n)),
    ).toEqual([]);
  });

  it.each([
    'ab',
    'Example',
    'a_b',
    '-ab',
    'ab-',
    'a.b',
    'x'.repeat(64),
    'xn--ab',
    'ab-s3alias',
    '',
  ])('fails when the name is %p', (name) => {
    expect(bucketNameProblems('bucketName', name)).toEqual([
      expect.stringMatching(/^'bucketName' must have 3 to 63 .*; use for example/),
    ]);
  });
});
