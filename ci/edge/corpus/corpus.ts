import { chunkAbuses } from './chunk';
import { codingAbuses } from './coding';
import { connectionAbuses } from './connection';
import { headerLineAbuses } from './header-line';
import { lengthAbuses } from './length';
import { requestLineAbuses } from './request-line';
import type { Abuse } from './spot';
import { targetAbuses } from './target';

/** Everything that a client may do to the edge by the bytes that it sends, by theme. */
export const corpus: Readonly<Record<string, readonly Abuse[]>> = {
  'request line': requestLineAbuses,
  target: targetAbuses,
  'header line': headerLineAbuses,
  length: lengthAbuses,
  coding: codingAbuses,
  chunk: chunkAbuses,
  connection: connectionAbuses,
};

/** All cases of all themes. */
export const allAbuses: readonly Abuse[] = Object.values(corpus).flat();
