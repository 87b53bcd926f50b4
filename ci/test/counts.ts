/** How many tests passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** No test at all. */
export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** The sum of several counts. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    none,
  );
}

/** The one plain line that every run ends with. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Counts of jest's JSON report. A file that could not even be loaded counts as one failed test. */
export function countsOfJest(report: string): Counts {
  const {
    numPassedTests,
    numFailedTests,
    numPendingTests,
    numTodoTests,
    numRuntimeErrorTestSuites,
  } = JSON.parse(report) as Record<string, number>;
  return {
    passed: numPassedTests ?? 0,
    failed: (numFailedTests ?? 0) + (numRuntimeErrorTestSuites ?? 0),
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

/** Counts of `go test -json`. A package that fails without a failing test did not build. */
export function countsOfGo(output: string): Counts {
  const events = output.split('\n').flatMap(parseEvent);
  const of = (action: string) =>
    events.filter((event) => event.Action === action && event.Test !== undefined).length;
  const brokenPackages = events.filter(
    ({ Action, Test, Package }) =>
      Action === 'fail' &&
      Test === undefined &&
      !events.some((one) => one.Action === 'fail' && one.Package === Package && one.Test),
  ).length;
  return { passed: of('pass'), failed: of('fail') + brokenPackages, skipped: of('skip') };
}

/** What `go test -json` printed about packages that failed, as a person reads it; all of it where none is named. */
export function failedOutputOfGo(output: string): string {
  const events = output.split('\n').flatMap(parseEvent);
  const failed = new Set(events.filter(({ Action }) => Action.endsWith('fail')).map(packageOf));
  const printed = events
    .filter((event) => failed.has(packageOf(event)))
    .map((event) => event.Output ?? '');
  return printed.length > 0 ? printed.join('') : output;
}

/** Counts of a program that ends with the closing line; without one, the exit code is all there is. */
export function countsOfClosingLine(output: string, code: number): Counts {
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)];
  const last = lines.at(-1);
  if (!last) return code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 };
  const [passed, failed, skipped] = last.slice(1).map(Number) as [number, number, number];
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

/** Counts of a JUnit report, as pytest writes it. A file that could not even be loaded is an error. */
export function countsOfJunit(report: string): Counts {
  const [suite = ''] = /<testsuite [^>]*>/.exec(report) ?? [];
  const of = (name: string): number =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = of('failures') + of('errors');
  return { passed: of('tests') - failed - of('skipped'), failed, skipped: of('skipped') };
}

interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly ImportPath?: string;
  readonly Output?: string;
}

/** A package; one that does not build is named with what was built for. */
function packageOf({ Package, ImportPath = '' }: GoEvent): string {
  return Package ?? ImportPath.replace(/ .*/, '');
}

function parseEvent(line: string): GoEvent[] {
  if (!line.startsWith('{')) return [];
  try {
    return [JSON.parse(line) as GoEvent];
  } catch {
    return [];
  }
}
