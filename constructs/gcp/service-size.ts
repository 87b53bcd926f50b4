import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';

/** Everything about the size of a service that Cloud Run judges together. */
export interface ServiceSize {
  /** CPUs of the container. */
  readonly cpu: number;

  /** Memory of the container in MiB. */
  readonly memoryMiB: number;

  /** Requests that one instance answers at the same time. */
  readonly concurrency: number;

  /** Execution environment. */
  readonly generation: 'gen1' | 'gen2';

  /** Whether the CPU rests while no request is in progress. */
  readonly cpuIdle: boolean;
}

/**
 * Whole CPUs to the MiB of memory that go with them; 3, 5 and 7 do not exist.
 *
 * @see https://cloud.google.com/run/docs/configuring/services/memory-limits
 */
const memoryByCpu: Readonly<Record<number, readonly [min: number, max: number]>> = {
  1: [128, 4096],
  2: [128, 8192],
  4: [2048, 16384],
  6: [4096, 24576],
  8: [4096, 32768],
};

/** Least memory of each execution environment in MiB. */
const leastMemory = { gen1: 128, gen2: 512 } as const;

/** Most CPUs that an instance may have, with all its containers. */
export const mostCpu = 8;

/** Least part of a CPU. */
const leastCpu = 0.08;

/** Every problem of a size: the CPU first, then what it allows. */
export function serviceSizeProblems(size: ServiceSize): string[] {
  if (!known(size.cpu)) return [];
  const wrongCpu = problemsOf(size, cpuRules);
  return wrongCpu.length > 0 ? wrongCpu : problemsOf(size, rules);
}

/** The memory that goes with a number of CPUs, in MiB. */
export function memoryRange(cpu: number): readonly [min: number, max: number] {
  if (cpu < 0.5) return [leastMemory.gen1, 512];
  if (cpu < 1) return [leastMemory.gen1, 1024];
  return memoryByCpu[cpu] ?? [leastMemory.gen1, 4096];
}

/** Cloud Run counts thousandths, and a number that only nearly is one would differ for ever. */
function isPart(cpu: number): boolean {
  return cpu >= leastCpu && Number.isInteger(Math.round(cpu * 1e6) / 1e3);
}

const isFraction = ({ cpu }: ServiceSize) => cpu < 1;

const cpuRules: readonly Rule<ServiceSize>[] = [
  {
    broken: ({ cpu }) => (cpu < 1 ? !isPart(cpu) : !memoryByCpu[cpu]),
    message: ({ cpu }) =>
      `'cpu' must be ${Object.keys(memoryByCpu).join(', ')}, or a part of one from ${leastCpu} in thousandths, got ${shown(cpu)}; choose the next larger one`,
  },
];

const rules: readonly Rule<ServiceSize>[] = [
  {
    broken: ({ memoryMiB }) => known(memoryMiB) && !Number.isInteger(memoryMiB),
    message: ({ memoryMiB }) =>
      `'memoryMiB' must be a whole number, got ${shown(memoryMiB)}; use for example 512`,
  },
  {
    broken: ({ cpu, memoryMiB }) => known(memoryMiB) && memoryMiB > memoryRange(cpu)[1],
    message: ({ cpu, memoryMiB }) =>
      `'memoryMiB' may be at most ${memoryRange(cpu)[1]} when 'cpu' is ${cpu}, got ${shown(memoryMiB)}; raise 'cpu' or lower 'memoryMiB'`,
  },
  {
    broken: ({ cpu, memoryMiB }) => known(memoryMiB) && memoryMiB < memoryRange(cpu)[0],
    message: ({ cpu, memoryMiB }) =>
      `'memoryMiB' must be at least ${memoryRange(cpu)[0]} when 'cpu' is ${cpu}, got ${shown(memoryMiB)}; lower 'cpu' or raise 'memoryMiB'`,
  },
  {
    broken: ({ memoryMiB, generation }) =>
      known(memoryMiB) && generation === 'gen2' && memoryMiB < leastMemory.gen2,
    message: ({ memoryMiB }) =>
      `'memoryMiB' must be at least ${leastMemory.gen2} when 'generation' is 'gen2', got ${shown(memoryMiB)}; raise it`,
  },
  {
    broken: ({ concurrency }) =>
      known(concurrency) &&
      (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1000),
    message: ({ concurrency }) =>
      `'concurrency' must be a whole number from 1 to 1000, got ${shown(concurrency)}; choose what one instance can answer at once`,
  },
  {
    broken: (size) => isFraction(size) && known(size.concurrency) && size.concurrency !== 1,
    message: ({ cpu, concurrency }) =>
      `'concurrency' must be 1 when 'cpu' is ${cpu}, got ${shown(concurrency)}; set it to 1 or 'cpu' to 1`,
  },
  {
    broken: (size) => isFraction(size) && !size.cpuIdle,
    message: ({ cpu }) =>
      `'cpuIdle' must be true when 'cpu' is ${cpu}, got false; leave it out or set 'cpu' to 1`,
  },
  {
    broken: (size) => isFraction(size) && size.generation !== 'gen1',
    message: ({ cpu, generation }) =>
      `'generation' must be 'gen1' when 'cpu' is ${cpu}, got ${shown(generation)}; set it to 'gen1' or 'cpu' to 1`,
  },
];
