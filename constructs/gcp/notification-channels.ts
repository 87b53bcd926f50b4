import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Severity } from '../core/burn-rate';
import { known } from '../core/known';
import { constructId } from '../core/naming';
import { type Notify, notifyProblems, targetOf } from '../core/notify';

/** Channels that one policy may have. */
const mostChannels = 16;

/** Props of NotificationChannels. */
export interface NotificationChannelsProps {
  /** Id of the project. */
  readonly projectId: string;

  /** Name of the environment. */
  readonly environment: string;

  /** Who is told. */
  readonly notify: readonly Notify[];

  /**
   * What must exist before.
   *
   * @default - they are made at once
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The ways in which somebody is told: one channel for each address, and those that exist. */
export class NotificationChannels extends Construct {
  /** Names of the channels that each severity goes to. */
  public readonly names: Readonly<Record<Severity, readonly string[]>>;

  constructor(scope: Construct, id: string, props: NotificationChannelsProps) {
    super(scope, id);
    const created = new Map<string, string>();
    const named = props.notify.map(({ way, severities }, index) => {
      const target = targetOf(way);
      const name =
        way.kind === 'email'
          ? (created.get(target) ?? this.createEmail(target, index, props))
          : target;
      created.set(target, name);
      return { name, severities };
    });

    const namesOf = (severity: Severity) => [
      ...new Set(
        named.filter(({ severities }) => severities.includes(severity)).map(({ name }) => name),
      ),
    ];
    this.names = { page: namesOf('page'), ticket: namesOf('ticket') };
  }

  private createEmail(
    address: string,
    index: number,
    { projectId, environment, dependsOn }: NotificationChannelsProps,
  ): string {
    const id = known(address) ? constructId(address) : `Email${index}`;
    return new MonitoringNotificationChannel(this, id, {
      project: projectId,
      displayName: `${environment}: ${address}`,
      description: `Alerts of ${environment}`,
      type: 'email',
      labels: { email_address: address },
      enabled: true,
      // a policy that still names it would then be left without anybody
      forceDelete: false,
      userLabels: { environment },
      ...(dependsOn ? { dependsOn: [...dependsOn] } : {}),
    }).name;
  }
}

/** Every problem of who is told, in Google's bounds. */
export function channelProblems(notify: readonly Notify[]): string[] {
  const most = Math.max(
    ...(['page', 'ticket'] as const).map(
      (severity) => notify.filter(({ severities }) => severities.includes(severity)).length,
    ),
  );
  return [
    ...notifyProblems(notify, 'channel'),
    ...(most > mostChannels
      ? [
          `'notify' may name ${mostChannels} for one severity, got ${most}; write to a group that has them all`,
        ]
      : []),
  ];
}
