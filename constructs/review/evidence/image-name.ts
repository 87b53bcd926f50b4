import { hasExpression, piecesOf, referenceOf } from '../expression';
import type { Model } from '../model';

/** Whether the name of an image says its digest, or comes from a data source that does. */
export function isPinned(model: Model, raw: unknown): boolean | undefined {
  if (typeof raw !== 'string' || raw === '')
    return raw === undefined || raw === '' ? false : undefined;
  const text = model.text(raw);
  if (text !== undefined) return digest.test(text);
  if (!hasExpression(raw)) return false;
  const pieces = piecesOf(raw);
  const named = pieces.map((piece) =>
    'expression' in piece ? (referenceOf(piece.expression)?.attribute ?? '') : '',
  );
  if (named.some((attribute) => digestAttributes.has(attribute.split('.').at(-1) ?? '')))
    return true;
  // the tag of an image that an expression names
  return pieces.some((piece) => 'text' in piece && /:[\w.-]+$/.test(piece.text))
    ? false
    : undefined;
}

const digest = /@sha256:[0-9a-f]+$/;
/** Attributes of data sources and resources that are a digest, or a name with one. */
const digestAttributes = new Set([
  'image_digest',
  'image_id',
  'repo_digest',
  'self_link',
  'sha256_digest',
]);
