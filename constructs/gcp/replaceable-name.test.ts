import { replaceableName } from './replaceable-name';

describe('replaceableName', () => {
  it('is another one as soon as something changes that only a replacement can change', () => {
    const names = ['europe-west1', 'us-central1'].map((region) => replaceableName('a', { region }));

    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^a-[0-9a-f]{8}$/);
  });

  it('is the same in whatever order that is told', () => {
    expect(replaceableName('a', { x: 1, y: 2 })).toBe(replaceableName('a', { y: 2, x: 1 }));
  });
});
