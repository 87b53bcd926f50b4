import type { Json, JsonObject } from '../eventbridge/pattern';

/** One line of a filter: a field, how it is compared, and with what. */
interface Comparison {
  readonly path: readonly string[];
  readonly operator: string;
  readonly operand: string;
}

/**
 * Whether a filter of Cloud Logging matches an entry. Knows comparisons of a field by `=`, `=~` and `:`, one in each line, all
 * of which must hold, and refuses the rest.
 *
 * @see https://cloud.google.com/logging/docs/view/logging-query-language
 */
export function matchesEntry(filter: string, entry: JsonObject): boolean {
  const comparisons = filter.split('\n').map(comparisonOf);
  return comparisons.every((comparison) => holds(comparison, entry));
}

function comparisonOf(line: string): Comparison {
  const [, path = '', operator = '', quoted = ''] =
    /^([A-Za-z_]\w*(?:\.\w+)*)(=~|=|:)("(?:[^"\\]|\\.)*"|\w+)$/.exec(line) ?? [];
  if (path === '') throw new Error(`a filter has a line that is not known here: ${line}`);
  const operand = quoted.startsWith('"') ? (JSON.parse(quoted) as string) : quoted;
  return { path: path.split('.'), operator, operand };
}

function holds({ path, operator, operand }: Comparison, entry: JsonObject): boolean {
  const value = path.reduce<Json | undefined>(
    (found, name) => (found as JsonObject | undefined)?.[name],
    entry,
  );
  // a field that is missing matches nothing
  if (typeof value !== 'string') return false;
  if (operator === '=') return value.toLowerCase() === operand.toLowerCase();
  if (operator === ':') return value.toLowerCase().includes(operand.toLowerCase());
  return new RegExp(operand).test(value);
}
