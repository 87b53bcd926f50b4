import {
  closingLine,
  countsOfClosingLine,
  countsOfGo,
  failedOutputOfGo,
  countsOfJest,
  countsOfJunit,
  sum,
} from './counts';

describe('counts', () => {
  it('add up to one plain line', () => {
    const total = sum([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);

    expect(closingLine(total)).toBe('4 passed, 1 failed, 2 skipped');
  });

  it('of jest take a file that does not load for a failed test', () => {
    const report = {
      numPassedTests: 2,
      numFailedTests: 0,
      numPendingTests: 1,
      numTodoTests: 1,
      numRuntimeErrorTestSuites: 1,
    };

    expect(countsOfJest(JSON.stringify(report))).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('come with the output of the packages of Go that failed or do not build', () => {
    const events = [
      { Action: 'build-output', ImportPath: 'x/y [x/y.test]', Output: 'y.go:2: no int\n' },
      { Action: 'build-fail', ImportPath: 'x/y [x/y.test]' },
      { Action: 'output', Package: 'x/good', Output: 'ok\n' },
      { Action: 'pass', Package: 'x/good' },
      { Action: 'output', Package: 'x', Test: 'TestA', Output: '--- FAIL: TestA (0.00s)\n' },
      { Action: 'fail', Package: 'x', Test: 'TestA' },
    ];
    const output = events.map((event) => JSON.stringify(event)).join('\n');

    expect(failedOutputOfGo(output)).toBe('y.go:2: no int\n--- FAIL: TestA (0.00s)\n');
    expect(failedOutputOfGo('go: no such module\n')).toBe('go: no such module\n');
  });

  it('of Go take a package that does not build for a failed test', () => {
    const events = [
      { Action: 'pass', Package: 'a', Test: 'One' },
      { Action: 'fail', Package: 'a', Test: 'Two' },
      { Action: 'fail', Package: 'a' },
      { Action: 'skip', Package: 'a', Test: 'Three' },
      { Action: 'fail', Package: 'b' },
    ];
    const output = ['go: downloading x', ...events.map((event) => JSON.stringify(event))];

    expect(countsOfGo(output.join('\n'))).toEqual({ passed: 1, failed: 2, skipped: 1 });
  });

  it('of pytest take an error for a failed test', () => {
    const report =
      '<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="0.1"><testcase/></testsuite></testsuites>';

    expect(countsOfJunit(report)).toEqual({ passed: 4, failed: 3, skipped: 3 });
    expect(countsOfJunit('')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('of a program are its last closing line, and never better than its exit code', () => {
    expect(
      countsOfClosingLine('1 passed, 0 failed, 0 skipped\n7 passed, 0 failed, 1 skipped\n', 0),
    ).toEqual({
      passed: 7,
      failed: 0,
      skipped: 1,
    });
    expect(countsOfClosingLine('7 passed, 0 failed, 0 skipped\n', 1).failed).toBe(1);
    expect(countsOfClosingLine('Killed\n', 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
