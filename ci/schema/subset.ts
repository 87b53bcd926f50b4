import { gunzipSync } from 'node:zlib';
import type { Kinds } from './kinds';
import { type Attribute, type Block, lookUp, type ProviderSchema, type Type } from './schema';

/**
 * Blocks that are left out wherever they stand in a kind, since they repeat it inside itself, some megabytes long. One
 * that is written all the same fails the check as a block that nobody knows; then it must be taken from this list.
 */
const selfNesting: Readonly<Record<string, readonly string[]>> = {
  aws_wafv2_web_acl: ['and_statement', 'not_statement', 'or_statement', 'scope_down_statement'],
};

/** A provider's full schema, from which the subset is taken. */
export type FullSchema = Omit<ProviderSchema, 'source'>;

/** Reads a file `<provider>-<version>.json.gz`, or the same not compressed. */
export function readFull(bytes: Buffer): FullSchema {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return JSON.parse((packed ? gunzipSync(bytes) : bytes).toString('utf8')) as FullSchema;
}

/** The kinds in use of one provider, sorted, without what the check does not need. */
export function subsetOf(full: FullSchema, kinds: Kinds): ProviderSchema {
  const { provider, version } = full;
  return {
    source: `'terraform providers schema -json' of ${shortAddress(provider)} ${version}, without descriptions, reduced to the kinds in use`,
    provider,
    version,
    provider_config: plainBlock(full.provider_config),
    resources: blocks(full.resources, kinds.resources),
    data: blocks(full.data, kinds.data),
    ephemeral: blocks(full.ephemeral, kinds.ephemeral),
  };
}

/** `registry.terraform.io/hashicorp/aws` is `hashicorp/aws`. */
export function shortAddress(provider: string): string {
  return provider.split('/').slice(-2).join('/');
}

/** The name that Terraform knows a provider by: the last part of its address. */
export function providerName(provider: string): string {
  return provider.split('/').at(-1) ?? provider;
}

function blocks(
  all: Readonly<Record<string, Block>>,
  kinds: readonly string[],
): Record<string, Block> {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const block = lookUp(all, kind);
      return block ? [[kind, plainBlock(block, selfNesting[kind])] as const] : [];
    }),
  );
}

function plainBlock(
  { attributes = {}, block_types: types = {} }: Block,
  leftOut: readonly string[] = [],
): Block {
  const kept = sortedEntries(types).filter(([name]) => !leftOut.includes(name));
  const nested = kept.map(([name, one]) => {
    const { nesting_mode, min_items, max_items, block } = one;
    return [
      name,
      {
        nesting_mode,
        ...(min_items ? { min_items } : {}),
        ...(max_items ? { max_items } : {}),
        block: plainBlock(block, leftOut),
      },
    ] as const;
  });
  return {
    attributes: Object.fromEntries(
      sortedEntries(attributes).map(([name, attribute]) => [name, plainAttribute(name, attribute)]),
    ),
    ...(nested.length > 0 ? { block_types: Object.fromEntries(nested) } : {}),
  };
}

function plainAttribute(name: string, attribute: Attribute): Attribute {
  const type = attribute.type as Type | undefined;
  // providers of protocol 6 may nest attributes in attributes; none of ours does
  if (type === undefined) throw new TypeError(`attribute '${name}' has no type; teach the check`);
  const { required, optional, computed } = attribute;
  return {
    type,
    ...(required ? { required } : {}),
    ...(optional ? { optional } : {}),
    ...(computed ? { computed } : {}),
  };
}

function sortedEntries<Value>(table: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
}
