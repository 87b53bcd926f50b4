import type { Finding } from '../report';

/** What is wrong, by what was looked at: what a test compares. */
export function problemsIn(findings: readonly Finding[]): Record<string, string> {
  const wrong = findings.flatMap(({ what, problem }) => (problem ? [[what, problem]] : []));
  return Object.fromEntries(wrong) as Record<string, string>;
}
