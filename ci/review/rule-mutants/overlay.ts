import { isObject } from '../../../constructs/review/model';

/** A reference of a case to what the real document has not. */
export const gone = '${gone}';

/** Writes a value of a bad case over a real one: what the cases name goes, what the bad case says comes, the rest stays. */
export function overlay(real: unknown, bad: unknown, cases: readonly unknown[]): unknown {
  // the real one refers to something that is there
  if (bad === gone && real !== undefined) return real;
  const texts = [real, bad].map(parsed);
  if (texts.every((value) => value !== undefined)) {
    return JSON.stringify(overlay(texts[0], texts[1], cases.map(parsed)));
  }
  if (isObject(real) && isObject(bad)) return overlayObject(real, bad, cases);
  const [lists, firsts] = [[real, bad].map(objectsOf), cases.map((one) => objectsOf(one)?.[0])];
  const [reals, bads] = lists;
  if (!reals?.[0] || !bads?.[0]) return bad;
  const [first, ...rest] = bads;
  // the first one is made worse, the others stay as they are
  return [overlay(reals[0], first, firsts), ...rest, ...reals.slice(1)];
}

function overlayObject(
  real: Readonly<Record<string, unknown>>,
  bad: Readonly<Record<string, unknown>>,
  cases: readonly unknown[],
): Record<string, unknown> {
  const objects = cases.filter(isObject);
  const named = new Set(objects.flatMap((one) => Object.keys(one)));
  const kept = Object.entries(real).filter(([name]) => !named.has(name));
  const changed = Object.entries(bad).map(([name, value]) => [
    name,
    name in real
      ? overlay(
          real[name],
          value,
          objects.map((one) => one[name]),
        )
      : value,
  ]);
  return Object.fromEntries([...kept, ...changed]) as Record<string, unknown>;
}

/** A list of objects; one block stands for a list of one. */
function objectsOf(value: unknown): readonly unknown[] | undefined {
  if (isObject(value)) return [value];
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}

/** What a JSON text holds, where a value is one. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
