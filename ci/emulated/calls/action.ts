import type { Call } from '../faults/call';

/** The action of IAM that a call asks for: most services name it themselves, those of paths by method, path and query. */
export function actionOf({ service: signed, operation, subject }: Call): string {
  const service = prefixes[signed] ?? signed;
  const [method = '', path = ''] = operation.split(' ');
  if (path === '') return `${service}:${operation}`;
  const words = path.split('/').filter((word) => word !== '');
  const query = [...new URL(subject, 'http://emulated').searchParams.keys()];
  const table = tables[service];
  const key = table?.keyOf(method, words, query) ?? operation;
  // a call that nobody has seen yet stays in its own words, and no policy allows it
  return `${service}:${table?.actions[key] ?? key}`;
}

/** The services that IAM calls otherwise than their signatures do. */
const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

interface Table {
  /** What tells a call from the others of its service. */
  readonly keyOf: (method: string, words: readonly string[], query: readonly string[]) => string;
  readonly actions: Readonly<Record<string, string>>;
}

/** Settings of a bucket, by the word in the query. */
const settings: Readonly<Record<string, string>> = {
  accelerate: 'AccelerateConfiguration',
  acl: 'BucketAcl',
  cors: 'BucketCORS',
  encryption: 'EncryptionConfiguration',
  lifecycle: 'LifecycleConfiguration',
  logging: 'BucketLogging',
  'object-lock': 'BucketObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  publicAccessBlock: 'BucketPublicAccessBlock',
  replication: 'ReplicationConfiguration',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

/** Words of a query that are about many objects. */
const lists = ['list-type', 'versions', 'delete'];

/** A setting is taken away with the right to write it, the policy and the website aside. */
const deletedBy: Readonly<Record<string, string>> = {
  policy: 'DeleteBucketPolicy',
  website: 'DeleteBucketWebsite',
};

const tables: Readonly<Record<string, Table>> = {
  s3: {
    keyOf: (method, words, query) => {
      const level = words.length > 1 ? 'object' : 'bucket';
      const about = query.find((word) => Object.hasOwn(settings, word) || lists.includes(word));
      return [method, level, about].filter(Boolean).join(' ');
    },
    actions: {
      ...Object.fromEntries(
        Object.entries(settings).flatMap(([word, name]) => [
          [`GET bucket ${word}`, `Get${name}`],
          [`PUT bucket ${word}`, `Put${name}`],
          [`DELETE bucket ${word}`, deletedBy[word] ?? `Put${name}`],
        ]),
      ),
      'HEAD bucket': 'ListBucket',
      'GET bucket list-type': 'ListBucket',
      'GET bucket versions': 'ListBucketVersions',
      'POST bucket delete': 'DeleteObject',
      'PUT bucket': 'CreateBucket',
      'DELETE bucket': 'DeleteBucket',
      'GET object': 'GetObject',
      'HEAD object': 'GetObject',
      'PUT object': 'PutObject',
      'DELETE object': 'DeleteObject',
      'GET object tagging': 'GetObjectTagging',
      'PUT object tagging': 'PutObjectTagging',
    },
  },
  elasticfilesystem: {
    keyOf: (method, words) => `${method} ${words.length > 3 ? (words[3] ?? '') : (words[1] ?? '')}`,
    actions: {
      'GET access-points': 'DescribeAccessPoints',
      'GET file-systems': 'DescribeFileSystems',
      'GET mount-targets': 'DescribeMountTargets',
      'GET backup-policy': 'DescribeBackupPolicy',
      'GET lifecycle-configuration': 'DescribeLifecycleConfiguration',
      'GET policy': 'DescribeFileSystemPolicy',
      'GET security-groups': 'DescribeMountTargetSecurityGroups',
      'POST access-points': 'CreateAccessPoint',
      'POST file-systems': 'CreateFileSystem',
      'POST mount-targets': 'CreateMountTarget',
      'PUT backup-policy': 'PutBackupPolicy',
      'PUT lifecycle-configuration': 'PutLifecycleConfiguration',
      'PUT policy': 'PutFileSystemPolicy',
      'DELETE access-points': 'DeleteAccessPoint',
      'DELETE file-systems': 'DeleteFileSystem',
      'DELETE mount-targets': 'DeleteMountTarget',
      'DELETE policy': 'DeleteFileSystemPolicy',
    },
  },
  route53: {
    keyOf: (method, [, kind, id, part]) =>
      kind === 'tags'
        ? `${method} tags`
        : [method, kind, id && 'one', part].filter(Boolean).join(' '),
    actions: {
      'GET hostedzone': 'ListHostedZones',
      'GET hostedzone one': 'GetHostedZone',
      'GET hostedzone one rrset': 'ListResourceRecordSets',
      'POST hostedzone one rrset': 'ChangeResourceRecordSets',
      'GET change one': 'GetChange',
      'GET healthcheck one': 'GetHealthCheck',
      'POST healthcheck': 'CreateHealthCheck',
      'POST healthcheck one': 'UpdateHealthCheck',
      'DELETE healthcheck one': 'DeleteHealthCheck',
      'GET tags': 'ListTagsForResource',
      'POST tags': 'ChangeTagsForResource',
    },
  },
};
