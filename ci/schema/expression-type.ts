import { referenceOf } from '../../constructs/review/expression';
import type { Declarations } from './declarations';
import { lookUp, type Type } from './schema';

/** The type of what an expression yields, where its form or a schema tells it. */
export function typeOfExpression(expression: string, declarations: Declarations): Type | undefined {
  const reference = referenceOf(expression);
  if (!reference) return typeOfForm(expression);
  const resolved = declarations.resolve(reference);
  return 'type' in resolved ? resolved.type : undefined;
}

const manyOf = (kind: 'list' | 'set' | 'map'): Type => [kind, 'dynamic'];

/** What Terraform's functions yield, those that the stacks are likely to call. */
const functions: Readonly<Record<string, Type>> = {
  base64encode: 'string',
  base64gzip: 'string',
  concat: manyOf('list'),
  distinct: manyOf('list'),
  flatten: manyOf('list'),
  format: 'string',
  join: 'string',
  jsonencode: 'string',
  keys: manyOf('list'),
  length: 'number',
  merge: manyOf('map'),
  replace: 'string',
  split: manyOf('list'),
  toset: manyOf('set'),
  tolist: manyOf('list'),
  tomap: manyOf('map'),
  values: manyOf('list'),
};

/** The type of `[...]`, of `{...}` and of a call that is the whole expression. */
function typeOfForm(expression: string): Type | undefined {
  const [, name = '', opening = ''] = /^([a-z0-9]*)([[{(])/.exec(expression) ?? [];
  if (closing(expression, name.length) !== expression.length - 1) return undefined;
  if (opening === '(') return lookUp(functions, name);
  if (name !== '') return undefined;
  return opening === '[' ? manyOf('list') : manyOf('map');
}

/** Position of the bracket that closes the one at a position; what stands in quotes does not count. */
function closing(expression: string, from: number): number {
  let depth = 0;
  for (const { 0: sign, index } of expression.matchAll(/"(?:[^"\\]|\\.)*"|[[\](){}]/g)) {
    if (index < from || sign.startsWith('"')) continue;
    depth += '[({'.includes(sign) ? 1 : -1;
    if (depth === 0) return index;
  }
  return -1;
}
