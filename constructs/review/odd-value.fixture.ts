/** Values that a place of a document may hold instead of what belongs there. */
export const oddValues: readonly unknown[] = [
  undefined,
  null,
  7,
  '',
  'x',
  [],
  {},
  [null],
  [7],
  { a: null },
  '${',
  '${var.x}',
  '${a_b.c.d}',
];

/** A value with each of its parts replaced by each odd value in turn. */
export function* oddVariants(value: unknown): Generator {
  yield* oddValues;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const odd of oddVariants(part)) {
      if (Array.isArray(value))
        yield value.map((own: unknown, at) => (String(at) === key ? odd : own));
      else yield { ...value, [key]: odd };
    }
  }
}
