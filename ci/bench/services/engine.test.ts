import { cpuSecondsIn } from './engine';

describe('the CPU of a container', () => {
  test('comes in nanoseconds', () => {
    const body = JSON.stringify({ cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 } } });
    expect(cpuSecondsIn(body)).toBe(1.5);
  });

  test('is unknown where the engine has no container of this name, or no answer', () => {
    expect(cpuSecondsIn('{"message":"No such container"}')).toBeUndefined();
  });
});
