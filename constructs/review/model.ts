import { withDynamicBlocks } from './dynamic-block';
import { hasExpression, piecesOf, readBy, type Reference, referenceOf } from './expression';

/** One resource or data source of a stack, as it was synthesized. */
export interface Resource {
  /** Terraform's address: `aws_vpc.main`, `data.aws_region.here`. */
  readonly address: string;

  /** Kind, without `data.`: `aws_vpc`. */
  readonly type: string;

  /** Whether Terraform makes it or only reads it. */
  readonly mode: 'managed' | 'data';

  /** Its arguments, unresolved. */
  readonly block: Readonly<Record<string, unknown>>;
}

/** What a value is as far as the document tells. */
export type Value =
  /** The value itself; lists and objects hold unresolved values. */
  | { readonly kind: 'known'; readonly value: unknown }
  /** Something that only the deployment knows, of an object that the document knows. */
  | { readonly kind: 'reference'; readonly reference: Reference }
  /** Something that cannot be told from the document. */
  | { readonly kind: 'unknown'; readonly expression: string };

const noBlock: Readonly<Record<string, unknown>> = {};
const longestChain = 64;

/**
 * One synthesized stack with its references resolved: what is written is known, what the deployment makes is a reference
 * to its object, and everything else stays unknown.
 */
export class Model {
  /** Every resource and data source, by address. */
  public readonly resources: ReadonlyMap<string, Resource>;

  /** Configurations of the providers, unresolved, by the provider's name. */
  public readonly providers: Readonly<Record<string, unknown>>;

  /** Variables whose default was taken, since nobody can say what a deployment will set. */
  public readonly assumed = new Set<string>();

  private readonly byType = new Map<string, Resource[]>();
  private readonly variables: Readonly<Record<string, unknown>>;
  private readonly locals: Readonly<Record<string, unknown>>;

  constructor(document: Readonly<Record<string, unknown>>) {
    this.providers = objectOf(document.provider);
    this.variables = objectOf(document.variable);
    this.locals = Object.assign({}, ...listOf(document.locals).map(objectOf)) as object as Record<
      string,
      unknown
    >;
    const all = [
      ...resourcesOf(document.resource, 'managed'),
      ...resourcesOf(document.data, 'data'),
    ];
    const resources = new Map(all.map((resource) => [resource.address, resource]));
    this.resources = resources;
    for (const resource of all) {
      const block = withDynamicBlocks(resource.block, (raw) => this.resolve(raw));
      resources.set(resource.address, { ...resource, block });
    }
    for (const resource of this.resources.values()) {
      const key = `${resource.mode} ${resource.type}`;
      const same = this.byType.get(key);
      if (same) same.push(resource);
      else this.byType.set(key, [resource]);
    }
  }

  /** The resources of some types that Terraform makes, type by type and in the order of the document. */
  public all(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.byType.get(`managed ${type}`) ?? []);
  }

  /** What a value is. */
  public resolve(raw: unknown): Value {
    return this.follow(raw, longestChain);
  }

  /** A text that is known, or undefined. */
  public text(raw: unknown): string | undefined {
    const value = this.resolve(raw);
    if (value.kind !== 'known') return undefined;
    return typeof value.value === 'string' || typeof value.value === 'number'
      ? String(value.value)
      : undefined;
  }

  /** A number that is known, also one that is written as text, or undefined. */
  public number(raw: unknown): number | undefined {
    const text = this.text(raw);
    return text !== undefined && /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;
  }

  /**
   * A boolean that is known, the default where none is written, undefined where it cannot be told.
   */
  public flag(raw: unknown, otherwise: boolean): boolean | undefined {
    if (raw === undefined || raw === null) return otherwise;
    const value = this.resolve(raw);
    if (value.kind !== 'known') return undefined;
    if (value.value === true || value.value === 'true') return true;
    return value.value === false || value.value === 'false' ? false : undefined;
  }

  /**
   * What tells an object from others: the address where the stack holds it, the text itself where it was made elsewhere,
   * undefined where it cannot be told.
   */
  public identity(raw: unknown): string | undefined {
    const value = this.resolve(raw);
    if (value.kind === 'reference') return value.reference.address;
    return value.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
  }

  /** The resource that a value refers to, if the stack makes it. */
  public target(raw: unknown): Resource | undefined {
    const identity = this.identity(raw);
    return identity === undefined ? undefined : this.resources.get(identity);
  }

  /**
   * Whether a value that cannot be told may be a resource of the stack: one that it reads, or any where a loop or a
   * local value decides. What a module or a variable gives was made elsewhere.
   */
  public mayName(raw: unknown): (address: string) => boolean {
    const read = readBy(raw).filter((one) => !/^(?:var|module)\./.test(one));
    const known = new Set(read.filter((one) => this.resources.has(one)));
    return (address) => (known.size > 0 ? known.has(address) : read.length > 0);
  }

  /** The elements of a list or set, resolved as one; undefined where the list itself cannot be told. */
  public list(raw: unknown): readonly unknown[] | undefined {
    if (raw === undefined || raw === null) return [];
    const value = this.resolve(raw);
    // a splat of a resource stands for all of its instances, which come from one block
    if (value.kind === 'reference') return [raw];
    if (value.kind === 'unknown') return undefined;
    return Array.isArray(value.value) ? (value.value as unknown[]) : [value.value];
  }

  /** Nested blocks: JSON writes one as an object, several as a list. Undefined where they are made by an expression. */
  public blocks(raw: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
    const list = this.list(raw);
    return list?.every((entry) => isObject(entry)) ? list : undefined;
  }

  /** A document that is written as JSON text, with its values unresolved; undefined where it cannot be read. */
  public json(raw: unknown): unknown {
    const value = typeof raw === 'string' && hasExpression(raw) ? undefined : this.resolve(raw);
    const text = value?.kind === 'known' ? value.value : raw;
    if (typeof text !== 'string') return isObject(text) || Array.isArray(text) ? text : undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }

  private follow(raw: unknown, left: number): Value {
    if (typeof raw !== 'string' || !/[$%]\{|\$\$|%%/.test(raw))
      return { kind: 'known', value: raw };
    const pieces = piecesOf(raw);
    const [first] = pieces;
    if (pieces.length === 1 && first && 'expression' in first) {
      return this.expression(first.expression, left);
    }
    let text = '';
    for (const piece of pieces) {
      const value = 'text' in piece ? piece.text : this.pieceText(piece.expression, left);
      if (value === undefined) return { kind: 'unknown', expression: raw };
      text += value;
    }
    return { kind: 'known', value: text };
  }

  private pieceText(expression: string, left: number): string | undefined {
    const value = this.expression(expression, left);
    if (value.kind !== 'known') return undefined;
    return ['string', 'number', 'boolean'].includes(typeof value.value)
      ? String(value.value)
      : undefined;
  }

  private expression(expression: string, left: number): Value {
    const unknown: Value = { kind: 'unknown', expression };
    const reference = referenceOf(expression);
    if (!reference || left === 0) return literalOf(expression) ?? unknown;
    const { address, attribute } = reference;
    if (address.startsWith('var.'))
      return this.variable(address.slice(4), attribute, left) ?? unknown;
    if (address.startsWith('local.')) {
      return this.part(this.locals[address.slice(6)], attribute, left) ?? unknown;
    }
    const resource = this.resources.get(address);
    if (!resource) return unknown;
    // what the provider makes up names the object, also where an argument of that name is written
    const written = ['id', 'arn', ''].includes(attribute)
      ? undefined
      : this.part(resource.block, attribute, left);
    return written ?? { kind: 'reference', reference };
  }

  private variable(name: string, attribute: string, left: number): Value | undefined {
    const block = this.variables[name];
    if (!isObject(block) || block.default === undefined || block.default === null) return undefined;
    this.assumed.add(name);
    return this.part(block.default, attribute, left);
  }

  /** A part of a written value; undefined where it is not written. */
  private part(raw: unknown, attribute: string, left: number): Value | undefined {
    let value: unknown = raw;
    for (const name of attribute === '' ? [] : attribute.split('.')) {
      if (Array.isArray(value)) value = value[Number(name)];
      // one nested block is written as an object and read by its position
      else if (isObject(value)) value = name === '0' ? value : ownValue(value, name);
      else return undefined;
    }
    return value === undefined || value === null ? undefined : this.follow(value, left - 1);
  }
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as an object, the empty one where it is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : noBlock;
}

/** A value as a list: one element stands for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function ownValue(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function literalOf(expression: string): Value | undefined {
  if (/^(true|false|-?\d+)$/.test(expression)) {
    return { kind: 'known', value: JSON.parse(expression) as unknown };
  }
  return undefined;
}

function resourcesOf(section: unknown, mode: Resource['mode']): Resource[] {
  return listOf(section).flatMap((types) =>
    Object.entries(objectOf(types)).flatMap(([type, named]) =>
      listOf(named).flatMap((entry) =>
        Object.entries(objectOf(entry)).flatMap(([name, block]) => ({
          address: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
          type,
          mode,
          // a block may stand in a list of one
          block: objectOf(Array.isArray(block) ? block[0] : block),
        })),
      ),
    ),
  );
}
