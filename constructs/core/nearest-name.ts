/** A part of a sentence that names the known name that is nearest to an unknown one, or '' where none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `; did you mean '${nearest}'?`;
}

/** The known name that a typing error or another way of writing most likely stands for. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name).slice(0, 100);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = known
    .map((one) => ({ one, distance: distanceOf(wanted, plain(one)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.one;
}

/** `imageTag` and `image_tag` are one name: the bindings write the first, Terraform the second. */
function plain(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

/** Letters to add, remove or change (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [at, letter] of Array.from(a).entries()) {
    const next = [at + 1];
    for (const [to, other] of Array.from(b).entries()) {
      const changed = (row[to] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
