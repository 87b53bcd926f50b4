import type { Unknown } from './graph';
import { listOf, type Model, objectOf } from './model';
import { readBy } from './start-order';

/** Words that start an expression and name no resource. */
const ownWords = /^(?:var|local|module|each|count|path|terraform|self|ephemeral)\./;

/** What the document points to and does not hold, and what it holds and review does not read. */
export function looseEnds(model: Model, document: Readonly<Record<string, unknown>>): Unknown[] {
  return [...brokenReferences(model), ...modules(document)];
}

function brokenReferences(model: Model): Unknown[] {
  return [...model.resources.values()].flatMap(({ address, block }) => {
    const named = listOf(block.depends_on).filter((entry) => typeof entry === 'string');
    const missing = [...readBy(block), ...named]
      // a name with a provider's prefix; anything else is the variable of a loop
      .filter((target) => /^(?:data\.)?[a-z0-9]+_[a-z0-9_]+\./.test(target))
      .filter((target) => !ownWords.test(target) && !model.resources.has(target));
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
