/** What the generator counted in one run. */
export interface Counted {
  /** Answers per second. */
  readonly perSecond: number;
  /** Answers in all. */
  readonly answers: number;
}

/**
 * Reads what h2load prints at its end. An answer other than 2xx or a request without one would make a contender look fast
 * for not doing its work, so either is an error.
 */
export function countedIn(output: string): Counted {
  const perSecond = /^finished in .*?, ([\d.]+) req\/s/m.exec(output)?.[1];
  const requests =
    /^requests: .* (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout/m.exec(
      output,
    );
  const good = Number(/^status codes: (\d+) 2xx/m.exec(output)?.[1]);
  if (perSecond === undefined || requests === null || Number.isNaN(good)) {
    throw new Error(`h2load printed no result:\n${output.trim()}`);
  }
  const [done = 0, , failed = 0, errored = 0, timeout = 0] = requests.slice(1).map(Number);
  if (done === 0 || good !== done || failed + errored + timeout > 0) {
    throw new Error(
      `${good} of ${done} answers were 2xx, ${failed} failed, ${errored} broke off, ${timeout} took too long`,
    );
  }
  return { perSecond: Number(perSecond), answers: done };
}

/** Milliseconds of each request in h2load's log: start, status and microseconds, one line each. */
export function latenciesIn(log: string): number[] {
  return log
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const microseconds = Number(line.split('\t')[2]);
      if (!Number.isFinite(microseconds)) throw new Error(`h2load logged '${line}'`);
      return microseconds / 1000;
    });
}
