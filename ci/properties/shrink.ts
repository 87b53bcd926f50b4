/**
 * A smaller plan that still fails: parts are left out one after the other, the large ones first, for as long as the
 * failure stays.
 */
export function shrink<Plan>(plan: Plan, fails: (smaller: Plan) => boolean, attempts = 80): Plan {
  let best = plan;
  let left = attempts;
  for (let again = true; again && left > 0;) {
    again = false;
    for (const smaller of smallerOnes(best)) {
      if (left-- <= 0) break;
      if (!fails(smaller as Plan)) continue;
      best = smaller as Plan;
      again = true;
      break;
    }
  }
  return best;
}

/** Every value that lacks one part of this one, at any depth, outer parts first. */
function smallerOnes(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const items = value as unknown[];
    const shorter = items.map((_, at) => items.filter((__, other) => other !== at));
    const inner = items.flatMap((item, at) =>
      smallerOnes(item).map((one) => items.map((old, other) => (other === at ? one : old))),
    );
    return [...shorter, ...inner];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const without = entries.map(([key]) =>
    Object.fromEntries(entries.filter(([other]) => other !== key)),
  );
  const inner = entries.flatMap(([key, old]) =>
    smallerOnes(old).map((one) => ({ ...Object.fromEntries(entries), [key]: one })),
  );
  return [...without, ...inner];
}
