import { constructId } from '../core/naming';
import type { Grant } from './task-roles';

/** What decides on the grants of one caller of a bucket. */
export interface BucketGrantsProps {
  /** Name of the backing. */
  readonly name: string;

  /** ARN of the bucket. */
  readonly bucketArn: string;

  /** What callers learn of the bucket: `s3://<bucket>`. */
  readonly uri: string;

  /** Whether callers may only read. */
  readonly readOnly: boolean;

  /** Variables that the caller gets. */
  readonly told: Readonly<Record<string, string>>;
}

/**
 * The part of a bucket that a caller may use: what its variables name. One that is told `s3://<bucket>/site-a` neither
 * sees nor reads what lies beside `site-a/`; one that is told nothing of the kind may use all of it.
 */
export function bucketGrants(props: BucketGrantsProps): Grant[] {
  const { name, bucketArn, uri, readOnly, told } = props;
  const prefixes = prefixesOf(uri, Object.values(told));
  const sid = constructId(name);
  const objects = readOnly ? ['s3:GetObject'] : ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
  return [
    {
      sid: `List${sid}`,
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      ...(prefixes.includes('')
        ? {}
        : { conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } } }),
    },
    {
      sid: `${readOnly ? 'Read' : 'Use'}${sid}`,
      actions: objects,
      resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
    },
  ];
}

/** Letters of a key that mean nothing else in a policy. */
const plainPrefix = /^(\/[\w.=-]+)+\/?$/;

/** The prefixes that variables name, sorted: `['']` is the whole bucket. */
function prefixesOf(uri: string, values: readonly string[]): string[] {
  const rests = values
    .filter((value) => value.includes(uri))
    .map((value) => (value.startsWith(uri) ? value.slice(uri.length) : ''));
  if (rests.length === 0 || !rests.every((rest) => plainPrefix.test(rest))) return [''];
  return [...new Set(rests.map((rest) => `${rest.slice(1).replace(/\/$/, '')}/`))].sort();
}
