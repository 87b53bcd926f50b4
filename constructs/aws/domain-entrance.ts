import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { Lb } from '@cdktf/provider-aws/lib/lb';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { Certificate, type Domain, hostNamesOf } from './certificate';
import type { DomainWay } from './entrance';
import { Listeners } from './listeners';

/** What a way in leads to, once it is made. */
export interface OpenedEntrance {
  /** ARN of the listener that gets the routes. */
  readonly listenerArn: string;

  /** URL that the public uses. */
  readonly url: string;

  /** Host names that lead to the balancer. */
  readonly hostNames: readonly string[];

  /**
   * ARN of the certificate, in the region of the balancer.
   *
   * @default - somebody else ends TLS
   */
  readonly certificateArn?: string;
}

/** Where an alias record leads. */
export interface AliasTarget {
  /** Host name of the target. */
  readonly name: string;

  /** Id of the zone that AWS keeps this name in. */
  readonly zoneId: string;
}

/** Makes the certificate, the listeners and the DNS records of a public balancer. */
export function openDomain(
  scope: Construct,
  way: DomainWay,
  { balancer, cloudName }: { readonly balancer: Lb; readonly cloudName: string },
): OpenedEntrance {
  const zoneId = publicZone(scope, way);
  const certificate = new Certificate(scope, 'Certificate', {
    hostName: way.name,
    alternativeNames: way.alternativeNames,
    zoneId,
  });
  const listeners = new Listeners(scope, 'Listeners', {
    loadBalancerArn: balancer.arn,
    name: cloudName,
    certificateArn: certificate.certificateArn,
    tlsPolicy: way.tlsPolicy,
  });
  const target = { name: balancer.dnsName, zoneId: balancer.zoneId };
  createAliases(scope, way, { zoneId, target, ipv6: way.dualStack });
  return {
    listenerArn: listeners.httpsListenerArn,
    url: `https://${way.name}`,
    hostNames: hostNamesOf(way),
    certificateArn: certificate.certificateArn,
  };
}

/** The zone of a domain: the given one, or what Terraform finds by the name when it plans. */
export function publicZone(scope: Construct, { zoneId, zoneName }: Domain): string {
  if (zoneId !== undefined) return zoneId;
  return new DataAwsRoute53Zone(scope, 'Zone', { name: zoneName, privateZone: false }).zoneId;
}

/** Points every name of a domain to a target. */
export function createAliases(
  scope: Construct,
  domain: Domain,
  options: { readonly zoneId: string; readonly target: AliasTarget; readonly ipv6: boolean },
): void {
  const { zoneId, target, ipv6 } = options;
  for (const hostName of hostNamesOf(domain)) {
    for (const type of ipv6 ? ['A', 'AAAA'] : ['A']) {
      new Route53Record(scope, `Alias${pascalCase(hostName)}${type}`, {
        zoneId,
        name: hostName,
        type,
        // a record that someone else made is never taken over
        allowOverwrite: false,
        alias: { ...target, evaluateTargetHealth: false },
      });
    }
  }
}
