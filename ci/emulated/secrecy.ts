import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { expectEach, expectThat, type Finding } from './report';

/** No version of any state holds the value of a secret: who may read states must learn none. */
export async function secrecyFindings(
  s3: S3Client,
  bucket: string,
  values: readonly string[],
): Promise<Finding[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  const states = await Promise.all(
    Versions.map(async ({ Key, VersionId }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
      return [`${Key} ${VersionId}`, (await Body?.transformToString()) ?? ''] as const;
    }),
  );
  return valueFindings(Object.fromEntries(states), values);
}

/** Texts that should hold references to secrets, and no value of one. */
export function valueFindings(
  texts: Readonly<Record<string, string>>,
  values: readonly string[],
): Finding[] {
  return [
    expectEach('no version of a state holds the value of a secret', texts, (text) =>
      values.some((value) => text.includes(value) || text.includes(base64(value)))
        ? 'holds one'
        : false,
    ),
    expectThat(
      'a state refers to secrets by their ARNs, so that this was worth a look',
      Object.values(texts).some((text) => text.includes(':secretsmanager:')),
      'no state does',
    ),
  ];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
