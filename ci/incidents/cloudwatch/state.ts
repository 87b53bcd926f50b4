/** The three states of an alarm, in CloudWatch's words. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What an alarm does where there is no data point, in CloudWatch's words. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What decides over the state of an alarm beside its data. */
export interface Judgement {
  /** Data points that are looked at: N. */
  readonly evaluationPeriods: number;
  /** Data points of those that must be breaching: M. */
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/**
 * Data points that CloudWatch fetches, so that it can go further back where some are missing. The vendor's tables say 5 for
 * 3; for other numbers nobody says it, and two more is our assumption.
 */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

/**
 * The state after an evaluation. The points are the evaluation range, oldest first: breaching, not breaching or missing.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function nextState(
  current: AlarmState,
  points: readonly (boolean | undefined)[],
  { evaluationPeriods, datapointsToAlarm, missingData }: Judgement,
): AlarmState {
  const real = points.filter((point) => point !== undefined);
  const breaching = real.slice(-evaluationPeriods).filter(Boolean).length;
  const filled = evaluationPeriods - real.length;
  const alarmIf = (condition: boolean): AlarmState => (condition ? 'ALARM' : 'OK');
  if (filled <= 0) return alarmIf(breaching >= datapointsToAlarm);
  if (missingData === 'breaching') return alarmIf(breaching + filled >= datapointsToAlarm);
  if (missingData === 'notBreaching' || breaching >= datapointsToAlarm) {
    return alarmIf(breaching >= datapointsToAlarm);
  }
  if (real.includes(false)) return 'OK';
  if (missingData === 'ignore') return current;
  if (real.length === 0) return 'INSUFFICIENT_DATA';
  // nothing but breaching points: it fires once the oldest of them is as old as M, whatever is missing since
  const age = points.length - points.findIndex((point) => point !== undefined);
  return age >= datapointsToAlarm ? 'ALARM' : current;
}
