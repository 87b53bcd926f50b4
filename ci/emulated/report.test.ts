import { expectEach, expectEqual, expectThat, Report } from './report';

describe('a finding', () => {
  it('of equality shows both sides where they differ', () => {
    expect(expectEqual('size', [1], [1])).toEqual({ what: 'size' });
    expect(expectEqual('size', [1], [2])).toEqual({ what: 'size', problem: 'is [1], must be [2]' });
  });

  it('of a condition has the sentence only where it does not hold', () => {
    expect(expectThat('open', true, 'is shut')).toEqual({ what: 'open' });
    expect(expectThat('open', false, 'is shut')).toEqual({ what: 'open', problem: 'is shut' });
  });

  it('about many things names each that has a problem', () => {
    const problemOf = (size: number) => size > 1 && `is ${size}`;

    expect(expectEach('small', { a: 1, b: 2, c: 3 }, problemOf).problem).toBe('b is 2; c is 3');
    expect(expectEach('small', { a: 1 }, problemOf)).toEqual({ what: 'small' });
  });

  it('about many things fails when there is none', () => {
    expect(expectEach('small', {}, () => false).problem).toBe('there is none');
  });
});

describe('Report', () => {
  const printed = (use: (report: Report) => void): { lines: string[]; report: Report } => {
    const lines: string[] = [];
    const report = new Report((line) => lines.push(line));
    use(report);
    return { lines, report };
  };

  it('neither prints nor counts what is found after Ctrl-C', () => {
    const { lines, report } = printed((report) => {
      report.add({ what: 'before' });
      report.hold();
      report.step('look');
      report.add({ what: 'meanwhile', problem: 'was ended' });
      report.skip('meanwhile', 'was ended');
      report.lines(['was ended']);
      report.release();
      report.add({ what: 'afterwards' });
      report.finish();
    });

    expect(lines.filter((line) => !/ s {2}done$/.test(line))).toEqual([
      '        ok   before',
      '        ok   afterwards',
      '2 passed, 0 failed, 0 skipped',
    ]);
    expect(report.failures).toBe(0);
  });

  it('prints each finding, what failed once more, and the counts at the end', () => {
    const { lines } = printed((report) => {
      report.step('look');
      report.add({ what: 'one' }, { what: 'two', problem: 'is broken' });
      report.skip('three', 'cannot be seen here');
      report.finish();
    });

    expect(lines).toEqual([
      '   0 s  look',
      '        ok   one',
      '        FAIL two: is broken',
      '        skip three: cannot be seen here',
      '   0 s  what failed',
      '        FAIL two: is broken',
      '   0 s  done',
      '1 passed, 1 failed, 1 skipped',
    ]);
  });

  it('is good when everything that was looked at is', () => {
    expect(printed((report) => report.add({ what: 'one' })).report.bad).toBe(false);
  });

  it('is bad when one thing is', () => {
    const add = (report: Report) => report.add({ what: 'one' }, { what: 'two', problem: 'x' });

    expect(printed(add).report.bad).toBe(true);
  });

  it('is bad when nothing was looked at', () => {
    expect(printed((report) => report.skip('one', 'no reason')).report.bad).toBe(true);
  });
});
