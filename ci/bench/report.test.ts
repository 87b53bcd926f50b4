import { report } from './report';

const usage = (wallSeconds: number, peakMb: number) => ({ wallSeconds, peakMb, cpuSeconds: 1 });

describe('the report', () => {
  it('compares the medians of both sides', () => {
    const text = report([usage(0.5, 120), usage(0.6, 120), usage(9, 120)], [usage(0.5, 100)]);

    expect(text).toContain('time ratio      1.20   target <= 1.3: holds');
    expect(text).toContain('memory ratio    1.20   target <= 1.3: holds');
  });

  it('says which target does not hold', () => {
    const text = report([usage(0.7, 151)], [usage(0.5, 100)]);

    expect(text).toContain('time ratio      1.40   target <= 1.3: does not hold');
    expect(text).toContain('seconds         0.70   target <= 0.6: does not hold');
    expect(text).toContain('peak MB          151   target <= 150: does not hold');
  });
});
