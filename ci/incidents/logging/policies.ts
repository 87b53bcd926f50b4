import type { Firing } from '../firing';
import type { Scenario } from '../world';
import { deploymentEntries } from './entries';
import { matchesEntry } from './filter';

/** The part of an alert policy that looks at logs. */
interface LogPolicy {
  readonly enabled?: boolean;
  readonly notification_channels?: readonly string[];
  readonly user_labels?: Readonly<Record<string, string>>;
  readonly conditions: readonly {
    readonly condition_matched_log?: { readonly filter: string };
  }[];
}

/** A synthesized stack. */
export interface LogPolicyDocument {
  readonly resource: {
    readonly google_monitoring_alert_policy?: Readonly<Record<string, LogPolicy>>;
    readonly google_monitoring_notification_channel?: Readonly<
      Record<string, { readonly enabled: boolean }>
    >;
  };
}

/** What the log tells somebody during a scenario, in the minute of its entry. Entries of one minute are one message. */
export function logFirings(scenario: Scenario, document: LogPolicyDocument): Firing[] {
  const { google_monitoring_alert_policy: policies = {} } = document.resource;
  const heard = Object.values(policies).filter((policy) => isHeard(policy, document));
  return (scenario.news ?? []).flatMap((news) => {
    const entries = deploymentEntries(scenario, news);
    return heard.flatMap(({ conditions, user_labels: { alert = '', severity = '' } = {} }) => {
      const filters = conditions.flatMap(({ condition_matched_log: log }) => log?.filter ?? []);
      const found = filters.some((filter) => entries.some((one) => matchesEntry(filter, one)));
      return found ? [{ alert: `${alert} ${severity}`, from: news.minute, to: news.minute }] : [];
    });
  });
}

/** Whether a policy is on, and one of its channels too. */
function isHeard(
  { enabled = true, notification_channels: channels = [] }: LogPolicy,
  { resource: { google_monitoring_notification_channel: all = {} } }: LogPolicyDocument,
): boolean {
  const open = Object.entries(all).filter(([, channel]) => channel.enabled);
  const names = open.map(([id]) => `\${google_monitoring_notification_channel.${id}.name}`);
  return enabled && channels.some((channel) => names.includes(channel));
}
