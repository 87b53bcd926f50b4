import { reviewStack } from '../../constructs/review/review';
import { synthesizedDocuments } from '../review/documents';
import { countBlocks, enlarged, type LargeDocument } from './enlarged';

const document = synthesizedDocuments().get('ecs-prod') as unknown as LargeDocument;

describe('enlarged', () => {
  it('has the wanted size and more of the same ways, and nothing is broken or unknown', () => {
    const large = enlarged(document, 2200);
    const { edges, broken, unknowns } = reviewStack({ ...large });

    expect(countBlocks(large.resource)).toBeGreaterThanOrEqual(2200);
    expect(
      edges.filter(({ from, to }) => from === 'prod-adminapp7' && to === 'prod-goapp7'),
    ).toHaveLength(1);
    expect(edges.filter(({ from }) => from.startsWith('prod-adminapp')).length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
    expect(unknowns).toEqual([]);
  });

  it('is the document itself where that is large enough', () => {
    expect(enlarged(document, 1)).toEqual(document);
  });
});
