import type { Firing } from '../firing';
import { minutesBefore, type Scenario } from '../world';
import type { AlarmState } from './state';

/** A service as Terraform's JSON has it, with the alarms that end its deployments. */
export interface GatedService {
  readonly name: string;
  readonly alarms?: {
    readonly alarm_names: readonly string[];
    readonly enable: boolean;
    readonly rollback: boolean;
  };
}

/**
 * When the alarms of a service would make ECS go back: the minutes of its deployment in which one of them fires that did not
 * fire before. One that does not exist never fires.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function gateFirings(
  { subject, news = [] }: Scenario,
  services: readonly GatedService[],
  states: ReadonlyMap<string, readonly AlarmState[]>,
): Firing[] {
  const begins = news.find(({ state, elsewhere }) => state === 'begins' && !elsewhere);
  const ends = news.find(({ state, elsewhere }) => state !== 'begins' && !elsewhere);
  const gate = services.find(({ name }) => name === `prod-${subject}`)?.alarms;
  if (!begins || !ends || !gate?.enable || !gate.rollback) return [];
  const firing = (name: string, minute: number) =>
    states.get(name)?.[minutesBefore + minute] === 'ALARM';
  const heard = gate.alarm_names.filter((name) => !firing(name, begins.minute - 1));
  const during = Array.from(
    { length: ends.minute - begins.minute + 1 },
    (_, index) => begins.minute + index,
  );
  const minutes = during.filter((minute) => heard.some((name) => firing(name, minute)));
  const [from] = minutes;
  if (from === undefined) return [];
  return [{ alert: 'deployment-gate rollback', from, to: minutes.at(-1) }];
}
