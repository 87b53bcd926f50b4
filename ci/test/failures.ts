/** How the runners name what failed: jest's files and tests, reports of our own, pytest, Go's tests and packages. */
const names = [
  /^FAIL\s+\S.*$/,
  /^\s*● (?:.+ › .+|Test suite failed to run)$/,
  /^\s+FAIL \S.*$/,
  /^(?:FAILED|ERROR) \S.*$/,
  /^\s*--- FAIL: .+$/,
];

const most = 20;

/** The lines of an output that name what failed, each once, so that a run's last screen tells it. */
export function failuresOf(output: string): string[] {
  const named = output.split('\n').filter((line) => names.some((name) => name.test(line)));
  const once = [...new Set(named.map((line) => line.trim()))];
  return once.length > most ? [...once.slice(0, most), `and ${once.length - most} more`] : once;
}
