import { failuresOf } from './failures';

describe('what failed', () => {
  it("is named as jest does, once although jest's summary repeats it", () => {
    const output = [
      'PASS ci/one.test.ts',
      'FAIL ci/two.test.ts (5.1 s)',
      '  ● Console',
      '  ● two › is three',
      '    expect(received).toBe(expected)',
      'Summary of all failing tests',
      '  ● two › is three',
      'FAIL ci/four.test.ts',
      '  ● Test suite failed to run',
    ].join('\n');

    expect(failuresOf(output)).toEqual([
      'FAIL ci/two.test.ts (5.1 s)',
      '● two › is three',
      'FAIL ci/four.test.ts',
      '● Test suite failed to run',
    ]);
  });

  it('is named as pytest, Go and reports do', () => {
    const output = [
      'FAILED tests/test_page.py::test_page - assert 1 == 2',
      'ERROR tests/test_other.py',
      '--- FAIL: TestServer (0.01s)',
      '    --- FAIL: TestServer/closes (0.01s)',
      'FAIL\tgithub.com/example/goapp\t0.2s',
      '        FAIL npm start: it failed',
      '        ok   npm ci',
    ].join('\n');

    expect(failuresOf(output)).toEqual([
      'FAILED tests/test_page.py::test_page - assert 1 == 2',
      'ERROR tests/test_other.py',
      '--- FAIL: TestServer (0.01s)',
      '--- FAIL: TestServer/closes (0.01s)',
      'FAIL\tgithub.com/example/goapp\t0.2s',
      'FAIL npm start: it failed',
    ]);
  });

  it('is cut where everything failed', () => {
    const output = Array.from({ length: 25 }, (_, at) => `  ● all › ${at}`).join('\n');

    expect(failuresOf(output)).toHaveLength(21);
    expect(failuresOf(output).at(-1)).toBe('and 5 more');
  });

  it('is nothing where no runner said a name', () => {
    expect(failuresOf('lint failed\n')).toEqual([]);
  });
});
