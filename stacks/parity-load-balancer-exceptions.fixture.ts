import type { Exception } from './parity.fixture';

/** Where load balancers are not the same in both clouds, and why. */
export const loadBalancerExceptions = [
  {
    noun: 'LoadBalancer',
    kind: 'prop',
    members: ['domain'],
    on: ['aws', 'gcp'],
    unlike: true,
    reason: 'On Google Cloud the zone may be somewhere else, and has a name besides its domain.',
  },
  {
    noun: 'LoadBalancer',
    kind: 'prop',
    members: ['tlsPolicy'],
    on: ['aws', 'gcp'],
    unlike: true,
    reason: 'Each cloud has names of its own for what a client may negotiate.',
  },
  {
    noun: 'LoadBalancer',
    kind: 'prop',
    members: ['network', 'accessLogRetentionDays', 'idleTimeoutSeconds', 'dualStack'],
    on: ['aws'],
    reason:
      "A balancer of AWS stands in subnets, logs to a bucket and has one idle time; Google's stands in no network, logs to Cloud Logging, and Cloud Run's own time holds.",
  },
  {
    noun: 'LoadBalancer',
    kind: 'prop',
    members: [
      'projectId',
      'rateLimit',
      'managedRules',
      'adaptiveProtection',
      'logSamplePercent',
      'certificateMapId',
    ],
    on: ['gcp'],
    reason:
      'Google names the project, has its firewall on the backends and its logs by sample, and keeps further certificates in maps.',
  },
  {
    noun: 'LoadBalancer',
    kind: 'factory',
    members: ['fromListener'],
    on: ['aws'],
    reason: 'A listener takes rules from anywhere; a URL map is one resource of whoever made it.',
  },
  {
    noun: 'LoadBalancer',
    kind: 'verb',
    members: ['addRoute'],
    on: ['aws', 'gcp'],
    unlike: true,
    reason:
      'Rules of AWS have priorities and target groups; a URL map prefers the longest path, and one backend has services of several regions.',
  },
  {
    noun: 'LoadBalancer',
    kind: 'output',
    members: ['dnsName', 'arn', 'arnSuffix', 'httpsListenerArn', 'securityGroupId'],
    on: ['aws'],
    reason: "What a balancer of AWS has, in AWS's words.",
  },
  {
    noun: 'LoadBalancer',
    kind: 'output',
    members: ['address', 'urlMapName', 'securityPolicyId'],
    on: ['gcp'],
    reason: "What a balancer of Google has, in Google's words: one address for the whole world.",
  },
] as const satisfies readonly Exception[];
