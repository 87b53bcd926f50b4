import { HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { expectEqual, expectThat, type Finding } from './report';

/** The states as they lie in the bucket: each encrypted, none locked. */
export async function stateFindings(
  s3: S3Client,
  bucket: string,
  stacks: readonly string[],
): Promise<Finding[]> {
  const keys = await keysIn(s3, bucket);
  const heads = await Promise.all(
    keys
      .filter((key) => key.endsWith('.tfstate'))
      .map((Key) => s3.send(new HeadObjectCommand({ Bucket: bucket, Key }))),
  );
  return [
    expectEqual(
      'the bucket holds the state of each stack, and no lock',
      keys,
      stacks.map((stack) => `${stack}.tfstate`).sort(),
    ),
    expectThat(
      'each state is encrypted with the key of the bucket',
      heads.every(
        ({ ServerSideEncryption, SSEKMSKeyId }) =>
          ServerSideEncryption === 'aws:kms' && SSEKMSKeyId,
      ),
      heads.map(({ ServerSideEncryption }) => String(ServerSideEncryption)).join(),
    ),
  ];
}

/** Names of the objects in a bucket, sorted. */
export async function keysIn(s3: S3Client, bucket: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = '' }) => Key).sort();
}
