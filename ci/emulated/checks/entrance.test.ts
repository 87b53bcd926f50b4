import type { Entrance } from '../entrance';
import { entranceFindings } from './entrance';
import { problemsIn } from './finding.fixture';

const https = {
  Port: 443,
  Protocol: 'HTTPS' as const,
  SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x' }],
};
const http = {
  Port: 80,
  Protocol: 'HTTP' as const,
  DefaultActions: [
    {
      Type: 'redirect' as const,
      RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' as const },
    },
  ],
};
const group = {
  TargetGroupName: 'proxy',
  TargetGroupArn: 'arn:proxy',
  HealthCheckPath: '/healthz',
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  attributes: { 'deregistration_delay.timeout_seconds': '30' },
};
const rule = {
  Priority: '100',
  Actions: [{ Type: 'forward' as const, TargetGroupArn: 'arn:proxy' }],
};
const entrance: Entrance = {
  loadBalancers: [
    { Scheme: 'internet-facing', Type: 'application', DNSName: 'prod.elb.amazonaws.com' },
  ],
  attributes: { 'routing.http.drop_invalid_header_fields.enabled': 'true' },
  listeners: [https, http],
  rules: [rule],
  targetGroups: [group],
  records: [
    {
      Name: 'app.example.org.',
      Type: 'A',
      AliasTarget: {
        DNSName: 'prod.elb.amazonaws.com.',
        HostedZoneId: 'Z',
        EvaluateTargetHealth: false,
      },
    },
  ],
};
const problems = (change: Partial<Entrance> = {}) =>
  problemsIn(entranceFindings({ ...entrance, ...change }, 'app.example.org'));

describe('entranceFindings', () => {
  it('has no problem with one balancer over HTTPS', () => {
    expect(problems()).toEqual({});
  });

  it.each<[string, Partial<Entrance>]>([
    [
      'there is one load balancer, open to the internet',
      { loadBalancers: [{ ...entrance.loadBalancers[0], Scheme: 'internal' }] },
    ],
    ['the load balancer drops malformed headers', { attributes: {} }],
    ['the listeners are HTTP and HTTPS', { listeners: [https, http, { Port: 22 }] }],
    [
      'HTTPS refuses old TLS',
      { listeners: [{ ...https, SslPolicy: 'ELBSecurityPolicy-2016-08' }, http] },
    ],
    ['HTTPS has a certificate of ACM', { listeners: [{ ...https, Certificates: [] }, http] }],
    [
      'HTTP only redirects to HTTPS',
      { listeners: [https, { ...http, DefaultActions: [{ Type: 'forward' }] }] },
    ],
    ['each rule has a priority of its own', { rules: [rule, rule] }],
    [
      'each target group has a rule that leads to it',
      { targetGroups: [group, { ...group, TargetGroupName: 'b', TargetGroupArn: 'arn:b' }] },
    ],
    [
      'each target is probed on a path of its own',
      { targetGroups: [{ ...group, HealthCheckPath: '/' }] },
    ],
    [
      'each target is probed on a path of its own',
      { targetGroups: [{ ...group, HealthCheckTimeoutSeconds: 10 }] },
    ],
    [
      'each target drains in time',
      {
        targetGroups: [{ ...group, attributes: { 'deregistration_delay.timeout_seconds': '300' } }],
      },
    ],
    ['the domain leads to the load balancer', { records: [] }],
    [
      'the domain leads to the load balancer',
      { records: [{ ...entrance.records[0]!, Name: 'other.example.org.' }] },
    ],
  ])('fails when not: %s (%#)', (what, change) => {
    expect(Object.keys(problems(change))).toEqual([what]);
  });
});
