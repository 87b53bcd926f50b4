import { isObject } from '../../../constructs/review/model';

/** A synthesized document that may be changed. */
export interface Document {
  readonly resource: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly variable?: Record<string, Block>;
}

/** Arguments of one resource. */
export type Block = Record<string, unknown>;

/** One mistake in a real stack and what it must change in the answer. */
export interface Mutant {
  /** What somebody did. */
  readonly name: string;

  /** Does it. */
  readonly change: (document: Document) => unknown;

  /**
   * Every line of the answer that comes (+) or goes (-), without the prefix of names: `+ internet -> goapp 8080`. Calls
   * that cannot work start with `!`, what is not known ends with `?`.
   */
  readonly changes: readonly string[];
}

/** The name and the arguments of the only resource of a type whose name starts with a text; fails where there is no such one. */
export function entry(document: Document, type: string, start: string): [string, Block] {
  const found = Object.entries(document.resource[type] ?? {}).filter(([name]) =>
    name.startsWith(start),
  );
  const [only] = found;
  if (!only || found.length > 1) {
    throw new Error(`${found.length} resources of ${type} start with ${start}, expected one`);
  }
  return only;
}

/** The arguments of such a resource. */
export function block(document: Document, type: string, start: string): Block {
  return entry(document, type, start)[1];
}

/** Removes such a resource, and the waiting for it. */
export function remove(document: Document, type: string, start: string): void {
  const [name] = entry(document, type, start);
  const named = document.resource[type];
  if (named) Reflect.deleteProperty(named, name);
  for (const argument of Object.values(document.resource).flatMap(Object.values<Block>)) {
    if (!Array.isArray(argument.depends_on)) continue;
    argument.depends_on = argument.depends_on.filter((other) => other !== `${type}.${name}`);
  }
}

/** Adds a resource. */
export function add(document: Document, type: string, name: string, arguments_: Block): void {
  (document.resource[type] ??= {})[name] = arguments_;
}

/** A reference to an attribute of such a resource, as Terraform writes it. */
export function reference(
  document: Document,
  type: string,
  start: string,
  attribute: string,
): string {
  return `\${${type}.${entry(document, type, start)[0]}.${attribute}}`;
}

/** The first nested block of an argument, to be changed in place. */
export function nested(value: Block, argument: string): Block {
  const found = value[argument];
  const first: unknown = Array.isArray(found) ? found[0] : found;
  if (!isObject(first)) throw new Error(`no nested block ${argument}`);
  return first;
}
