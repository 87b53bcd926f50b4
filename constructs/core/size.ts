import { known } from './known';
import { shown } from './validation';

/**
 * Task sizes of Fargate on Linux: CPU units (1024 are one vCPU) to the MiB of memory that go with them.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
export const fargateSizes: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: steps(1024, 4096, 1024),
  1024: steps(2048, 8192, 1024),
  2048: steps(4096, 16384, 1024),
  4096: steps(8192, 30720, 1024),
  8192: steps(16384, 61440, 4096),
  16384: steps(32768, 122880, 8192),
  32768: [61440, 122880, 249856],
};

/** What is wrong with a Fargate size, or nothing: the vCPU first, then the memory that it allows. */
export function fargateSizeProblems(vcpu: number, memoryMiB: number): string[] {
  if (!known(vcpu)) return [];
  const memories = fargateSizes[vcpu * 1024];
  if (!memories) {
    const all = Object.keys(fargateSizes).map((units) => Number(units) / 1024);
    return [
      `'vcpu' must be one of ${all.join(', ')}, got ${shown(vcpu)}; choose the next larger one`,
    ];
  }
  if (!known(memoryMiB) || memories.includes(memoryMiB)) return [];
  const fits = memories.find((memory) => memory >= memoryMiB);
  const remedy = fits === undefined ? "raise 'vcpu' or lower 'memoryMiB'" : `use ${fits}`;
  return [
    `'memoryMiB' must be ${listed(memories)} when 'vcpu' is ${vcpu}, got ${shown(memoryMiB)}; ${remedy}`,
  ];
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, at) => from + at * step);
}

function listed(memories: readonly number[]): string {
  if (memories.length <= 3) return `${memories.slice(0, -1).join(', ')} or ${memories.at(-1)}`;
  const [first = 0, second = 0] = memories;
  return `from ${first} to ${memories.at(-1)} in steps of ${second - first}`;
}
