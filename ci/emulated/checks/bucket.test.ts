import type { DeployedBucket } from '../backings';
import type { Statement } from '../deployed';
import { bucketFindings } from './bucket';
import { problemsIn } from './finding.fixture';

const bucket: DeployedBucket = {
  name: 'pages',
  keys: ['a/index.html', 'b/index.html'],
  publicAccess: { BlockPublicAcls: true, BlockPublicPolicy: true },
};
const listing: Statement = {
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: 'arn:aws:s3:::pages',
  Condition: { StringLike: { 's3:prefix': ['a/*'] } },
};
const reading: Statement = {
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::pages/a/*',
};
const problems = (change: Partial<DeployedBucket>, ...statements: Statement[]) =>
  problemsIn(
    bucketFindings(
      { ...bucket, ...change },
      { taskStatements: { site: statements, web: [] } },
      { content: ['b/index.html', 'a/index.html'], prefixes: { site: 'a' } },
    ),
  );

describe('bucketFindings', () => {
  it('has no problem with a caller that reads its own part', () => {
    expect(problems({}, listing, reading)).toEqual({});
  });

  it.each<[string, Partial<DeployedBucket>]>([
    ['the bucket holds the content, and nothing else', { keys: ['a/index.html'] }],
    ['the bucket holds the content, and nothing else', { keys: [...bucket.keys, 'x'] }],
    ['the bucket is closed to the public', { publicAccess: { BlockPublicAcls: false } }],
    ['the bucket is closed to the public', { publicAccess: {} }],
  ])('fails when not: %s (%#)', (what, change) => {
    expect(Object.keys(problems(change, listing, reading))).toEqual([what]);
  });

  it.each<[string, Statement[]]>([
    ['lists everything', [{ ...listing, Condition: undefined }, reading]],
    ['reads everything', [listing, { ...reading, Resource: 'arn:aws:s3:::pages/*' }]],
    ['may write', [listing, { ...reading, Action: ['s3:GetObject', 's3:PutObject'] }]],
    ['cannot read', [listing]],
  ])('fails when a caller %s', (_name, statements) => {
    expect(Object.keys(problems({}, ...statements))).toEqual([
      'each caller of the bucket reads its own part, and writes nothing',
    ]);
  });
});
