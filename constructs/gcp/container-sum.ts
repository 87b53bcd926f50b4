import { known } from '../core/known';
import { memoryRange, mostCpu } from './service-size';

/** A container beside the application, with what it takes of the instance. */
export interface ContainerBeside {
  /** Name of the container. */
  readonly name: string;

  /** CPUs of the container. */
  readonly cpu: number;

  /** Memory of the container in MiB. */
  readonly memoryMiB: number;
}

/** What is wrong with several containers beside one application that each fit alone, or nothing. */
export function containerSumProblems(
  { name, cpu, memoryMiB }: ContainerBeside,
  beside: readonly ContainerBeside[],
): string[] {
  if (!known(cpu) || beside.length === 0) return [];
  const sum = (of: (one: ContainerBeside) => number) =>
    beside.reduce((total, one) => total + of(one), 0);
  const takers = `${beside
    .map((one) => `'${one.name}'`)
    .sort()
    .join(' and ')} ${beside.length === 1 ? 'takes' : 'take'}`;
  const [cpus, memory] = [sum((one) => one.cpu), sum((one) => one.memoryMiB)];
  const most = memoryRange(cpu)[1] - memory;
  return [
    ...(cpu + cpus > mostCpu
      ? [
          `'cpu' may be at most 6 for '${name}', since ${takers} ${cpus} of the ${mostCpu} that an instance may have, got ${cpu}; set it to 6`,
        ]
      : []),
    // one alone is judged where it is added
    ...(beside.length > 1 && known(memoryMiB) && memoryMiB > most
      ? [
          `'memoryMiB' may be at most ${most} for '${name}' when 'cpu' is ${cpu}, since ${takers} ${memory}, got ${memoryMiB}; raise 'cpu' or lower 'memoryMiB'`,
        ]
      : []),
  ];
}
