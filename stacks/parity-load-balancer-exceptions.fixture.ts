import type { Exception } from './parity.fixture';

/** Where load balancers are not the same in both clouds, and why. */
export const loadBalancerExceptions = [
  {
    noun: 'LoadBalancer',
    kind: 'prop',
    members: ['network', 'entrance', 'webAcl', 'accessLogRetentionDays', 'idleTimeoutSeconds'],
    on: ['aws'],
    reason:
      "A balancer of AWS stands in subnets, behind a domain or CloudFront, has a firewall that several may share, logs to a bucket and has one idle time; Google's stands in no network, logs to Cloud Logging, and Cloud Run's own time holds.",
  },
  {
    noun: 'LoadBalancer',
    kind: 'prop',
    members: [
      'domain',
      'tlsPolicy',
      'projectId',
      'rateLimit',
      'managedRules',
      'adaptiveProtection',
      'logSamplePercent',
      'certificateMapId',
    ],
    on: ['gcp'],
    reason:
      'A domain is the only way in, and its options are those of Entrance.domain on AWS; Google names the project, has its firewall on the backends and its logs by sample, and keeps further certificates in maps.',
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
    members: ['dnsName', 'dnsZoneId', 'arn', 'arnSuffix', 'listenerArn', 'securityGroupId'],
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
  {
    noun: 'Entrance',
    kind: 'factory',
    members: ['domain'],
    on: ['aws', 'gcp'],
    unlike: true,
    reason:
      'Both take a domain and what its balancer does in one record; Cloud DNS gives a zone a name of its own, and each balancer has options of its own.',
  },
  {
    noun: 'Entrance',
    kind: 'factory',
    members: ['cloudFront'],
    on: ['aws'],
    reason: 'Without a domain, HTTPS comes from CloudFront on AWS.',
  },
  {
    noun: 'Entrance',
    kind: 'factory',
    members: ['own', 'existing'],
    on: ['gcp'],
    reason:
      'A service of Cloud Run has an address with HTTPS; a balancer that exists needs LoadBalancer.fromListener on AWS.',
  },
  {
    noun: 'Entrance',
    kind: 'output',
    members: ['way'],
    on: ['aws'],
    reason: 'Each way in has options of its own, which the balancer of AWS reads.',
  },
  {
    noun: 'Entrance',
    kind: 'output',
    members: ['kind', 'names', 'options', 'balancer'],
    on: ['gcp'],
    reason: 'The proxy of Cloud Run passes them on to the balancer that it makes.',
  },
  {
    noun: 'LoadBalancer',
    kind: 'verb',
    members: ['watchedBy'],
    on: ['aws'],
    reason:
      'What its alarms must know comes with later routes and callers; Google names its metrics by names alone.',
  },
] as const satisfies readonly Exception[];
