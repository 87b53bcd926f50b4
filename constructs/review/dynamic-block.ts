import { piecesOf, referenceOf } from './expression';
import { isObject, listOf, objectOf, type Value } from './model';

type Block = Readonly<Record<string, unknown>>;

/** What a dynamic block repeats for. */
interface Turn {
  readonly key: unknown;
  readonly value: unknown;
}

/**
 * A block with its `dynamic` blocks written out, at every depth. Where the document does not tell for what one is
 * repeated, its whole argument cannot be told either.
 */
export function withDynamicBlocks(block: Block, resolve: (raw: unknown) => Value): Block {
  if (!holdsDynamic(block)) return block;
  const written: Record<string, unknown> = Object.fromEntries(
    Object.entries(block).map(([name, value]) => [name, inside(value, resolve)]),
  );
  for (const [label, generator] of generatorsIn(block.dynamic)) {
    const made = blocksOf(label, generator, resolve);
    const before = listOf(written[label]);
    written[label] = made && isWrittenOut(before) ? [...before, ...made] : `\${dynamic.${label}}`;
  }
  return written;
}

/** Whether there is one at any depth, found without a call for each level. */
function holdsDynamic(block: Block): boolean {
  const open: unknown[] = [block];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isObject(next) && generatorsIn(next.dynamic).length > 0) return true;
    open.push(...(Object.values(next) as unknown[]));
  }
  return false;
}

function inside(value: unknown, resolve: (raw: unknown) => Value): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => inside(one, resolve));
  return isObject(value) ? withDynamicBlocks(value, resolve) : value;
}

/** One or several of each label, in objects or lists of them: JSON knows both. */
function generatorsIn(dynamic: unknown): [label: string, generator: Block][] {
  return listOf(dynamic)
    .flatMap((labels) => Object.entries(objectOf(labels)))
    .flatMap(([label, generators]) =>
      listOf(generators)
        .filter(isObject)
        .filter(({ content }) => content !== undefined)
        .map((generator): [string, Block] => [label, generator]),
    );
}

/** The blocks that one generator makes; undefined where that cannot be told. */
function blocksOf(
  label: string,
  { for_each: forEach, iterator, content }: Block,
  resolve: (raw: unknown) => Value,
): unknown[] | undefined {
  const turns = turnsOf(resolve(forEach));
  const name = typeof iterator === 'string' ? iterator : label;
  const blocks = listOf(content).map((one) => withDynamicBlocks(objectOf(one), resolve));
  return turns?.flatMap((turn) => blocks.map((block) => inTurn(block, name, turn)));
}

function turnsOf(value: Value): Turn[] | undefined {
  if (value.kind !== 'known') return undefined;
  if (Array.isArray(value.value)) {
    return value.value.map((one: unknown, at) => ({ key: at, value: one }));
  }
  if (!isObject(value.value)) return undefined;
  return Object.entries(value.value).map(([key, one]) => ({ key, value: one }));
}

/** A block with what it reads of the iterator put in, as far as it reads it alone. */
function inTurn(raw: unknown, iterator: string, turn: Turn): unknown {
  if (Array.isArray(raw)) return raw.map((one: unknown) => inTurn(one, iterator, turn));
  if (isObject(raw)) {
    return Object.fromEntries(
      Object.entries(raw).map(([name, one]) => [name, inTurn(one, iterator, turn)]),
    );
  }
  if (typeof raw !== 'string' || !raw.includes('${')) return raw;
  const [piece, ...rest] = piecesOf(raw);
  if (!piece || !('expression' in piece) || rest.length > 0) return raw;
  const reference = referenceOf(piece.expression);
  const read = reference && /^(\w+)\.(key|value)$/.exec(reference.address);
  if (!reference || read?.[1] !== iterator) return raw;
  const whole = read[2] === 'key' ? turn.key : turn.value;
  return partOf(whole, reference.attribute) ?? raw;
}

function partOf(whole: unknown, attribute: string): unknown {
  return attribute === ''
    ? whole
    : attribute
        .split('.')
        .reduce<unknown>(
          (value, name) => (Array.isArray(value) ? value[Number(name)] : objectOf(value)[name]),
          whole,
        );
}

function isWrittenOut(blocks: readonly unknown[]): boolean {
  return blocks.every(isObject);
}
