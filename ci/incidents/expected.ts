import type { PlatformName } from './platforms';

/** What fires on one platform: `<kind> <severity> <minute of detection>-<last minute>`, counted from the first bad minute. */
type Expected = Readonly<Record<PlatformName, readonly string[]>>;

/** Nobody is told anything, anywhere. */
const silent: Expected = { compose: [], 'ecs-prod': [], 'gcp-run': [] };

/** What must fire in each scenario and nothing else. */
export const expected: Readonly<Record<string, Expected>> = {
  'quiet-day': silent,
  outage: {
    compose: [
      'availability-burn page 0-47',
      'availability-burn ticket 4-137',
      'server-errors page 0-20',
    ],
    'ecs-prod': [
      'availability-burn page 0-48',
      'availability-burn ticket 4-138',
      'server-errors page 1-20',
    ],
    'gcp-run': ['availability-burn page 0-47', 'availability-burn ticket 4-137'],
  },
  'short-outage': {
    compose: ['availability-burn page 0-4', 'server-errors page 0-2'],
    'ecs-prod': ['availability-burn page 0-5', 'server-errors page 1-2'],
    'gcp-run': ['availability-burn page 0-4'],
  },
  'two-percent': {
    compose: ['availability-burn page 43-139'],
    'ecs-prod': ['availability-burn page 43-139'],
    'gcp-run': ['availability-burn page 43-139'],
  },
  'slow-burn': {
    compose: ['availability-burn ticket 1079-1228'],
    'ecs-prod': ['availability-burn ticket 1080-1228'],
    'gcp-run': ['availability-burn ticket 1079-1228'],
  },
  'within-budget': silent,
  'latency-creep': {
    compose: ['latency-burn page 103-203', 'slow-answers ticket 12-184'],
    'ecs-prod': ['latency-burn page 104-203', 'slow-answers ticket 61-180'],
    'gcp-run': ['latency-burn page 103-203'],
  },
  'single-error-at-night': silent,
  'no-traffic': silent,
  // who cannot be measured is told of as who is gone; a laptop sees both by the same question
  'nothing-measured': {
    compose: [],
    'ecs-prod': ['absent page 6-29'],
    'gcp-run': ['absent page 9-29'],
  },
  gone: {
    compose: ['absent page 0-29'],
    'ecs-prod': ['absent page 6-29', 'task-churn ticket 9-34'],
    'gcp-run': ['absent page 9-29'],
  },
  'crash-loop': {
    compose: ['task-churn ticket 5-44'],
    'ecs-prod': ['task-churn ticket 9-44', 'too-few-tasks ticket 9-39'],
    'gcp-run': ['task-churn ticket 5-48'],
  },
  'by-nature': silent,
  'worse-than-nature': {
    compose: [],
    'ecs-prod': ['availability-burn page 42-140', 'server-errors page 1-120'],
    'gcp-run': ['availability-burn page 42-139'],
  },
  'store-unreachable': {
    compose: ['store-failures page 0-20'],
    'ecs-prod': ['store-failures page 6-19'],
    'gcp-run': [],
  },
  'store-full': {
    compose: [],
    'ecs-prod': ['store-saturated ticket 46-89'],
    'gcp-run': ['store-saturated ticket 52-89'],
  },
  'out-of-memory': {
    compose: [],
    'ecs-prod': ['memory-saturated ticket 55-89'],
    'gcp-run': ['memory-saturated ticket 61-92'],
  },
  unreachable: {
    compose: [],
    'ecs-prod': ['entrance-down page 2-14'],
    'gcp-run': ['entrance-down page 2-15'],
  },
  'certificate-ends': {
    compose: [],
    'ecs-prod': ['certificate-expiry ticket 660-'],
    'gcp-run': ['certificate-expiry ticket 10-'],
  },
  // nobody is told of a deployment that does what it should, and nothing is held back meanwhile
  deployment: silent,
  'deployment-of-one': silent,
  'deployment-of-proxy': silent,
  // compose has no deployment: what does not start there is gone, or starts again and again
  'deployment-failed': {
    compose: [],
    'ecs-prod': ['deployment-failed page 10-10', 'task-churn ticket 9-14'],
    'gcp-run': ['deployment-failed page 10-10'],
  },
  'deployment-went-back': {
    compose: [
      'availability-burn page 1-33',
      'availability-burn ticket 4-123',
      'server-errors page 0-6',
    ],
    'ecs-prod': [
      'availability-burn page 1-34',
      'availability-burn ticket 4-124',
      'deployment-failed page 2-2',
      'deployment-gate rollback 1-2',
      'server-errors page 1-6',
    ],
    'gcp-run': ['availability-burn page 1-33', 'availability-burn ticket 4-123'],
  },
  'deployment-elsewhere': silent,
};
