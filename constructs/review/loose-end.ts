import { readBy } from './expression';
import type { Unknown } from './graph';
import { listOf, type Model, objectOf } from './model';

/** What the document points to and does not hold, and what it holds and review does not read. */
export function looseEnds(model: Model, document: Readonly<Record<string, unknown>>): Unknown[] {
  return [...brokenReferences(model), ...modules(document)];
}

function brokenReferences(model: Model): Unknown[] {
  const providers = new Set([...model.resources.values()].map(({ type }) => providerOf(type)));
  return [...model.resources.values()].flatMap(({ address, block }) => {
    const named = listOf(block.depends_on).filter((entry) => typeof entry === 'string');
    const missing = [...readBy(block), ...named]
      // a name with a provider's prefix; anything else is the variable of a loop, such as `load_balancer.value`
      .filter((target) => target.startsWith('data.') || providers.has(providerOf(target) ?? ''))
      .filter((target) => !model.resources.has(target));
    return [...new Set(missing)].map((target) => ({
      address,
      reason: `refers to ${target}, which the stack does not hold; a plan would fail`,
    }));
  });
}

function modules(document: Readonly<Record<string, unknown>>): Unknown[] {
  return listOf(document.module).flatMap((section) =>
    Object.keys(objectOf(section)).map((name) => ({
      address: `module.${name}`,
      reason: 'holds resources that are not read, which may change every answer',
    })),
  );
}

/** `aws` of `aws_vpc`: the first word of a kind of resource. */
function providerOf(type: string): string | undefined {
  return /^([a-z0-9]+)_/.exec(type)?.[1];
}
