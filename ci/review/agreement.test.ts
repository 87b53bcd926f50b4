import { reviewStack } from '../../constructs/review/review';
import { agreementOf, isEqual, printAgreement } from './agreement';
import { synthesizedDocuments } from './documents';
import { renderedSystems } from './rendered';

const documents = synthesizedDocuments();
const reviewed = renderedSystems.map((rendered) => {
  const document = documents.get(rendered.stack) as unknown as Record<string, unknown>;
  const graph = reviewStack(document);
  return { stack: rendered.stack, rendered, graph, comparison: agreementOf(rendered, graph) };
});

describe.each(reviewed)('$stack', ({ stack, rendered, graph, comparison }) => {
  it('lets exactly those reach each other that services/system.ts names, and nothing is broken or unknown', () => {
    expect(printAgreement(stack, graph, comparison)).toMatch(
      new RegExp(`^${stack}: what is reachable equals services/system.ts, \\d+ ways`),
    );
    expect(isEqual(comparison, graph)).toBe(true);
  });

  it('differs as soon as one way comes or goes', () => {
    const [first, ...rest] = graph.edges;
    const fewer = { ...graph, edges: rest };
    const more = { ...graph, edges: [...graph.edges, { ...first!, from: 'somebody' }] };

    expect(printAgreement(stack, fewer, agreementOf(rendered, fewer))).toContain('  missing  ');
    expect(printAgreement(stack, more, agreementOf(rendered, more))).toContain(
      '  extra    somebody',
    );
  });

  it('differs when something is broken or not known', () => {
    const broken = {
      ...graph,
      broken: [{ from: 'a', to: 'b', port: 1, announced: { text: 'x' }, reason: 'closed' }],
    };
    const dark = { ...graph, unknowns: [{ address: 'a.b', reason: 'is not read' }] };

    expect(printAgreement(stack, broken, comparison)).toContain('  broken   a -> b: closed');
    expect(printAgreement(stack, dark, comparison)).toContain('  unknown  a.b is not read');
  });
});
