/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of JSON: an event, or a pattern. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * Whether a pattern of a rule of EventBridge matches an event: every name of the pattern with one of its values. Knows plain
 * values, `prefix`, `suffix`, `anything-but` and `exists`, and refuses the rest.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(pattern: JsonObject, event: JsonObject): boolean {
  const results = Object.entries(pattern).map(([name, wanted]) => {
    const value = event[name];
    if (Array.isArray(wanted)) return oneOf(wanted as readonly Json[], value, name);
    if (!isObject(wanted)) throw new Error(`a pattern needs a list for '${name}'`);
    return matches(wanted, isObject(value) ? value : {});
  });
  // after all of them were read, so that what is not known is refused wherever it stands
  return results.every(Boolean);
}

function oneOf(wanted: readonly Json[], value: Json | undefined, name: string): boolean {
  if (wanted.length === 0) throw new Error(`a pattern has an empty list for '${name}'`);
  const values = value === undefined ? [] : [value].flat();
  if (values.some(isObject)) throw new Error(`'${name}' of the event holds objects`);
  const tests = wanted.map((one) => testOf(one, name));
  return tests.some((test) => test(values));
}

function testOf(wanted: Json, name: string): (values: readonly Json[]) => boolean {
  if (!isObject(wanted)) return (values) => values.includes(wanted);
  const [[operator, operand] = ['', null], ...others] = Object.entries(wanted);
  const known = operators[operator];
  if (!known || others.length > 0) {
    throw new Error(`'${JSON.stringify(wanted)}' of '${name}' is not known here`);
  }
  return (values) => known(values, operand);
}

const operators: Readonly<Record<string, (values: readonly Json[], operand: Json) => boolean>> = {
  prefix: (values, operand) => values.some((one) => text(one)?.startsWith(plain(operand))),
  suffix: (values, operand) => values.some((one) => text(one)?.endsWith(plain(operand))),
  'anything-but': (values, operand) => values.some((one) => ![operand].flat().includes(one)),
  exists: (values, operand) => values.length > 0 === operand,
};

function text(value: Json): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function plain(operand: Json): string {
  if (typeof operand === 'string') return operand;
  throw new Error(`'${JSON.stringify(operand)}' is not known here where a text is`);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
