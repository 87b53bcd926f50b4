import { didYouMean } from '../../constructs/core/nearest-name';
import type { Reference } from '../../constructs/review/expression';
import { terraformItself } from './built-in';
import { bodiesOf, type Entry, entriesOf, member } from './json-body';
import { type Block, lookUp, type Schemas, type Type } from './schema';

/** The sorts of blocks that have a type and a name. */
export type Sort = 'resources' | 'data' | 'ephemeral';

/** What one address of a document offers to those who read it. */
interface Declaration {
  /** Undefined where anything may be read: a variable, a local value, a kind without a schema. */
  readonly block: Block | undefined;
}

/** What a reference reads: its type where the schema tells it, or what is wrong with it. */
export type Resolved = { readonly type: Type | undefined } | { readonly problem: string };

/** Everything that the expressions of one document can refer to. */
export class Declarations {
  private readonly known = new Map<string, Declaration>();
  private readonly providers = new Set<string>();
  private readonly kinds: RegExp;

  constructor(entries: readonly Entry[], schemas: Schemas) {
    for (const [sort, value] of entries) {
      if (sort === 'resource')
        this.declare(value, '', (kind) => kindSchema(kind, 'resources', schemas));
      if (sort === 'data')
        this.declare(value, 'data.', (kind) => kindSchema(kind, 'data', schemas));
      if (sort === 'ephemeral')
        this.declare(value, 'ephemeral.', (kind) => kindSchema(kind, 'ephemeral', schemas));
      if (sort === 'provider') this.declareProviders(value);
      if (sort === 'variable') this.declare({ var: value }, '', () => undefined);
      if (sort === 'locals') this.declare({ local: value }, '', () => undefined);
    }
    const names = [...Object.keys(schemas), terraformItself.name];
    this.kinds = new RegExp(`^(data\\.|ephemeral\\.|var\\.|local\\.|(${names.join('|')})_)`);
  }

  private declare(value: unknown, prefix: string, schemaOf: (kind: string) => Block | undefined) {
    for (const [kind, named] of entriesOf(value) ?? []) {
      const block = schemaOf(kind);
      for (const [name] of entriesOf(named) ?? []) {
        this.known.set(`${prefix}${kind}.${name}`, { block });
      }
    }
  }

  private declareProviders(value: unknown): void {
    for (const [name, bodies] of entriesOf(value) ?? []) {
      for (const body of bodiesOf(bodies) ?? []) {
        const alias = member(body, 'alias');
        this.providers.add(typeof alias === 'string' ? `${name}.${alias}` : name);
      }
    }
  }

  /** Whether `aws` or `aws.alias` is configured; a provider needs no configuration of its own. */
  public hasProvider(name: string): boolean {
    return this.providers.has(name) || /^[\w-]+$/.test(name);
  }

  public has(address: string): boolean {
    return this.known.has(address);
  }

  /** What an expression reads there. A name that an expression makes itself, as `for` does, is anything. */
  public resolve({ address, attribute }: Reference): Resolved {
    if (!this.kinds.test(address)) return { type: undefined };
    const declaration = this.known.get(address);
    if (!declaration) return { problem: this.undeclared(address) };
    const { block } = declaration;
    if (!block || attribute === '') return { type: undefined };
    return readFrom(block, attribute.split('.'), address);
  }

  /** The sentence for an address that the document does not declare. */
  public undeclared(address: string): string {
    return `'${address}' is not declared${didYouMean(address, [...this.known.keys()])}`;
  }
}

/** The schema of a kind, from whichever provider has it. */
export function kindSchema(kind: string, sort: Sort, schemas: Schemas): Block | undefined {
  return [...Object.values(schemas), terraformItself]
    .map((schema) => lookUp(schema[sort], kind))
    .find((block) => block !== undefined);
}

function readFrom(block: Block, [name = '', ...rest]: readonly string[], owner: string): Resolved {
  const attribute = lookUp(block.attributes, name);
  if (attribute)
    return rest.length === 0 ? attribute : readInside(attribute.type, rest, `${owner}.${name}`);
  const nested = lookUp(block.block_types, name);
  if (!nested) {
    const known = [...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {})];
    return { problem: `'${owner}' has no '${name}'${didYouMean(name, known)}` };
  }
  const single = nested.nesting_mode === 'single' || nested.nesting_mode === 'group';
  const inner = single ? rest : rest.slice(1);
  const [position] = rest;
  if (!single && position !== undefined && nested.nesting_mode !== 'map') {
    const problem = positionProblem(`${owner}.${name}`, nested.nesting_mode, position);
    if (problem !== undefined) return { problem };
  }
  // with a splat, as for a whole block, the type is not worth knowing
  if (inner.length === 0) return { type: undefined };
  const resolved = readFrom(nested.block, inner, `${owner}.${name}`);
  return position === '*' && 'type' in resolved ? { type: undefined } : resolved;
}

function readInside(type: Type, [name = '', ...rest]: readonly string[], owner: string): Resolved {
  if (type === 'dynamic') return { type: undefined };
  if (typeof type === 'string')
    return { problem: `'${owner}' has no '${name}' to read: it is plain` };
  if (type[0] === 'object') {
    const inner = lookUp(type[1], name);
    const names = didYouMean(name, Object.keys(type[1]));
    if (!inner) return { problem: `'${owner}' has no '${name}'${names}` };
    return rest.length === 0 ? { type: inner } : readInside(inner, rest, owner);
  }
  if (type[0] === 'tuple' || name === '*') return { type: undefined };
  const [collection, element] = type;
  const problem = collection === 'map' ? undefined : positionProblem(owner, collection, name);
  if (problem !== undefined) return { problem };
  return rest.length === 0 ? { type: element } : readInside(element, rest, `${owner}[${name}]`);
}

function positionProblem(owner: string, many: 'list' | 'set', name: string): string | undefined {
  if (name === '*' || (many === 'list' && /^\d+$/.test(name))) return undefined;
  if (many === 'list') return `'${owner}' is a list, so that '${name}' needs a position before it`;
  return `'${owner}' is a set, which has no '${name}': take 'tolist(${owner})' or 'one(${owner})'`;
}
