import type { Construct } from 'constructs';
import { runbooksProblems } from '../core/alert';
import { checkPathProblems } from '../core/entrance-check';
import { notifyProblems } from '../core/notify';
import { type Objective, objectiveProblems } from '../core/objective';
import { lengthProblems, nameProblems } from '../core/naming';
import { shown } from '../core/validation';
import { alarmRegions, regionProblems } from './alarm-regions';
import type { Alarms, AlarmsProps } from './alarms';
import { deploymentRuleName } from './deployment-events';
import { usEast1Problems } from './us-east-1';
import type { WatchedLoadBalancer, WatchedService } from './watched';

/** Everything that is watched, in the order in which it was given. */
export interface WatchedThings {
  /** Services. */
  readonly services: readonly WatchedService[];

  /** Load balancers. */
  readonly balancers: readonly WatchedLoadBalancer[];

  /** Name of each thing's environment. */
  readonly environments: readonly string[];
}

/** Everything that is wrong with what is watched and who is told. */
export function alarmsProblems(
  scope: Construct,
  props: AlarmsProps,
  watched: WatchedThings,
): string[] {
  const { notify, entranceProvider } = props;
  const who = notifyProblems(notify, 'topic');
  const elsewhere =
    watched.balancers.length > 0
      ? usEast1Problems(scope, 'entranceProvider', entranceProvider, 'Route 53')
      : [];
  return [
    ...watchProblems(props, watched),
    ...objectivesProblems(props.objectives ?? {}, watched.services),
    ...checkPathProblems(props.checkPath),
    ...runbooksProblems(props.runbooks),
    ...who,
    ...elsewhere,
    // where a topic must be is known only once the regions of the alarms are right
    ...(who.length + elsewhere.length > 0
      ? []
      : regionProblems(alarmRegions(scope, entranceProvider, watched.balancers), notify)),
  ];
}

/**
 * What is wrong with what topics and rule are called.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export function alarmsNameProblems(
  start: string,
  name: string | undefined,
  others: readonly Alarms[],
): string[] {
  const same = others.find(({ cloudName }) => cloudName === start);
  return [
    ...(name === undefined ? [] : nameProblems('name', name)),
    ...lengthProblems([deploymentRuleName(start)], { thing: 'EventBridge rule', maxLength: 64 }),
    ...(same
      ? [
          `'name' must differ from that of '${same.node.path}', whose topics and rule begin with '${start}' too, got ${shown(name)}; give this one a name, or watch everything with one of them`,
        ]
      : []),
  ];
}

/** What another one watches too: alarms are called after what they watch, and the later ones would replace the first. */
export function sharedProblems(watch: AlarmsProps['watch'], others: readonly Alarms[]): string[] {
  return others.flatMap((other) => {
    const { length } = watch.filter((one) => other.watch.includes(one));
    if (length === 0) return [];
    return [
      `'watch' has ${length} that '${other.node.path}' watches too, whose alarms would have the same names; watch each with one of them`,
    ];
  });
}

function watchProblems({ watch }: AlarmsProps, { environments }: WatchedThings): string[] {
  if (watch.length === 0) {
    return [`'watch' must name what is watched, got []; add a service`];
  }
  const twice = watch.filter((one, at) => watch.indexOf(one) !== at);
  const different = [...new Set(environments)];
  return [
    ...(twice.length > 0
      ? [`'watch' names ${twice.length} of its entries a second time; name each once`]
      : []),
    ...(different.length > 1
      ? [
          `'watch' must be of one environment, got ${different.map(shown).join(' and ')}; make one Alarms for each`,
        ]
      : []),
  ];
}

/** Everything that is wrong with what services promise. */
export function objectivesProblems(
  objectives: Readonly<Record<string, Objective | undefined>>,
  services: readonly WatchedService[],
): string[] {
  const names = services.map(({ name }) => name);
  return Object.entries(objectives).flatMap(([name, objective]) => {
    const service = services.find((one) => one.name === name);
    if (!service) {
      return [
        `'objectives' names '${name}', which is not watched; the services of 'watch' are ${names.map(shown).join(', ') || 'none'}`,
      ];
    }
    const sockets = service.workload.protocol === 'websocket';
    return objective ? objectiveProblems(`objectives.${name}: `, objective, { sockets }) : [];
  });
}
