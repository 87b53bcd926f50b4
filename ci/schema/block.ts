import { didYouMean } from '../../constructs/core/nearest-name';
import { mismatches, typeName, type TypeOfExpression } from './conversion';
import { bodiesOf, type Entry, entriesOf, member, received } from './json-body';
import { type Attribute, type Block, type BlockType, lookUp } from './schema';

/** Takes a problem: where in the block, '' for the block itself, and the rest of the sentence. */
export type Report = (path: string, message: string) => void;

/** What every body of one resource is checked with. */
export interface Context {
  readonly report: Report;
  readonly typeOf: TypeOfExpression;
}

/** One body with the schema that it must follow. */
interface Checked extends Context {
  readonly block: Block;
  /** Path of the body in the resource: '' or `network_configuration[0].`. */
  readonly path: string;
}

/**
 * Checks the body of a block, and the bodies in it.
 *
 * @param path '' at the top of a resource, else the path of the body with a dot at its end
 */
export function checkBody(value: unknown, block: Block, path: string, context: Context): void {
  const { report } = context;
  const checked = { ...context, block, path };
  const entries = entriesOf(value);
  if (!entries) {
    report(path.replace(/\.$/, ''), `must be a block, which is an object, got ${received(value)}`);
    return;
  }
  reportRepeated(entries, checked);
  for (const [name, one] of entries) checkEntry(name, one, checked);
  reportMissing(entries, checked);
  reportCounts(entries, checked);
}

function checkEntry(name: string, value: unknown, checked: Checked): void {
  const { block, path, report } = checked;
  const attribute = lookUp(block.attributes, name);
  const nested = lookUp(block.block_types, name);
  if (attribute) checkAttribute(path + name, value, attribute, checked);
  else if (nested) checkNested(name, value, nested, checked);
  else if (name === 'dynamic') checkDynamic(value, checked);
  else {
    const known = settableNames(block);
    report(path + name, `is not known here, got ${received(value)}${suggestion(name, known)}`);
  }
}

function suggestion(name: string, known: readonly string[]): string {
  const near = didYouMean(name, known);
  if (near !== '' || known.length === 0) return near;
  const listed = known.slice(0, 8).map((one) => `'${one}'`);
  return `; known are ${listed.join(', ')}${known.length > listed.length ? ' and more' : ''}`;
}

function checkAttribute(
  path: string,
  value: unknown,
  attribute: Attribute,
  { report, typeOf }: Context,
): void {
  if (value === null) return;
  if (!attribute.required && !attribute.optional) {
    report(path, `is read-only, since the provider writes it, got ${received(value)}; remove it`);
    return;
  }
  for (const { place, message } of mismatches(value, attribute.type, typeOf))
    report(path + place, message);
}

function checkNested(name: string, value: unknown, type: BlockType, checked: Checked): void {
  const { path, report } = checked;
  if (type.nesting_mode === 'map') {
    for (const [label, body] of entriesOf(value) ?? []) {
      checkBody(body, type.block, `${path}${name}['${label}'].`, checked);
    }
    return;
  }
  const bodies = bodiesOf(value);
  if (!bodies) {
    report(path + name, `must be a block or a list of blocks, got ${received(value)}`);
    return;
  }
  for (const [at, body] of bodies.entries()) {
    checkBody(body, type.block, `${path}${name}${Array.isArray(value) ? `[${at}]` : ''}.`, checked);
  }
}

/** `dynamic` makes blocks while Terraform runs: how many is not known, what is in them is. */
function checkDynamic(value: unknown, checked: Checked): void {
  const { block, path, report } = checked;
  const entries = entriesOf(value);
  if (!entries) report(`${path}dynamic`, `must be an object, got ${received(value)}`);
  for (const [name, generators] of entries ?? []) {
    const type = lookUp(block.block_types, name);
    const place = `${path}dynamic.${name}`;
    if (!type) {
      const known = Object.keys(block.block_types ?? {});
      report(place, `makes a block that is not known here${suggestion(name, known)}`);
      continue;
    }
    for (const generator of bodiesOf(generators) ?? [generators]) {
      checkBody(generator, dynamicBlock(type.block), `${place}.`, checked);
    }
  }
}

function dynamicBlock(content: Block): Block {
  return {
    attributes: {
      for_each: { type: 'dynamic', required: true },
      iterator: { type: 'dynamic', optional: true },
      labels: { type: 'dynamic', optional: true },
    },
    block_types: {
      content: { nesting_mode: 'single', min_items: 1, max_items: 1, block: content },
    },
  };
}

function reportRepeated(entries: readonly Entry[], { block, path, report }: Checked): void {
  const seen = new Set<string>();
  for (const [name] of entries) {
    if (seen.has(name) && lookUp(block.attributes, name)) {
      report(path + name, 'is set twice in one block; keep one of the two');
    }
    seen.add(name);
  }
}

function reportMissing(entries: readonly Entry[], { block, path, report }: Checked): void {
  for (const [name, { required, type }] of Object.entries(block.attributes ?? {})) {
    const given = entries.some(([one, value]) => one === name && value !== null);
    if (required && !given) {
      report(path + name, `is required and missing; set it to ${typeName(type)}`);
    }
  }
}

/** How many blocks of each type there are, and may be. */
function reportCounts(entries: readonly Entry[], { block, path, report }: Checked): void {
  const dynamic = entries.flatMap(([name, value]) => (name === 'dynamic' ? [value] : []));
  for (const [name, type] of Object.entries(block.block_types ?? {})) {
    if (type.nesting_mode === 'map') continue;
    const least = type.min_items ?? 0;
    const most = type.max_items ?? (isOne(type) ? 1 : Infinity);
    const written = entries
      .filter(([one]) => one === name)
      .reduce((sum, [, value]) => sum + (bodiesOf(value)?.length ?? 1), 0);
    const made = dynamic.flatMap((value) => generatedCounts(value, name));
    const count = made.reduce<number>((sum, one) => sum + (one ?? 0), written);
    // how many an expression makes is known to Terraform alone
    if (count < least && !made.includes(undefined)) {
      report(path + name, `must stand at least ${times(least)}, got ${blocks(count)}`);
    }
    if (count > most) report(path + name, `may stand at most ${times(most)}, got ${blocks(count)}`);
  }
}

/** How many blocks each `dynamic` of a name makes; undefined where an expression decides. */
function generatedCounts(dynamic: unknown, name: string): (number | undefined)[] {
  const generators = (entriesOf(dynamic) ?? []).filter(([one]) => one === name);
  return generators
    .flatMap(([, value]) => bodiesOf(value) ?? [])
    .map((one) => {
      const each = member(one, 'for_each');
      return typeof each === 'object' && each !== null ? Object.keys(each).length : undefined;
    });
}

function isOne({ nesting_mode: mode }: BlockType): boolean {
  return mode === 'single' || mode === 'group';
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function blocks(count: number): string {
  return count === 1 ? '1 block' : `${count} blocks`;
}

/** What a user may write in a block. */
function settableNames({ attributes = {}, block_types: types = {} }: Block): string[] {
  const settable = Object.entries(attributes).filter(
    ([, { required, optional }]) => required ?? optional,
  );
  return [...settable.map(([name]) => name), ...Object.keys(types)].sort();
}
