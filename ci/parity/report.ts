import { columns } from '../../constructs/review/report/table';
import { type Part, type Row, unexplainedOf, unexplainedParts } from './comparison';
import { platforms } from './facts';

/** Letters of the longest value in the table; the lines below it have all of a difference. */
const longestDeclared = 30;
const longestPart = 25;

/** The table with its footnotes, and what nothing explains. */
export function printParity(rows: readonly Row[]): string {
  const notes: string[] = [];
  const numberOf = (reason: string): number => {
    if (!notes.includes(reason)) notes.push(reason);
    return notes.indexOf(reason) + 1;
  };
  const print = (part: Part | undefined): string => {
    if (!part) return '';
    const mark = unexplainedParts([part]).length > 0 ? 'DIFFERS: ' : '';
    const note = part.reason === undefined ? '' : ` [${numberOf(part.reason)}]`;
    return `${mark}${short(part.text, longestPart)}${note}`;
  };
  const body = rows.flatMap(({ service, fact, declared, cells }, at) => {
    const own = rows[at - 1]?.service === service ? '' : service;
    const lines = Math.max(...platforms.map((platform) => cells[platform].length));
    return Array.from({ length: lines }, (_, line) => [
      ...(line === 0 ? [own, fact, short(declared, longestDeclared)] : ['', '', '']),
      ...platforms.map((platform) => print(cells[platform][line])),
    ]);
  });
  const unexplained = unexplainedOf(rows);
  return [
    columns(['service', 'fact', 'declared', ...platforms], body),
    '',
    '  = as declared   - cannot be expressed   + and - in front: comes on top, is not there',
    ...notes.map((note, at) => `  [${at + 1}] ${note}`),
    '',
    ...unexplained.map((line) => `  ${line}`),
    unexplained.length === 0
      ? `parity: ${rows.length} facts on ${platforms.length} platforms, every difference is explained`
      : `parity: ${unexplained.length} ${unexplained.length === 1 ? 'difference' : 'differences'} that nothing explains`,
  ].join('\n');
}

function short(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
