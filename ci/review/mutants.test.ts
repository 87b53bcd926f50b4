import { synthesizedDocuments } from './documents';
import { changesBy } from './mutants/answer';
import { mutantsByStack } from './mutants/stacks';

const documents = synthesizedDocuments();

describe.each(mutantsByStack)('a mistake in $stack', ({ stack, prefix, mutants }) => {
  const document = documents.get(stack)!;

  it.each(mutants)('is seen: $name', (mutant) => {
    expect(changesBy(mutant, document, prefix)).toEqual([...mutant.changes].sort());
  });

  it('has a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });
});
