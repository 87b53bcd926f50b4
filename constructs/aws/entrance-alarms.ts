import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { defaultCheckPath, leastCertificateDays } from '../core/entrance-check';
import { type AlarmPlace, createAlarm } from './alarm';
import type { WatchedLoadBalancer } from './watched';

/** What the check of an entrance is made with: its numbers are in us-east-1, and so are its alarm and who it tells. */
export interface EntrancePlace extends AlarmPlace {
  /** The provider of us-east-1, or undefined where the stack's own is one. */
  readonly provider: AwsProvider | undefined;

  /** Path that is asked for. */
  readonly path: string;
}

/** Asks the public address from several places of the world, every 30 seconds. */
export function watchEntrance(
  scope: Construct,
  place: EntrancePlace,
  { cloudName: subject, hostName }: WatchedLoadBalancer,
): void {
  const { provider, path } = place;
  const page = path === defaultCheckPath ? 'the start page' : path;
  const check = new Route53HealthCheck(scope, 'HealthCheck', {
    type: 'HTTPS',
    fqdn: hostName,
    port: 443,
    resourcePath: path,
    enableSni: true,
    requestInterval: 30,
    failureThreshold: 3,
    measureLatency: false,
    invertHealthcheck: false,
    disabled: false,
    tags: { Name: subject },
    provider,
  });
  createAlarm(scope, 'EntranceDown', place, {
    kind: 'entrance-down',
    subject,
    detail: `most places that ask for ${page} get no answer below 400`,
    value: {
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: { HealthCheckId: check.id },
      stat: 'Minimum',
    },
    period: 60,
    ...{ fires: 'below', threshold: 1, periods: [3, 3], missing: 'breaching' },
    provider,
  });
}

/** Watches how long the certificate of a balancer still holds. ACM renews it well before its end. */
export function watchCertificate(
  scope: Construct,
  place: AlarmPlace,
  subject: string,
  CertificateArn: string,
): void {
  createAlarm(scope, 'CertificateExpiry', place, {
    kind: 'certificate-expiry',
    subject,
    detail: `it ends within ${leastCertificateDays} days`,
    value: {
      namespace: 'AWS/CertificateManager',
      metricName: 'DaysToExpiry',
      dimensions: { CertificateArn },
      stat: 'Minimum',
    },
    period: 86400,
    // the number comes twice a day; in between the last one holds
    ...{ fires: 'below', threshold: leastCertificateDays, periods: [1, 1], missing: 'ignore' },
  });
}
