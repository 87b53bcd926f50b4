import type { DeployedBucket } from '../backings';
import type { Deployed } from '../deployed';
import { expectEach, expectEqual, type Finding } from '../report';
import { grantsOn, sentence } from './grants';

/** What a bucket must hold, and who may read what of it. */
export interface ExpectedContent {
  /** Keys of the objects. */
  readonly content: readonly string[];

  /** What each caller reads. */
  readonly prefixes: Readonly<Record<string, string>>;
}

/** A bucket holds exactly its content, closed to the public, and each caller reads its own part of it. */
export function bucketFindings(
  { name, keys, publicAccess }: DeployedBucket,
  { taskStatements }: Pick<Deployed, 'taskStatements'>,
  { content, prefixes }: ExpectedContent,
): Finding[] {
  const arn = `arn:aws:s3:::${name}`;
  const grants = Object.entries(prefixes).flatMap(([caller, prefix]) => [
    sentence(caller, {
      Action: 's3:ListBucket',
      Resource: arn,
      Condition: { StringLike: { 's3:prefix': [`${prefix}/*`] } },
    }),
    sentence(caller, { Action: 's3:GetObject', Resource: `${arn}/${prefix}/*` }),
  ]);
  return [
    expectEqual('the bucket holds the content, and nothing else', keys, [...content].sort()),
    expectEach('the bucket is closed to the public', publicAccess, (on) => !on && 'is off'),
    expectEqual(
      'each caller of the bucket reads its own part, and writes nothing',
      grantsOn('s3', taskStatements),
      grants.sort(),
    ),
  ];
}
