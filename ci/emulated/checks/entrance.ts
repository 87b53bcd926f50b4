import type { Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Entrance } from '../entrance';
import { expectEach, expectEqual, expectThat, type Finding } from '../report';

/** One load balancer, HTTPS only, whose targets are probed and drained in time. */
export function entranceFindings(entrance: Entrance, domain: string): Finding[] {
  const { loadBalancers, attributes } = entrance;
  return [
    expectEqual(
      'there is one load balancer, open to the internet',
      loadBalancers.map(({ Scheme, Type }) => `${Scheme} ${Type}`),
      ['internet-facing application'],
    ),
    expectEqual(
      'the load balancer drops malformed headers',
      attributes['routing.http.drop_invalid_header_fields.enabled'],
      'true',
    ),
    ...listenerFindings(entrance.listeners),
    ...ruleFindings(entrance),
    ...targetGroupFindings(entrance),
    expectThat(
      'the domain leads to the load balancer',
      entrance.records.some(
        ({ Name, Type, AliasTarget }) =>
          Name === `${domain}.` &&
          Type === 'A' &&
          AliasTarget?.DNSName?.replace(/^dualstack\.|\.$/g, '') === loadBalancers[0]?.DNSName,
      ),
      `no alias record of ${domain} does`,
    ),
  ];
}

function listenerFindings(listeners: readonly Listener[]): Finding[] {
  const on = (port: number) => listeners.find(({ Port }) => Port === port);
  const redirect = on(80)?.DefaultActions?.[0]?.RedirectConfig;
  return [
    expectEqual(
      'the listeners are HTTP and HTTPS',
      listeners.map(({ Port, Protocol }) => `${Protocol} ${Port}`).sort(),
      ['HTTP 80', 'HTTPS 443'],
    ),
    expectThat(
      'HTTPS refuses old TLS',
      on(443)?.SslPolicy?.startsWith('ELBSecurityPolicy-TLS13-1-2-') === true,
      `the policy is ${on(443)?.SslPolicy}`,
    ),
    expectThat(
      'HTTPS has a certificate of ACM',
      on(443)?.Certificates?.[0]?.CertificateArn?.startsWith('arn:aws:acm:') === true,
      'it has none',
    ),
    expectEqual(
      'HTTP only redirects to HTTPS',
      [redirect?.Protocol, redirect?.Port, redirect?.StatusCode],
      ['HTTPS', '443', 'HTTP_301'],
    ),
  ];
}

function ruleFindings({ rules, targetGroups }: Entrance): Finding[] {
  const priorities = rules.map(({ Priority }) => Priority);
  const forwarded = rules.flatMap(({ Actions = [] }) =>
    Actions.map(({ TargetGroupArn }) => TargetGroupArn),
  );
  return [
    expectThat(
      'each rule has a priority of its own',
      priorities.length > 0 && new Set(priorities).size === priorities.length,
      `the priorities are [${priorities.join()}]`,
    ),
    expectEqual(
      'each target group has a rule that leads to it',
      [...new Set(forwarded)].sort(),
      targetGroups.map(({ TargetGroupArn }) => TargetGroupArn).sort(),
    ),
  ];
}

function targetGroupFindings({ targetGroups }: Entrance): Finding[] {
  const named = Object.fromEntries(
    targetGroups.map((group) => [group.TargetGroupName ?? '', group]),
  );
  return [
    expectEach('each target is probed on a path of its own', named, (group) => {
      const {
        HealthCheckPath,
        HealthCheckIntervalSeconds = 0,
        HealthCheckTimeoutSeconds = 0,
      } = group;
      if (!HealthCheckPath || HealthCheckPath === '/') return `is probed on '${HealthCheckPath}'`;
      return (
        HealthCheckTimeoutSeconds >= HealthCheckIntervalSeconds && 'waits longer than it pauses'
      );
    }),
    expectEach('each target drains in time', named, ({ attributes }) => {
      const seconds = Number(attributes['deregistration_delay.timeout_seconds']);
      return !(seconds > 0 && seconds <= 120) && `drains for ${seconds} s`;
    }),
  ];
}
