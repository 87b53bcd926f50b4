import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';

/** A resource and another one that belongs to it by an argument. */
const owned = (type: string, other: string, argument: string, block: Block = {}): Resources => ({
  [type]: { x: {} },
  [other]: { y: { [argument]: `\${${type}.x.id}`, ...block } },
});

const bucket = (kind: string, block: Block = {}): Resources =>
  owned('aws_s3_bucket', `aws_s3_bucket_${kind}`, 'bucket', block);

const lonely = (kind: string): Resources => ({
  aws_s3_bucket: { x: {} },
  [`aws_s3_bucket_${kind}`]: { y: { bucket: unknown } },
});

const bare = one('aws_s3_bucket', {});
const files = (kind: string, block: Block = {}): Resources =>
  owned('aws_efs_file_system', `aws_efs_${kind}`, 'file_system_id', block);

const policy = (...statements: readonly Block[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const plainText = { Bool: { 'aws:SecureTransport': 'false' } };
const refusing = (Principal: unknown, Condition: Block): string =>
  policy({ Effect: 'Deny', Principal, Action: 's3:*', Resource: '*', Condition });
const refuse = refusing('*', plainText);
const refuseOne = refusing({ AWS: 'arn:aws:iam::111122223333:root' }, plainText);
const refuseSome = refusing('*', {
  ...plainText,
  StringEquals: { 'aws:PrincipalOrgID': 'o-1' },
});
const everyone = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const tied = {
  ...everyone,
  Principal: { AWS: '*' },
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
};
/** A service that acts for one account, as constructs write it. */
const forAccount = {
  ...everyone,
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*' },
  },
};
/** Conditions that say nothing about who calls. */
const loose = [
  { StringLike: { 'aws:PrincipalArn': '*' } },
  { StringEquals: { 's3:prefix': 'a' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
  { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } },
  { StringEquals: { 'aws:ResourceAccount': '111122223333' } },
  { Bool: { 'aws:ViaAWSService': 'false' } },
  { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } },
].map((Condition) => ({ ...everyone, Condition }));
const document = (statement: Block): Resources => ({
  'data.aws_iam_policy_document': { d: { statement } },
});
const fromData = '${data.aws_iam_policy_document.d.json}';

/** Policies of a type that are open, closed or cannot be read. */
const publicCases = (type: string): RuleCases => ({
  bad: [
    ...each(type, ...[everyone, ...loose].map((one) => ({ policy: policy(one) }))),
    ...each(type, { policy: policy({ Effect: 'Allow', NotPrincipal: { AWS: 'a' }, Action: '*' }) }),
    {
      ...one(type, { policy: fromData }),
      ...document({ actions: ['*'], principals: { type: 'AWS', identifiers: ['*'] } }),
    },
  ],
  good: [
    ...each(type, { policy: policy(tied) }, { policy: policy(forAccount) }),
    ...each(type, { policy: policy({ ...everyone, Effect: 'Deny' }) }),
    {
      ...one(type, { policy: fromData }),
      ...document({ actions: ['*'], principals: [{ type: 'AWS', identifiers: ['arn:1'] }] }),
    },
  ],
  unread: [
    ...each(
      type,
      { policy: unknown },
      { policy: '${jsonencode({})}' },
      { policy: policy({ ...everyone, Principal: { AWS: '${each.value}' } }) },
    ),
    {
      ...one(type, { policy: fromData }),
      ...document({ actions: ['*'], dynamic: { principals: { for_each: unknown, content: {} } } }),
    },
  ],
});

/** What rules about what keeps data must say. */
export const storeCases: Record<string, RuleCases> = {
  's3-access-logging': { bad: [bare], good: [bucket('logging')], unread: [lonely('logging')] },
  's3-encryption': {
    bad: [bare],
    good: [bucket('server_side_encryption_configuration')],
    unread: [lonely('server_side_encryption_configuration')],
  },
  's3-force-destroy': {
    bad: [one('aws_s3_bucket', { force_destroy: true })],
    good: [bare],
    unread: [one('aws_s3_bucket', { force_destroy: unknown })],
  },
  's3-kms': {
    bad: [
      bare,
      bucket('server_side_encryption_configuration', {
        rule: { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
      }),
    ],
    good: [
      bucket('server_side_encryption_configuration', {
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' } }],
      }),
    ],
    unread: [bucket('server_side_encryption_configuration', { rule: unknown })],
  },
  's3-lifecycle': {
    bad: [bare, bucket('lifecycle_configuration', { rule: [{ status: 'Enabled' }] })],
    good: [
      bucket('lifecycle_configuration', {
        rule: [
          { status: 'Enabled', abort_incomplete_multipart_upload: { days_after_initiation: 7 } },
        ],
      }),
    ],
    unread: [bucket('lifecycle_configuration', { rule: unknown })],
  },
  's3-ownership': {
    bad: [bare, bucket('ownership_controls', { rule: { object_ownership: 'ObjectWriter' } })],
    good: [bucket('ownership_controls', { rule: { object_ownership: 'BucketOwnerEnforced' } })],
    unread: [bucket('ownership_controls', { rule: { object_ownership: unknown } })],
  },
  's3-policy-public': {
    ...publicCases('aws_s3_bucket_policy'),
    bad: ['aws_s3_bucket_policy', 'aws_s3_bucket'].flatMap((type) => publicCases(type).bad),
  },
  's3-public-access-block': {
    bad: [
      bare,
      bucket('public_access_block', {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
      }),
    ],
    good: [
      bucket('public_access_block', {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      }),
      {
        aws_s3_bucket: { x: { bucket: 'named' } },
        aws_s3_bucket_public_access_block: {
          y: {
            bucket: 'named',
            block_public_acls: true,
            block_public_policy: true,
            ignore_public_acls: true,
            restrict_public_buckets: true,
          },
        },
      },
    ],
    unread: [lonely('public_access_block')],
  },
  's3-tls-only': {
    bad: [bare, bucket('policy', { policy: refuseOne })],
    good: [bucket('policy', { policy: refuse })],
    unread: [bucket('policy', { policy: unknown })],
  },
  's3-versioning': {
    bad: [bare, bucket('versioning', { versioning_configuration: { status: 'Suspended' } })],
    good: [bucket('versioning', { versioning_configuration: { status: 'Enabled' } })],
    unread: [bucket('versioning', { versioning_configuration: { status: unknown } })],
  },
  'efs-access-point-root': {
    bad: each('aws_efs_access_point', {}, { root_directory: { path: '/' } }),
    good: each('aws_efs_access_point', { root_directory: { path: '/users' } }),
    unread: each('aws_efs_access_point', { root_directory: { path: unknown } }),
  },
  'efs-access-point-user': {
    bad: each('aws_efs_access_point', {}, { posix_user: { uid: 0, gid: 0 } }),
    good: each('aws_efs_access_point', { posix_user: { uid: 65532, gid: 65532 } }),
    unread: each('aws_efs_access_point', { posix_user: { uid: unknown } }),
  },
  'efs-backup': {
    bad: [
      one('aws_efs_file_system', {}),
      files('backup_policy', { backup_policy: { status: 'DISABLED' } }),
    ],
    good: [files('backup_policy', { backup_policy: { status: 'ENABLED' } })],
    unread: [files('backup_policy', { backup_policy: { status: unknown } })],
  },
  'efs-encrypted': {
    bad: each('aws_efs_file_system', {}, { encrypted: false }),
    good: each('aws_efs_file_system', { encrypted: true }),
    unread: each('aws_efs_file_system', { encrypted: unknown }),
  },
  'efs-kms': {
    bad: each('aws_efs_file_system', {}),
    good: each('aws_efs_file_system', { kms_key_id: 'arn:1' }),
    unread: each('aws_efs_file_system', { kms_key_id: unknown }),
  },
  'efs-policy': {
    bad: [one('aws_efs_file_system', {}), files('file_system_policy', { policy: refuseOne })],
    good: [files('file_system_policy', { policy: refuse })],
    unread: [files('file_system_policy', { policy: unknown })],
  },
  'efs-public-subnet': {
    bad: [
      {
        aws_subnet: { s: { map_public_ip_on_launch: true } },
        aws_efs_mount_target: { t: { subnet_id: '${aws_subnet.s.id}' } },
      },
    ],
    good: [
      { aws_subnet: { s: {} }, aws_efs_mount_target: { t: { subnet_id: '${aws_subnet.s.id}' } } },
    ],
    unread: [
      ...each('aws_efs_mount_target', { subnet_id: '${each.value}' }),
      {
        'data.aws_subnet': { s: {} },
        aws_efs_mount_target: { t: { subnet_id: '${data.aws_subnet.s.id}' } },
      },
    ],
  },
  'ecr-immutable': {
    bad: each('aws_ecr_repository', {}, { image_tag_mutability: 'IMMUTABLE_WITH_EXCLUSION' }),
    good: each('aws_ecr_repository', { image_tag_mutability: 'IMMUTABLE' }),
    unread: each('aws_ecr_repository', { image_tag_mutability: unknown }),
  },
  'ecr-kms': {
    bad: each(
      'aws_ecr_repository',
      {},
      { encryption_configuration: { encryption_type: 'AES256' } },
    ),
    good: each('aws_ecr_repository', { encryption_configuration: [{ encryption_type: 'KMS' }] }),
    unread: each('aws_ecr_repository', { encryption_configuration: unknown }),
  },
  'ecr-lifecycle': {
    bad: each('aws_ecr_repository', {}),
    good: [owned('aws_ecr_repository', 'aws_ecr_lifecycle_policy', 'repository')],
    unread: [
      {
        ...one('aws_ecr_repository', {}),
        ...one('aws_ecr_lifecycle_policy', { repository: unknown }),
      },
    ],
  },
  'ecr-policy-public': publicCases('aws_ecr_repository_policy'),
  'ecr-scan': {
    bad: each('aws_ecr_repository', {}, { image_scanning_configuration: { scan_on_push: false } }),
    good: each('aws_ecr_repository', { image_scanning_configuration: { scan_on_push: true } }),
    unread: each('aws_ecr_repository', { image_scanning_configuration: { scan_on_push: unknown } }),
  },
  'kms-deletion-window': {
    bad: each('aws_kms_key', { deletion_window_in_days: 7 }),
    good: each('aws_kms_key', {}, { deletion_window_in_days: 30 }),
    unread: each('aws_kms_key', { deletion_window_in_days: unknown }),
  },
  'kms-policy': {
    bad: [...publicCases('aws_kms_key').bad, one('aws_kms_key', {})],
    good: publicCases('aws_kms_key').good,
    unread: [
      ...each('aws_kms_key', { policy: unknown }),
      owned('aws_kms_key', 'aws_kms_key_policy', 'key_id', { key_id: '${each.value}' }),
    ],
  },
  'kms-rotation': {
    bad: each('aws_kms_key', {}, { enable_key_rotation: false }),
    good: each(
      'aws_kms_key',
      { enable_key_rotation: true },
      { customer_master_key_spec: 'ECC_NIST_P256' },
    ),
    unread: each('aws_kms_key', { enable_key_rotation: unknown }),
  },
  'sns-policy-public': publicCases('aws_sns_topic_policy'),
  'sns-tls-only': {
    bad: each('aws_sns_topic', {}, { policy: refuseOne }, { policy: refuseSome }),
    good: [
      one('aws_sns_topic', { policy: refuse }),
      {
        aws_sns_topic: { t: {} },
        aws_sns_topic_policy: { p: { arn: '${aws_sns_topic.t.arn}', policy: refuse } },
      },
    ],
    unread: each('aws_sns_topic', { policy: unknown }),
  },
};
