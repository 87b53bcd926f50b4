import { MonitoringUptimeCheckConfig } from '@cdktf/provider-google/lib/monitoring-uptime-check-config';
import type { Construct } from 'constructs';
import { constructId } from '../core/naming';
import type { PublicEntrance } from './watched';

/** Props of an uptime check. */
export interface UptimeCheckProps {
  /** Id of the project. */
  readonly projectId: string;

  /** Name of the environment. */
  readonly environment: string;

  /** Path that is asked for, of an entrance that the public reaches. */
  readonly path: string;
}

/**
 * Asks an entrance every minute from three continents, as a visitor would: name, certificate and page must be right.
 *
 * @see https://cloud.google.com/monitoring/uptime-checks
 */
export function createUptimeCheck(
  scope: Construct,
  { name, host }: PublicEntrance,
  { projectId, environment, path }: UptimeCheckProps,
): MonitoringUptimeCheckConfig {
  return new MonitoringUptimeCheckConfig(scope, `Check${constructId(name)}`, {
    project: projectId,
    displayName: `${environment}: ${name}`,
    checkerType: 'STATIC_IP_CHECKERS',
    selectedRegions: ['ASIA_PACIFIC', 'EUROPE', 'USA'],
    period: '60s',
    timeout: '10s',
    logCheckFailures: true,
    monitoredResource: { type: 'uptime_url', labels: { project_id: projectId, host } },
    httpCheck: {
      requestMethod: 'GET',
      path,
      port: 443,
      useSsl: true,
      validateSsl: true,
      maskHeaders: false,
      acceptedResponseStatusCodes: [{ statusClass: 'STATUS_CLASS_2XX' }],
    },
    userLabels: { environment },
    // policies name the check: the old one can go only after they name the new one
    lifecycle: { createBeforeDestroy: true },
  });
}
