import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { synth } from '../core/synth';
import { Bucket } from './bucket';
import { testCluster } from './cluster.fixture';
import type { ExistingBucketProps } from './existing-bucket';
import { container, service } from './fargate-service.fixture';

const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';

function withBucket(props: Partial<ExistingBucketProps> = {}) {
  return synth((scope) => {
    new AwsProvider(scope, 'Aws', { region: 'eu-west-1' });
    const cluster = testCluster(scope);
    const pages = Bucket.fromName(scope, 'Pages', { cluster, bucketName: 'old.pages', ...props });
    service(scope, 'Site', { cluster }).connectTo(pages, ({ uri }) => ({
      CONTENT_URI: `${uri}/site-a`,
    }));
  });
}

function statements(props: Partial<ExistingBucketProps> = {}) {
  const stack = withBucket(props);
  return stack.policyStatements(stack.where('aws_iam_role_policy', 'name', 'application'));
}

describe('Bucket.fromName', () => {
  it('makes no bucket and looks none up', () => {
    const stack = withBucket();

    expect(Object.keys(stack.counts()).filter((kind) => kind.startsWith('aws_s3'))).toEqual([]);
    expect(Object.keys(stack.json.data ?? {}).filter((kind) => kind.includes('s3'))).toEqual([]);
  });

  it('grants the part that the caller is told of, and no other', () => {
    expect(statements().slice(0, 2)).toMatchObject([
      {
        Action: ['s3:ListBucket'],
        Resource: [expect.stringMatching(/^arn:\$\{.+\}:s3:::old\.pages$/)],
        Condition: { StringLike: { 's3:prefix': ['site-a/*'] } },
      },
      {
        Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: [expect.stringMatching(/:s3:::old\.pages\/site-a\/\*$/)],
      },
    ]);
  });

  it('grants only to read where that is all', () => {
    expect(statements({ readOnly: true })[1]).toMatchObject({ Action: ['s3:GetObject'] });
  });

  it.each([
    [true, ['kms:Decrypt']],
    [false, ['kms:Decrypt', 'kms:GenerateDataKey']],
  ])('grants the key of the objects with readOnly %p', (readOnly, actions) => {
    expect(statements({ readOnly, kmsKeyArn })).toEqual(
      expect.arrayContaining([
        { Sid: 'KeyOfPages', Effect: 'Allow', Action: actions, Resource: [kmsKeyArn] },
      ]),
    );
  });

  it('tells callers the region of the bucket', () => {
    expect(container(withBucket({ region: 'eu-west-3' })).environment).toEqual(
      expect.arrayContaining([{ name: 'AWS_REGION', value: 'eu-west-3' }]),
    );
  });

  it.each<[Partial<ExistingBucketProps>, RegExp]>([
    [{ bucketName: 's3://pages' }, /'bucketName' must be the plain name .* got 's3:\/\/pages'/],
    [{ bucketName: 'arn:aws:s3:::pages' }, /'bucketName' must be the plain name of a bucket/],
    [{ region: 'eu-west-1a' }, /'region' must be the name of a region, got 'eu-west-1a'/],
    [{ name: 'Pages' }, /'name' must start with a letter/],
    [{ kmsKeyArn: 'alias/pages' }, /'kmsKeyArn' must be the ARN of a KMS key, got 'alias\/pages'/],
    [
      { kmsKeyArn: kmsKeyArn.replace('eu-west-1', 'eu-west-2') },
      /'kmsKeyArn' must be in the region of the stack, which is 'eu-west-1'/,
    ],
  ])('fails when the props are %j', (props, message) => {
    expect(() => withBucket(props)).toThrow(message);
  });
});
