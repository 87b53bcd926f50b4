import { known } from '../core/known';
import { cloudName, lengthProblems, nameProblems } from '../core/naming';
import { Secret } from '../core/secret';
import { problemsOf, type Rule, shown } from '../core/validation';
import type { CacheProps } from './cache';
import { cacheUserId } from './cache-login';
import { secretProblems } from './fargate-service-rules';

/** Every problem of a cache's props. */
export function cacheProblems(name: string, props: CacheProps): string[] {
  const { cluster, passwordVariable = 'REDIS_PASSWORD' } = props;
  const userId = cacheUserId(cloudName(cluster.environment, name));
  return [
    ...nameProblems('name', name),
    ...hyphenProblems(name),
    ...lengthProblems([userId], { thing: 'ElastiCache user', maxLength: 40 }),
    ...secretProblems(`cache '${name}'`, cluster, [passwordVariable]),
    ...previousProblems(name, props),
    ...problemsOf(props, rules),
  ];
}

/** CloudFormation fails in the middle of a deployment where it is asked for a value that never was. */
function previousProblems(name: string, props: CacheProps): string[] {
  const { cluster, password = Secret.named(`${name}-password`), acceptsPreviousPassword } = props;
  if (acceptsPreviousPassword !== true || !cluster.secrets?.isFirst?.(password)) return [];
  return [
    `'acceptsPreviousPassword' is true, but '${password.name}' is at its first version and there is none before; raise its 'version' in 'generated' too, or leave it out`,
  ];
}

/** ElastiCache takes one hyphen at a time. */
function hyphenProblems(name: string): string[] {
  if (!known(name) || !name.includes('--')) return [];
  return [`'name' must not hold two hyphens in a row, got ${shown(name)}; leave one of them out`];
}

const rules: readonly Rule<CacheProps>[] = [
  {
    broken: ({ nodes = 2 }) => known(nodes) && (!Number.isInteger(nodes) || nodes < 1 || nodes > 6),
    message: ({ nodes }) =>
      `'nodes' must be a whole number from 1 to 6, got ${shown(nodes)}; 2 survive the loss of a zone`,
  },
  {
    broken: ({ nodes }) => nodes !== undefined && !known(nodes),
    message: () =>
      `'nodes' must be a plain number, got a value that only Terraform knows; how many there are decides on the failover`,
  },
  {
    broken: ({ nodeType }) => known(nodeType) && !/^cache\.[a-z0-9]+\.[a-z0-9]+$/.test(nodeType),
    message: ({ nodeType }) =>
      `'nodeType' must be a type of ElastiCache, got ${shown(nodeType)}; use for example 'cache.t4g.small'`,
  },
  {
    broken: ({ snapshotRetentionDays: days }) =>
      known(days) && (!Number.isInteger(days) || days < 0 || days > 35),
    message: ({ snapshotRetentionDays }) =>
      `'snapshotRetentionDays' must be a whole number from 0 to 35, got ${shown(snapshotRetentionDays)}; 0 makes no snapshots`,
  },
  {
    broken: ({ passwordVersion }) =>
      known(passwordVersion) && !/^[A-Za-z0-9-]{32,64}$/.test(passwordVersion),
    message: ({ passwordVersion }) =>
      `'passwordVersion' must be the id of a version in Secrets Manager, got ${shown(passwordVersion)}; it is the VersionId that put-secret-value prints`,
  },
];
