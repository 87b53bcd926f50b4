import { piecesOf, referenceOf } from '../expression';
import type { Model, Resource } from '../model';

/**
 * Finds resources however they are referred to: by reference, by bare name, or by a path or URL that ends with the name.
 */
export class Named {
  private readonly byName = new Map<string, Resource[]>();
  private readonly types: ReadonlySet<string>;

  constructor(
    private readonly model: Model,
    types: readonly string[],
    nameArgument = 'name',
  ) {
    this.types = new Set(types);
    for (const resource of model.all(...types)) {
      const name = model.text(resource.block[nameArgument]);
      if (name === undefined) continue;
      const same = this.byName.get(name);
      if (same) same.push(resource);
      else this.byName.set(name, [resource]);
    }
  }

  /**
   * The resources that a value may mean: one by reference, several where names repeat, none where the stack does not
   * make it; undefined where the value cannot be told.
   */
  public of(raw: unknown): readonly Resource[] | undefined {
    const identity = this.identity(raw) ?? this.read(raw);
    if (identity === undefined) return undefined;
    const own = this.model.resources.get(identity);
    if (own && this.types.has(own.type) && own.mode === 'managed') return [own];
    return this.byName.get(lastSegment(identity)) ?? [];
  }

  /** The address of the one resource that is meant, or the text that names it; undefined where it cannot be told. */
  public key(raw: unknown): string | undefined {
    const found = this.of(raw);
    if (!found) return undefined;
    return found.length === 1 ? found[0]?.address : this.identity(raw);
  }

  /** The one resource of these types that a value reads, though what it reads of it cannot be told: `x.s[each.key].name`. */
  private read(raw: unknown): string | undefined {
    const [piece, ...more] = typeof raw === 'string' ? piecesOf(raw) : [];
    if (!piece || !('expression' in piece) || more.length > 0) return undefined;
    const address = referenceOf(piece.expression)?.address ?? '';
    return this.types.has(this.model.resources.get(address)?.type ?? '') ? address : undefined;
  }

  /** A reference to a data source stands for what it looks up by name. */
  private identity(raw: unknown): string | undefined {
    const identity = this.model.identity(raw);
    if (identity === undefined) return undefined;
    const data = this.model.resources.get(identity);
    if (data?.mode !== 'data') return identity;
    const { name, secret_id: secretId } = data.block;
    return this.model.text(name ?? secretId) ?? identity;
  }
}

/** `prod` of `projects/p/global/networks/prod`. */
export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The part behind a word of a path: `p` of `projects/p/global/networks/prod`, behind `projects`. */
export function segmentAfter(word: string, path: string): string | undefined {
  const segments = path.split('/');
  const at = segments.indexOf(word);
  return at < 0 ? undefined : segments[at + 1];
}
