import { compareFacts, type Row, unexplainedParts } from './comparison';
import { declaredOnPlatforms } from './declared';
import { parityDocuments } from './documents';
import { platforms } from './facts';
import { parityMutants } from './mutants.fixture';
import { renderedFacts } from './rendered';

const documents = parityDocuments();
const declared = declaredOnPlatforms();

/** What nothing explains, by the platform that says it. */
function foundIn(rows: readonly Row[]): Record<string, string[]> {
  return Object.fromEntries(
    platforms.flatMap((platform) => {
      const lines = rows.flatMap(({ service, fact, cells }) =>
        unexplainedParts(cells[platform]).map(({ text }) => `${service}, ${fact}: ${text}`),
      );
      return lines.length > 0 ? [[platform, lines.sort()]] : [];
    }),
  );
}

describe('a mistake', () => {
  it.each(parityMutants)('on $platform is found: $name', ({ platform, change, found }) => {
    const changed = structuredClone(documents);
    change(changed);

    const rows = compareFacts(declared, renderedFacts(changed));

    expect(foundIn(rows)).toEqual({ [platform]: [...found].sort() });
  });

  it('is made on every platform', () => {
    const names = parityMutants.map(({ platform, name }) => `${platform} ${name}`);

    expect(new Set(parityMutants.map(({ platform }) => platform))).toEqual(new Set(platforms));
    expect(new Set(names).size).toBe(names.length);
  });
});
