import { piecesOf } from '../../constructs/review/expression';
import { isObject, received } from './json-body';
import { lookUp, type Type } from './schema';

/** A value that Terraform cannot turn into the type that its attribute has. */
export interface Mismatch {
  /** Where in the attribute: '' for the whole, `[2]`, `['name']`. */
  readonly place: string;

  /** The rest of the sentence: what is allowed and what was received. */
  readonly message: string;
}

/**
 * Where a JSON value does not fit a type, after the conversions that Terraform does itself: `"5"` is a number, `true` a
 * text, any list a set. An expression alone can be of any type; with text around it, it is a text.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export function mismatches(
  value: unknown,
  type: Type,
  typeOf: TypeOfExpression,
  place = '',
): Mismatch[] {
  if (value === null || type === 'dynamic') return [];
  const meant = typeof value === 'string' ? meaningOf(value) : value;
  if (meant instanceof Expression) {
    const read = typeOf(meant.text);
    if (read === undefined || isConvertible(read, type)) return [];
    return [
      {
        place,
        message: `must be ${typeName(type)}, got ${typeName(read)} from ${received(value)}`,
      },
    ];
  }
  if (meant instanceof Template) {
    if (typeof type === 'string' && templateFits[type](meant)) return [];
    return [wrong(place, type, value)];
  }
  if (typeof type === 'string') {
    return primitiveFits[type](meant) ? [] : [wrong(place, type, value)];
  }
  return collectionMismatches(meant, type, typeOf, place);
}

/** The type of what an expression yields, where that is known. */
export type TypeOfExpression = (expression: string) => Type | undefined;

/** Whether Terraform may turn a value of one type, not known yet, into another. */
function isConvertible(from: Type, to: Type): boolean {
  if (from === 'dynamic' || to === 'dynamic') return true;
  if (typeof from === 'string' || typeof to === 'string') {
    // a text may turn out to hold a number or a truth value; those two are never each other
    return from === to || (isOne(from) && isOne(to) && (from === 'string' || to === 'string'));
  }
  if (from[0] === 'object' && to[0] === 'object') {
    const [, has] = from;
    return Object.entries(to[1]).every(([name, type]) => {
      const given = lookUp(has, name);
      return given === undefined ? to[2]?.includes(name) === true : isConvertible(given, type);
    });
  }
  const alike = alikeKinds.some((kinds) => kinds.includes(from[0]) && kinds.includes(to[0]));
  if (!alike || !isCollection(from) || !isCollection(to)) return alike;
  return isConvertible(from[1], to[1]);
}

const alikeKinds: readonly (readonly string[])[] = [
  ['list', 'set', 'tuple'],
  ['map', 'object'],
];

function isOne(type: Type): boolean {
  return typeof type === 'string';
}

function isCollection(
  type: Exclude<Type, string>,
): type is readonly ['list' | 'set' | 'map', Type] {
  return type[0] === 'list' || type[0] === 'set' || type[0] === 'map';
}

/** A type in words: `a set of strings`. */
export function typeName(type: Type): string {
  if (typeof type === 'string') return singular[type];
  if (type[0] === 'object') return `an object with ${quotedNames(type[1])}`;
  if (type[0] === 'tuple') return `a list of exactly ${type[1].length}`;
  return `a ${type[0]} of ${plural(type[1])}`;
}

const singular = {
  string: 'a text',
  number: 'a number',
  bool: 'true or false',
  dynamic: 'anything',
} as const;

function plural(type: Type): string {
  if (type === 'bool') return 'true or false';
  if (typeof type !== 'string') return `${type[0]}s`;
  return { string: 'texts', number: 'numbers', dynamic: 'anything' }[type];
}

function quotedNames(members: Readonly<Record<string, Type>>): string {
  return Object.keys(members)
    .map((name) => `'${name}'`)
    .join(', ');
}

/** An expression that stands alone: only Terraform will know its value. */
class Expression {
  constructor(public readonly text: string) {}
}

/** A text with an expression in it; its plain pieces are known. */
class Template {
  constructor(public readonly plain: string) {}
}

/** What a text of Terraform's JSON is: itself, a constant in an expression, a template or something unknown. */
function meaningOf(text: string): unknown {
  const pieces = piecesOf(text);
  const plain = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
  const [first] = pieces;
  if (pieces.every((piece) => 'text' in piece)) return plain;
  if (pieces.length > 1 || !first || !('expression' in first) || text.startsWith('%{')) {
    return new Template(plain);
  }
  return constantOf(first.expression);
}

function constantOf(expression: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(expression)) return Number(expression);
  if (expression === 'true' || expression === 'false') return expression === 'true';
  if (/^"[^"\\$%]*"$/.test(expression)) return expression.slice(1, -1);
  return new Expression(expression);
}

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const primitiveFits = {
  string: isPlain,
  number: (value: unknown) =>
    typeof value === 'number' || (typeof value === 'string' && decimal.test(value)),
  bool: (value: unknown) =>
    typeof value === 'boolean' ||
    (typeof value === 'string' && ['true', 'false', '1', '0'].includes(value)),
} as const;

const decimal = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** Whether the plain pieces could be parts of such a value: `1${...}` may become a number, `a${...}` never does. */
const templateFits = {
  string: () => true,
  dynamic: () => true,
  number: ({ plain }: Template) => /^[-+.\deE]*$/.test(plain),
  bool: ({ plain }: Template) => /^([truefals]*|[01])$/.test(plain),
} as const;

function collectionMismatches(
  value: unknown,
  type: Exclude<Type, string>,
  typeOf: TypeOfExpression,
  place: string,
): Mismatch[] {
  switch (type[0]) {
    case 'list':
    case 'set':
      return Array.isArray(value)
        ? value.flatMap((one: unknown, at) =>
            elementMismatches(one, type[1], typeOf, `${place}[${at}]`),
          )
        : [wrong(place, type, value)];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([name, one]) =>
            mismatches(one, type[1], typeOf, `${place}['${name}']`),
          )
        : [wrong(place, type, value)];
    case 'tuple':
      return Array.isArray(value) && value.length === type[1].length
        ? type[1].flatMap((one, at) => mismatches(value[at], one, typeOf, `${place}[${at}]`))
        : [wrong(place, type, value)];
    case 'object':
      return isObject(value)
        ? memberMismatches(value, type, typeOf, place)
        : [wrong(place, type, value)];
  }
}

/** Terraform itself lets `null` stand in a list; the providers refuse it. */
function elementMismatches(
  value: unknown,
  type: Type,
  typeOf: TypeOfExpression,
  place: string,
): Mismatch[] {
  if (value !== null) return mismatches(value, type, typeOf, place);
  return [{ place, message: `must be ${typeName(type)}, got null; leave the element out` }];
}

/** Every name of an object type must be there, `null` at least; a name that the type has not is dropped silently. */
function memberMismatches(
  value: Readonly<Record<string, unknown>>,
  [, members, optional = []]: Extract<Type, readonly ['object', ...unknown[]]>,
  typeOf: TypeOfExpression,
  place: string,
): Mismatch[] {
  return Object.entries(members).flatMap(([name, type]) => {
    const inner = `${place}.${name}`;
    if (Object.hasOwn(value, name)) return mismatches(lookUp(value, name), type, typeOf, inner);
    if (optional.includes(name)) return [];
    const message = `is missing; every name of this object must be there: set it to ${typeName(type)}, or to null`;
    return [{ place: inner, message }];
  });
}

function wrong(place: string, type: Type, value: unknown): Mismatch {
  return { place, message: `must be ${typeName(type)}, got ${received(value)}` };
}
