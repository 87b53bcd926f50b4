import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kinds of resources and data sources: `aws_vpc` in `resources`, `aws_region` in `data`. */
export interface Kinds {
  readonly resources: readonly string[];
  readonly data: readonly string[];
}

const bindingImport = /['"](@cdktf\/provider-[a-z0-9-]+\/lib\/(?:data-)?[a-z0-9-]+)['"]/g;
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
  return sorted({ resources: kinds(false), data: kinds(true) });
}

/** Every kind that a synthesized document holds. */
export function kindsIn(document: unknown): Kinds {
  const { resource = {}, data = {} } = document as Readonly<Record<string, object | undefined>>;
  return sorted({ resources: Object.keys(resource), data: Object.keys(data) });
}

/** The kinds of all, each once, sorted. */
export function allKinds(lists: readonly Kinds[]): Kinds {
  return sorted({
    resources: lists.flatMap(({ resources }) => resources),
    data: lists.flatMap(({ data }) => data),
  });
}

function sorted({ resources, data }: Kinds): Kinds {
  return { resources: [...new Set(resources)].sort(), data: [...new Set(data)].sort() };
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
