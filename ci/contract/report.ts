import type { Request, Step } from './case';
import type { Answer } from './expectation';
import { type Difference, show } from './json-match';
import type { PlannedGroup } from './plan';
import type { CaseResult } from './runner';
import { entranceOf, originOf, pathOf, type Target } from './target';

/** Why a case failed. */
export interface Problem {
  /** The request, or whatever else was done. */
  readonly at: string;
  readonly differences: readonly Difference[];
  /** What came back. */
  readonly answer?: string;
}

const shownCharacters = 300;

/** A step in words. */
export function describeStep(target: Target, step: Step): string {
  if (step.request !== undefined) return describeRequest(target, step.request);
  if (step.statistics !== undefined) {
    return `${step.statistics.requests} times ${describeRequest(target, step.statistics.request)}`;
  }
  if (step.idle !== undefined) return describeRequest(target, step.idle.request);
  if (step.tls !== undefined) return `offer ${step.tls.version} to ${originOf(target.address)}`;
  const { name, ...what } = step.socket ?? { name: 'none' };
  return `Socket.IO connection '${name}': ${short(JSON.stringify(what))}`;
}

function describeRequest(target: Target, request: Request): string {
  if (request.raw !== undefined) return `bytes ${short(JSON.stringify(request.raw))}`;
  const { method = 'GET', json, text, form, bytesRepeat, headers } = request;
  const body =
    text ??
    (json === undefined ? undefined : JSON.stringify(json)) ??
    (form === undefined ? undefined : new URLSearchParams(form).toString()) ??
    (bytesRepeat === undefined ? undefined : `(${bytesRepeat.times} bytes)`);
  return [
    `${method} ${originOf(entranceOf(target, request))}${pathOf(target, request)}`,
    ...(headers === undefined ? [] : [`with ${short(JSON.stringify(headers))}`]),
    ...(body === undefined ? [] : [short(body)]),
  ].join(' ');
}

/** An answer in words. */
export function describeAnswer({ status, headers, text }: Answer): string {
  if (status === 0) return `the connection ended without an answer: ${short(text)}`;
  return `${status} ${headers['content-type'] ?? 'without content type'} ${short(show(text))}`;
}

function short(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text;
}

/** One line per group, and more for each case of it that failed. */
export function groupLines(group: PlannedGroup, results: readonly CaseResult[]): string[] {
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const skipped = results.filter(({ outcome }) => outcome === 'skipped');
  const ms = results.reduce((sum, one) => sum + one.ms, 0);
  const ran = results.length - skipped.length;
  const counts = [
    `${ran - failed.length} of ${ran}`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    `${ms} ms`,
  ].join(', ');
  const word = failed.length > 0 ? 'FAIL' : ran > 0 ? 'ok  ' : 'skip';
  const reasons = new Set(skipped.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  return [
    `${word}  ${group.service}: ${group.name} (${counts})`,
    ...failed.flatMap(failureLines),
    ...[...reasons].map((reason) => `      skipped: ${reason}`),
  ];
}

function failureLines({ name, problems }: CaseResult): string[] {
  return [
    `      fails: ${name}`,
    ...problems.flatMap(({ at, differences, answer }) => [
      `        ${at}`,
      ...differences.map(({ at: place, expected, got }) => {
        return `          ${place}: expected ${expected}, got ${got}`;
      }),
      ...(answer === undefined ? [] : [`          answer: ${answer}`]),
    ]),
  ];
}

/** The last line. */
export function closingLine(results: readonly CaseResult[]): string {
  const count = (wanted: CaseResult['outcome']): number =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}
