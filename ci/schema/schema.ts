import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';

/** A type as Terraform prints it: a word, or a pair such as `["list", "string"]`. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', Readonly<Record<string, Type>>, (readonly string[])?]
  | readonly ['tuple', readonly Type[]];

/** One attribute. Neither required nor optional means that only the provider writes it. */
export interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

/** How often a nested block may stand, and what is in it. */
export interface BlockType {
  readonly nesting_mode: 'single' | 'group' | 'list' | 'set' | 'map';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

/** Attributes and nested blocks of a resource, of a data source or of a block in one. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

/** What one provider says of the kinds in use: the form of the files beside this one. */
export interface ProviderSchema {
  /** Where the content comes from, as a sentence. */
  readonly source: string;

  /** Address with the registry, for example `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;

  readonly version: string;
  readonly provider_config: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;

  /** Kinds whose values are used once and kept nowhere. */
  readonly ephemeral: Readonly<Record<string, Block>>;
}

/** Providers by the short name that Terraform knows them by, for example `aws`. */
export type Schemas = Readonly<Record<string, ProviderSchema>>;

/** The folder of the committed subset, from the root of the repository. */
export const schemaFolder = 'ci/schema';

/** The command that renews the subset, as messages name it. */
export const renewCommand = 'npm run schemas';

/** The committed subset: every provider that the stacks use, with the kinds that they use of it. */
export function committedSchemas(root = repositoryRoot()): Schemas {
  const folder = join(root, schemaFolder);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    names.map((name) => [
      name.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProviderSchema,
    ]),
  );
}

/** The value under a name, and never what every object inherits: `constructor` is no resource type. */
export function lookUp<Value>(
  table: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}
