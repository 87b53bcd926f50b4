import { runbooksProblems } from '../core/alert';
import { checkPathProblems } from '../core/entrance-check';
import { known } from '../core/known';
import { nameProblems } from '../core/naming';
import { objectiveProblems } from '../core/objective';
import { shown } from '../core/validation';
import type { Alarms, AlarmsProps } from './alarms';
import { channelProblems } from './notification-channels';
import { watchedParts, watchProblems } from './watched';

/** Every problem of the props of Alarms. */
export function alarmsProblems(props: AlarmsProps): string[] {
  const { watch, notify, objectives, checkPath, runbooks } = props;
  return [
    ...watchProblems(watch),
    ...instancesProblems(watch),
    ...channelProblems(notify),
    ...objectivesProblems(watch, objectives),
    ...checkPathProblems(checkPath),
    ...runbooksProblems(runbooks),
    ...(props.name === undefined ? [] : nameProblems('name', props.name)),
  ];
}

/** Whether one that is absent is missed, and from when on it is at its bound, is decided by the numbers. */
function instancesProblems(watch: AlarmsProps['watch']): string[] {
  return watchedParts(watch)
    .services.filter(
      ({ minInstances, maxInstances }) => !known(minInstances) || !known(maxInstances),
    )
    .map(
      ({ name }) =>
        `'watch' has '${name}', whose 'scaling' must be of plain numbers, got one that only the deployment knows: which alerts it can have depends on them; write them in the program`,
    );
}

/** What is wrong with a name that another of the project has: metrics made of the log must differ. */
export function sameNameProblems(
  cloudName: string,
  name: string | undefined,
  others: readonly Alarms[],
): string[] {
  const same = others.find((one) => one.cloudName === cloudName);
  if (!same) return [];
  return [
    `'name' must differ from that of '${same.node.path}', whose policies and metric begin with '${cloudName}' too, got ${shown(name)}; give this one a name, or watch everything with one of them`,
  ];
}

/** Every problem of what services promise; a service that is not watched promises nothing. */
export function objectivesProblems(
  watch: AlarmsProps['watch'],
  objectives: AlarmsProps['objectives'] = {},
): string[] {
  const services = new Map(watchedParts(watch).services.map((one) => [one.name, one]));
  return Object.entries(objectives).flatMap(([name, objective]) => {
    const service = services.get(name);
    if (!service) {
      return [
        `'objectives' names '${name}', which is not in 'watch'; its services are ${shown([...services.keys()].sort())}`,
      ];
    }
    const sockets = service.protocol === 'websocket';
    return objectiveProblems(`objectives.${name}: `, objective ?? {}, { sockets });
  });
}
