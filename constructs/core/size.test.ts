import { Token } from 'cdktf';
import { fargateSizeProblems, fargateSizes } from './size';

describe('Fargate sizes', () => {
  it('are those of the vendor, 32 vCPU included', () => {
    const counts = Object.entries(fargateSizes).map(([units, memories]) => [
      Number(units) / 1024,
      memories.length,
      memories[0],
      memories.at(-1),
    ]);

    expect(counts).toEqual([
      [0.25, 3, 512, 2048],
      [0.5, 4, 1024, 4096],
      [1, 7, 2048, 8192],
      [2, 13, 4096, 16384],
      [4, 23, 8192, 30720],
      [8, 12, 16384, 61440],
      [16, 12, 32768, 122880],
      [32, 3, 61440, 249856],
    ]);
  });

  it.each<[number, number, RegExp | undefined]>([
    [0.25, 512, undefined],
    [32, 249856, undefined],
    [3, 512, /'vcpu' must be one of 0.25, 0.5, 1, 2, 4, 8, 16, 32, got 3/],
    [
      0.25,
      4096,
      /'memoryMiB' must be 512, 1024 or 2048 when 'vcpu' is 0.25, got 4096; raise 'vcpu'/,
    ],
    [1, 2000, /from 2048 to 8192 in steps of 1024 when 'vcpu' is 1, got 2000; use 2048/],
    [8, 17408, /steps of 4096 when 'vcpu' is 8, got 17408; use 20480/],
  ])('judge %d vCPU with %d MiB', (vcpu, memoryMiB, message) => {
    const problems = fargateSizeProblems(vcpu, memoryMiB).join('\n');

    if (message) expect(problems).toMatch(message);
    else expect(problems).toBe('');
  });

  it('leave tokens to Terraform', () => {
    expect(fargateSizeProblems(Token.asNumber('${var.vcpu}'), 1)).toEqual([]);
    expect(fargateSizeProblems(1, Token.asNumber('${var.memory}'))).toEqual([]);
  });
});
