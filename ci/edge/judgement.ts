import type { Answer } from './answer';
import type { Abuse, Spot } from './corpus/spot';
import type { Outcome } from './exchange';
import { countOf, type LoggedRequest } from './request-log';

/** One case with what came of it. */
export interface Trial {
  readonly abuse: Abuse;
  readonly at: Spot;
  readonly outcome: Outcome;
}

/** Marks of a failure of the program, which nobody outside should read. */
const traces =
  /Traceback \(most recent|File "\/|goroutine \d+ \[|panic:|^\s+at .+:\d+:\d+\)?$|node:internal/m;

/** Everything that shows a failure of the server in one case, or that it is no longer there for others. */
export function failures({ abuse, at, outcome }: Trial): string[] {
  const { answers, rest, end, same, fresh } = outcome;
  return [
    ...answers.flatMap(failureOf),
    ...(rest !== '' && !abuse.headless && !answers.some(({ status }) => status === 101)
      ? [`ends with what is no answer: ${JSON.stringify(rest.slice(0, 80))}`]
      : []),
    ...(traces.test(rest) ? ['shows a stack trace'] : []),
    ...(end === 'held' ? ['is still connected after the end of the client'] : []),
    ...(same === undefined ? [] : ordinaryProblems('same', same, `${at.id}-same`)),
    ...(fresh.length === 1
      ? ordinaryProblems('fresh', fresh, `${at.id}-fresh`)
      : [`answers ${fresh.length} times on a fresh connection`]),
  ];
}

/** Answers that nobody asked for: to what is hidden in another request, or to more than was sent. */
export function strayAnswers({ abuse, at, outcome }: Trial): string[] {
  const expected = ['', ...abuse.followers].map((end) => at.id + end);
  const own = outcome.answers.filter((answer) => idOf(answer).startsWith('edge-'));
  return [
    ...own
      .filter((answer) => !expected.includes(idOf(answer)))
      .map((answer) => `answers to ${idOf(answer)}`),
    ...(own.length > abuse.atMost ? [`answers ${own.length} times`] : []),
    // a refusal with an id that the server made up says that it did not understand the rest
    ...outcome.answers
      .slice(abuse.atMost)
      .filter((answer) => !own.includes(answer) && answer.status < 400)
      .map(({ status }) => `answers ${status} once more`),
  ];
}

/** Everything that is wrong with what a service was asked in one case. */
export function forwardingProblems(
  { abuse, at }: Trial,
  behind: readonly LoggedRequest[],
): string[] {
  const reached = ['', ...abuse.followers].map((suffix) => countOf(behind, at.id + suffix));
  const sum = reached.reduce((total, one) => total + one, 0);
  return [
    ...(reached.some((one) => one > 1) || sum > abuse.atMost
      ? [`reached the service ${sum} times, and may ${abuse.atMost} times`]
      : []),
    ...(countOf(behind, `${at.id}-hidden`) > 0 ? ['smuggled a request to the service'] : []),
    ...(countOf(behind, `${at.id}-fresh`) === 1
      ? []
      : [`the ordinary request reached the service ${countOf(behind, `${at.id}-fresh`)} times`]),
  ];
}

/**
 * Requests of a service that the proxy in front does not know, or that came more often than it sent them. The proxy gives
 * each request one id, which both write into their logs.
 */
export function unexplained(
  behind: readonly LoggedRequest[],
  front: readonly LoggedRequest[],
): LoggedRequest[] {
  const sent = new Map<string, number>();
  for (const { id } of front) sent.set(id, (sent.get(id) ?? 0) + 1);
  return behind.filter(({ id }) => {
    const left = sent.get(id) ?? 0;
    sent.set(id, left - 1);
    return left <= 0;
  });
}

function idOf({ headers }: Answer): string {
  return headers['x-request-id'] ?? '';
}

function failureOf({ status, body }: Answer): string[] {
  return [
    ...(status >= 500 && status !== 501 && status !== 505 ? [`answers ${status}`] : []),
    ...(traces.test(body) ? [`shows a stack trace: ${body.slice(0, 80)}`] : []),
  ];
}

function ordinaryProblems(which: string, answers: readonly Answer[], id: string): string[] {
  return answers.flatMap((answer) => [
    ...failureOf(answer).map((problem) => `the ${which} connection ${problem}`),
    // a server that waits for a body takes the request for it and refuses, but gives it no other's answer
    ...(idOf(answer) !== id && (which === 'fresh' || answer.status < 400)
      ? [`the ${which} connection answers ${answer.status} to ${idOf(answer)}`]
      : []),
  ]);
}
