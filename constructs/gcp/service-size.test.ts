import { type ServiceSize, serviceSizeProblems } from './service-size';

const size: ServiceSize = {
  cpu: 1,
  memoryMiB: 512,
  concurrency: 80,
  generation: 'gen2',
  cpuIdle: true,
};
const part: Partial<ServiceSize> = { generation: 'gen1', concurrency: 1 };

describe('serviceSizeProblems', () => {
  it.each<Partial<ServiceSize>>([
    {},
    { cpu: 1, memoryMiB: 4096 },
    { cpu: 1, memoryMiB: 128, generation: 'gen1' },
    { cpu: 2, memoryMiB: 8192 },
    { cpu: 4, memoryMiB: 2048 },
    { cpu: 4, memoryMiB: 16384 },
    { cpu: 6, memoryMiB: 4096 },
    { cpu: 6, memoryMiB: 24576 },
    { cpu: 8, memoryMiB: 4096 },
    { cpu: 8, memoryMiB: 32768 },
    { ...part, cpu: 0.08, memoryMiB: 128 },
    { ...part, cpu: 0.499, memoryMiB: 512 },
    { ...part, cpu: 0.583, memoryMiB: 1024 },
    { concurrency: 1 },
    { concurrency: 1000 },
    { cpuIdle: false },
  ])('accepts %j', (change) => {
    expect(serviceSizeProblems({ ...size, ...change })).toEqual([]);
  });

  it.each<[Partial<ServiceSize>, RegExp]>([
    [{ cpu: 0 }, /^'cpu' must be 1, 2, 4, 6, 8, or a part of one from 0.08 in thousandths, got 0/],
    [{ cpu: 0.07 }, /^'cpu' must be .* got 0.07/],
    [{ cpu: 0.5005 }, /^'cpu' must be .* got 0.5005/],
    [{ cpu: 1.5 }, /^'cpu' must be .* got 1.5/],
    [{ cpu: 3 }, /^'cpu' must be .* got 3/],
    [{ cpu: 5 }, /^'cpu' must be .* got 5/],
    [{ cpu: 7 }, /^'cpu' must be .* got 7/],
    [{ cpu: 9 }, /^'cpu' must be .* got 9/],
    [{ cpu: 1, memoryMiB: 4097 }, /^'memoryMiB' may be at most 4096 when 'cpu' is 1, got 4097/],
    [{ cpu: 2, memoryMiB: 8193 }, /^'memoryMiB' may be at most 8192 when 'cpu' is 2/],
    [{ cpu: 4, memoryMiB: 2047 }, /^'memoryMiB' must be at least 2048 when 'cpu' is 4, got 2047/],
    [{ cpu: 4, memoryMiB: 16385 }, /^'memoryMiB' may be at most 16384/],
    [{ cpu: 6, memoryMiB: 4095 }, /^'memoryMiB' must be at least 4096 when 'cpu' is 6/],
    [{ cpu: 6, memoryMiB: 24577 }, /^'memoryMiB' may be at most 24576/],
    [{ cpu: 8, memoryMiB: 4095 }, /^'memoryMiB' must be at least 4096 when 'cpu' is 8/],
    [{ cpu: 8, memoryMiB: 32769 }, /^'memoryMiB' may be at most 32768/],
    [
      { ...part, cpu: 0.499, memoryMiB: 513 },
      /^'memoryMiB' may be at most 512 when 'cpu' is 0.499/,
    ],
    [{ ...part, cpu: 0.5, memoryMiB: 1025 }, /^'memoryMiB' may be at most 1024 when 'cpu' is 0.5/],
    [{ memoryMiB: 511 }, /^'memoryMiB' must be at least 512 when 'generation' is 'gen2', got 511/],
    [{ generation: 'gen1', memoryMiB: 127 }, /^'memoryMiB' must be at least 128 when 'cpu' is 1/],
    [{ memoryMiB: 512.5 }, /^'memoryMiB' must be a whole number, got 512.5/],
    [{ concurrency: 0 }, /^'concurrency' must be .* 1 to 1000, got 0/],
    [{ concurrency: 1001 }, /^'concurrency' must be .* got 1001/],
    [{ ...part, cpu: 0.5, concurrency: 2 }, /^'concurrency' must be 1 when 'cpu' is 0.5, got 2/],
    [{ ...part, cpu: 0.5, cpuIdle: false }, /^'cpuIdle' must be true when 'cpu' is 0.5, got false/],
    [{ ...part, cpu: 0.5, generation: 'gen2' }, /^'generation' must be 'gen1' when 'cpu' is 0.5/],
  ])('fails when it is %j', (change, sentence) => {
    expect(serviceSizeProblems({ ...size, ...change })).toEqual([expect.stringMatching(sentence)]);
  });
});
