import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { escapeTemplate } from '../core/template';
import type { Deployment } from './deployment';

/** The alarms that roll a deployment of one service back: those that it was given, and those that came later. */
export class DeploymentGate {
  private readonly added: string[] = [];

  constructor(
    private readonly service: EcsService,
    private readonly deployment: Deployment,
  ) {}

  /** Adds alarms by the names that they are given, so that none of them needs to know the service. */
  public add(alarms: readonly CloudwatchMetricAlarm[]): void {
    const { alarms: given = [], alarmsEnabled: enable = true } = this.deployment.choice.options;
    this.added.push(...alarms.flatMap(({ alarmNameInput }) => alarmNameInput ?? []));
    const names = [...given.map(escapeTemplate), ...this.added];
    this.service.putAlarms({ alarmNames: [...new Set(names)].sort(), enable, rollback: enable });
  }
}
