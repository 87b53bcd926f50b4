import { type Block, each, type Resources, type RuleCases, unknown } from './case.fixture';

const alarm = 'aws_cloudwatch_metric_alarm';
const composite = 'aws_cloudwatch_composite_alarm';
const cache = 'aws_elasticache_replication_group';
const certificate = 'aws_acm_certificate';
const secret = 'aws_secretsmanager_secret';

/** An argument that must be set. */
const set = (type: string, argument: string): RuleCases => ({
  bad: each(type, {}),
  good: each(type, { [argument]: 'arn:1' }),
  unread: each(type, { [argument]: unknown }),
});

/** An argument that must be true. */
const isTrue = (type: string, argument: string, byDefault = false): RuleCases => ({
  bad: each(type, { [argument]: false }, ...(byDefault ? [] : [{}])),
  good: each(type, { [argument]: true }, ...(byDefault ? [{}] : [])),
  unread: each(type, { [argument]: unknown }),
});

const budget = (...notifications: readonly Block[]): Resources[] =>
  each('aws_budgets_budget', ...notifications.map((notification) => ({ notification })));

/** What rules about what watches, hides and remembers must say. */
export const otherCases: Record<string, RuleCases> = {
  'acm-key': {
    bad: each(certificate, { key_algorithm: 'RSA_1024' }),
    good: each(certificate, {}, { key_algorithm: 'EC_prime256v1' }),
    unread: each(certificate, { key_algorithm: unknown }),
  },
  'acm-replaced': {
    bad: each(certificate, {}, { lifecycle: { create_before_destroy: false } }),
    good: each(certificate, { lifecycle: { create_before_destroy: true } }),
  },
  'acm-transparency': {
    bad: each(certificate, {
      options: { certificate_transparency_logging_preference: 'DISABLED' },
    }),
    good: each(certificate, {}),
    unread: each(certificate, {
      options: { certificate_transparency_logging_preference: unknown },
    }),
  },
  'alarm-actions': {
    bad: [
      ...each(
        alarm,
        // every alarm has a name, and may be in the rule of another one by it
        { alarm_name: 'p' },
        { alarm_name: 'p', alarm_actions: [] },
        { alarm_name: 'p', alarm_actions: ['a'], actions_enabled: false },
      ),
      // the rule names another one, and one that ends alike
      { [alarm]: { x: { alarm_name: 'p' } }, [composite]: { c: { alarm_rule: 'OK("p2 p")' } } },
      { [alarm]: { x: {}, y: {} }, [composite]: { c: { alarm_rule: `ALARM(\${${alarm}.y.id})` } } },
    ],
    good: [
      ...['ALARM("q") AND OK("p")', 'ALARM( p )', 'ALARM(arn:aws:cloudwatch:x:1:alarm:p)'].map(
        (rule) => ({
          [alarm]: { x: { alarm_name: 'p' } },
          [composite]: { c: { alarm_rule: rule, alarm_actions: ['arn:1'] } },
        }),
      ),
      ...each(alarm, { alarm_actions: ['arn:1'] }),
      {
        [alarm]: { watched: {} },
        aws_ecs_service: { s: { alarms: { alarm_names: [`\${${alarm}.watched.alarm_name}`] } } },
      },
    ],
    unread: [
      ...each(alarm, { alarm_actions: unknown }),
      {
        [alarm]: { x: { alarm_name: 'p' } },
        [composite]: { c: { alarm_rule: unknown, alarm_actions: ['arn:1'] } },
      },
    ],
  },
  'alarm-missing-data': {
    bad: each(alarm, {}),
    good: each(alarm, { treat_missing_data: 'breaching' }),
    unread: each(alarm, { treat_missing_data: unknown }),
  },
  'budget-notified': {
    bad: [...each('aws_budgets_budget', {}), ...budget({ threshold: 80 })],
    good: budget({ subscriber_email_addresses: ['a@example.org'] }),
    unread: budget({ subscriber_sns_topic_arns: unknown }),
  },
  'elasticache-at-rest': isTrue(cache, 'at_rest_encryption_enabled'),
  'elasticache-auth': {
    bad: each(cache, {}, { user_group_ids: [] }),
    good: each(cache, { user_group_ids: ['g'] }, { auth_token: 'x' }),
    unread: each(cache, { user_group_ids: unknown }),
  },
  'elasticache-backup': {
    bad: each(cache, {}, { snapshot_retention_limit: 0 }),
    good: each(cache, { snapshot_retention_limit: 7 }),
    unread: each(cache, { snapshot_retention_limit: unknown }),
  },
  'elasticache-failover': isTrue(cache, 'automatic_failover_enabled'),
  'elasticache-kms': set(cache, 'kms_key_id'),
  'elasticache-subnets': {
    bad: each(cache, {}, { subnet_group_name: 'default' }),
    good: each(cache, { subnet_group_name: 'prod' }),
    unread: each(cache, { subnet_group_name: unknown }),
  },
  'elasticache-tls': {
    bad: each(
      cache,
      {},
      { transit_encryption_enabled: true, transit_encryption_mode: 'preferred' },
    ),
    good: each(cache, { transit_encryption_enabled: true }),
    unread: each(cache, { transit_encryption_enabled: unknown }),
  },
  'elasticache-upgrades': isTrue(cache, 'auto_minor_version_upgrade', true),
  'log-kms': set('aws_cloudwatch_log_group', 'kms_key_id'),
  'log-one-year': {
    bad: each('aws_cloudwatch_log_group', { retention_in_days: 30 }),
    good: each('aws_cloudwatch_log_group', {}, { retention_in_days: 365 }),
    unread: each('aws_cloudwatch_log_group', { retention_in_days: unknown }),
  },
  'log-retention': {
    bad: each('aws_cloudwatch_log_group', {}, { retention_in_days: 0 }),
    good: each('aws_cloudwatch_log_group', { retention_in_days: 30 }),
    unread: each('aws_cloudwatch_log_group', { retention_in_days: unknown }),
  },
  'secret-in-state': {
    bad: [
      ...each(
        'aws_secretsmanager_secret_version',
        { secret_string: 'x' },
        { secret_string: '${random_password.p.result}' },
      ).slice(0, 1),
      ...each('aws_ssm_parameter', { type: 'SecureString', value: 'x' }),
      ...each(cache, { auth_token: 'x' }),
    ],
    good: [
      ...each('aws_secretsmanager_secret_version', { secret_string_wo: 'x' }),
      ...each('aws_ssm_parameter', { type: 'String', value: 'x' }),
      ...each(cache, {}),
    ],
  },
  'secret-kms': set(secret, 'kms_key_id'),
  'secret-recovery': {
    bad: each(secret, { recovery_window_in_days: 0 }),
    good: each(secret, {}, { recovery_window_in_days: 30 }),
    unread: each(secret, { recovery_window_in_days: unknown }),
  },
  'secret-rotation': {
    bad: each(secret, {}),
    good: [
      {
        [secret]: { s: {} },
        aws_secretsmanager_secret_rotation: { r: { secret_id: `\${${secret}.s.id}` } },
      },
    ],
    unread: [
      { [secret]: { s: {} }, aws_secretsmanager_secret_rotation: { r: { secret_id: unknown } } },
    ],
  },
  'sns-encrypted': set('aws_sns_topic', 'kms_master_key_id'),
};
