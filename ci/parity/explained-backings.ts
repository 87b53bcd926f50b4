import type { Explanation } from './explained';

const platforms = ['ecs-prod'] as const;
const cacheUsers = ['goapp', 'pythonapp'];
const sites = ['site-a', 'site-b'];

/** What is otherwise because AWS keeps the data, and why. */
export const explanationsOfBackings: readonly Explanation[] = [
  ...['-REDIS_URL=redis://cache:6379', '+REDIS_URL=rediss://cache:6379'].map(
    (text): Explanation => ({
      platforms,
      fact: 'variables',
      services: cacheUsers,
      text: () => text,
      reason: 'ElastiCache is called over TLS.',
    }),
  ),
  {
    platforms,
    fact: 'secrets',
    services: cacheUsers,
    text: () => '+REDIS_PASSWORD',
    reason: 'ElastiCache asks for a password, which Secrets Manager holds.',
  },
  ...['-DB_JOURNAL=wal', '+DB_JOURNAL=delete'].map((text): Explanation => ({
    platforms,
    fact: 'variables',
    services: ['users-api'],
    text: () => text,
    reason: 'EFS is the disk of a network: the faster journal needs shared memory.',
  })),
  {
    platforms,
    fact: 'calls',
    services: ['users-api'],
    text: () => '+users:2049',
    reason: 'EFS is mounted over the network.',
  },
  ...[
    (site: string) => `-CONTENT_URI=file:///mnt/pages/${site}`,
    (site: string) => `+CONTENT_URI=s3://pages/${site}`,
    () => '+AWS_REGION=<region>',
  ].map((text): Explanation => ({
    platforms,
    fact: 'variables',
    services: sites,
    text,
    reason: 'The pages are objects of S3, whose region its client wants to know.',
  })),
  {
    platforms,
    fact: 'read-only paths',
    services: sites,
    text: () => '-/mnt/pages',
    reason: 'The pages are objects of S3: nothing is mounted.',
  },
];
