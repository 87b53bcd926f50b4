import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kinds of resources, data sources and ephemeral resources: `aws_vpc` in `resources`, `aws_region` in `data`. */
export interface Kinds {
  readonly resources: readonly string[];
  readonly data: readonly string[];
  readonly ephemeral: readonly string[];
}

const bindingImport = /['"](@cdktf\/provider-[a-z0-9-]+\/lib\/(?:data-)?[a-z0-9-]+)['"]/g;
// no binding knows these: a class of ours writes the block and names the type
const ephemeralType = /'ephemeral\.(\w+)'/g;
const kindOfBinding = /static readonly tfResourceType = "(\w+)"/;

/**
 * Every kind whose binding a source below the folders imports: what the constructs can make, whether a stack or only a
 * unit test of today makes it.
 */
export function importedKinds(root: string, folders: readonly string[]): Kinds {
  const bindings = new Set(
    folders.flatMap((folder) => sourcesBelow(join(root, folder))).flatMap(importsIn),
  );
  const found = [...bindings].map((binding) => ({
    data: binding.includes('/lib/data-'),
    kind: kindOf(join(root, 'node_modules', binding, 'index.d.ts')),
  }));
  const kinds = (data: boolean) =>
    // a provider's own class is a binding without a kind
    found.flatMap((one) => (one.data === data && one.kind?.includes('_') ? [one.kind] : []));
  return sorted({
    resources: kinds(false),
    data: kinds(true),
    ephemeral: folders.flatMap((folder) => sourcesBelow(join(root, folder))).flatMap(ephemeralIn),
  });
}

/** Every kind that a synthesized document holds. */
export function kindsIn(document: unknown): Kinds {
  const {
    resource = {},
    data = {},
    ephemeral = {},
  } = document as Readonly<Record<string, object | undefined>>;
  return sorted({
    resources: Object.keys(resource),
    data: Object.keys(data),
    ephemeral: Object.keys(ephemeral),
  });
}

/** The kinds of all, each once, sorted. */
export function allKinds(lists: readonly Kinds[]): Kinds {
  return sorted({
    resources: lists.flatMap(({ resources }) => resources),
    data: lists.flatMap(({ data }) => data),
    ephemeral: lists.flatMap(({ ephemeral }) => ephemeral),
  });
}

function sorted({ resources, data, ephemeral }: Kinds): Kinds {
  const once = (kinds: readonly string[]) => [...new Set(kinds)].sort();
  return { resources: once(resources), data: once(data), ephemeral: once(ephemeral) };
}

function ephemeralIn(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(ephemeralType)].map(([, kind = '']) => kind);
}

function importsIn(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(bindingImport)].map(([, name = '']) => name);
}

function kindOf(declaration: string): string | undefined {
  try {
    return kindOfBinding.exec(readFileSync(declaration, 'utf8'))?.[1];
  } catch {
    // no binding: the text only looks like an import
    return undefined;
  }
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'));
}
