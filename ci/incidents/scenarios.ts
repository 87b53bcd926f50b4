import { createHash } from 'node:crypto';
import type { DeploymentNews, Minute, Scenario } from './world';

/** Everything that happens to the alarms in a test. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'quiet-day',
    story: 'nothing happens to anything',
    subject: 'everything',
    minutes: 60,
    during: () => ({}),
  },
  {
    name: 'outage',
    story: 'every request fails for 20 minutes',
    subject: 'users-form',
    minutes: 20,
    during: () => ({ errors: 100 }),
  },
  {
    name: 'short-outage',
    story: 'every request fails for 2 minutes',
    subject: 'users-form',
    minutes: 2,
    during: () => ({ errors: 100 }),
  },
  {
    name: 'two-percent',
    story: '2 of 100 requests fail for 2 hours',
    subject: 'users-form',
    minutes: 120,
    during: () => ({ errors: 2 }),
  },
  {
    name: 'slow-burn',
    story: '4 of 1000 requests fail for 20 hours',
    subject: 'users-form',
    minutes: 1200,
    during: () => ({ errors: 4, requests: 1000 }),
    always: () => ({ requests: 1000 }),
  },
  {
    name: 'within-budget',
    story: '2 of 1000 requests fail for 20 hours, which the budget allows for a while',
    subject: 'users-form',
    minutes: 1200,
    during: () => ({ errors: 2 }),
    always: () => ({ requests: 1000 }),
  },
  {
    name: 'latency-creep',
    story: 'one more answer of 100 is slow every 5 minutes, for 3 hours',
    subject: 'users-form',
    minutes: 180,
    during: (minute) => ({ slow: Math.floor(minute / 5) }),
  },
  {
    name: 'single-error-at-night',
    story: 'one of two requests in an hour fails',
    subject: 'users-form',
    minutes: 30,
    during: (minute) => ({ requests: minute === 10 ? 1 : 0, errors: minute === 10 ? 1 : 0 }),
    always: (minute) => ({ requests: minute % 30 === 0 ? 1 : 0 }),
  },
  {
    name: 'no-traffic',
    story: 'nobody comes for 3 hours',
    subject: 'users-form',
    minutes: 180,
    during: () => ({ requests: 0 }),
  },
  {
    name: 'nothing-measured',
    story: 'no measurement arrives for 30 minutes',
    subject: 'users-form',
    minutes: 30,
    during: () => ({ measured: false }),
  },
  {
    name: 'gone',
    story: 'no copy runs for 30 minutes',
    subject: 'users-form',
    minutes: 30,
    during: () => ({ tasks: 0, requests: 0, pending: 2, unhealthy: 2 }),
  },
  {
    name: 'crash-loop',
    story: 'a copy ends and starts again every 2 minutes, for 40 minutes',
    subject: 'users-form',
    minutes: 40,
    during: (minute) => ({ exits: minute % 2, pending: 1, tasks: 1 }),
  },
  {
    name: 'by-nature',
    story: 'one request in ten fails by chance, as uptime always does',
    subject: 'uptime',
    minutes: 600,
    during: () => ({}),
    always: byChance(),
  },
  {
    name: 'worse-than-nature',
    story: 'half of the requests to uptime fail for 2 hours',
    subject: 'uptime',
    minutes: 120,
    during: () => ({ errors: 50 }),
    always: byChance(),
  },
  {
    name: 'store-unreachable',
    story: 'the cache does not answer for 20 minutes',
    subject: 'cache',
    minutes: 20,
    during: () => ({ storeFailures: 20, storeReports: false }),
  },
  {
    name: 'store-full',
    story: 'the cache fills to 97 % within an hour and is emptied',
    subject: 'cache',
    minutes: 90,
    during: (minute) => ({ storePercent: Math.min(97, 30 + 1.2 * minute) }),
  },
  {
    name: 'out-of-memory',
    story: 'the memory fills to 98 % within an hour',
    subject: 'users-form',
    minutes: 90,
    during: (minute) => ({ memoryPercent: Math.min(98, 40 + minute) }),
  },
  {
    name: 'unreachable',
    story: 'nobody reaches the entrance for 15 minutes',
    subject: 'entrance',
    minutes: 15,
    during: () => ({ reachable: false }),
  },
  {
    name: 'certificate-ends',
    story: 'the certificate has 20 days left',
    subject: 'entrance',
    minutes: 1440,
    during: () => ({ certificateDays: 20 }),
  },
  {
    name: 'deployment',
    story: 'a new version takes the place of both copies within 5 minutes',
    subject: 'users-form',
    minutes: 5,
    during: (minute) => rolling(minute),
    news: [news(0, 'begins'), news(5, 'succeeds')],
  },
  {
    name: 'deployment-of-one',
    story: 'a new version takes the place of the only copy, within 2 minutes on Fargate',
    subject: 'users-api',
    minutes: 2,
    during: (minute) => ({ replaced: minute === 0 ? 1 : 0, handover: true }),
    always: () => ({ tasks: 1 }),
    news: [news(0, 'begins'), news(2, 'succeeds')],
  },
  {
    name: 'deployment-of-proxy',
    story: 'a new version of the proxy needs 2 minutes to answer its balancer',
    subject: 'reverse-proxy',
    minutes: 5,
    during: (minute) => ({ ...rolling(minute), unhealthy: minute < 2 ? 2 : 0 }),
    news: [news(0, 'begins'), news(5, 'succeeds')],
  },
  {
    name: 'deployment-failed',
    story: 'the tasks of a new version do not start, and in minute 10 it is given up',
    subject: 'users-form',
    minutes: 12,
    during: (minute) => ({ pending: minute < 10 ? 1 : 0 }),
    news: [news(0, 'begins'), news(10, 'fails', 'start')],
  },
  {
    name: 'deployment-went-back',
    story:
      'a new version starts and fails every request; ECS goes back, and after 6 minutes it is gone',
    subject: 'users-form',
    minutes: 6,
    during: (minute) => ({ ...rolling(minute), errors: minute === 0 ? 50 : 100 }),
    news: [news(0, 'begins'), news(2, 'fails', 'alarm')],
  },
  {
    name: 'deployment-elsewhere',
    story: 'a deployment fails in a cluster whose name begins like ours',
    subject: 'users-form',
    minutes: 12,
    during: () => ({}),
    news: [
      { ...news(0, 'begins'), elsewhere: true },
      { ...news(10, 'fails', 'start'), elsewhere: true },
    ],
  },
];

/** Two copies that are replaced: the new ones wait, run beside the old ones, and the old ones end one by one. */
function rolling(minute: number): Partial<Minute> {
  const minutes: readonly Partial<Minute>[] = [
    { pending: 2 },
    { tasks: 4 },
    { tasks: 4 },
    { tasks: 3, replaced: 1 },
    { replaced: 1 },
  ];
  return minutes[minute] ?? {};
}

function news(
  minute: number,
  state: DeploymentNews['state'],
  cause?: DeploymentNews['cause'],
): DeploymentNews {
  return { minute, state, ...(cause ? { cause } : {}) };
}

/** Of 100 requests one in ten fails by chance, by the same chance in every run. */
function byChance(): Scenario['always'] {
  return (minute) => {
    const bytes = [1, 2].flatMap((half) => [
      ...createHash('sha512').update(`${minute} ${half}`).digest(),
    ]);
    return { errors: bytes.slice(0, 100).filter((byte) => byte < 256 / 10).length };
  };
}
