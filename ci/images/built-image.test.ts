import { finalBase } from './built-image';

describe('the base of an image', () => {
  it.each<[string, string, string]>([
    ['the only one', 'FROM base:1\n', 'base:1'],
    ['that of the last stage', 'FROM build:1 AS build\nFROM base:1\n', 'base:1'],
    ['behind a platform', 'FROM --platform=linux/amd64 base:1 AS last\n', 'base:1'],
    ['through stages', 'FROM base:1 AS one\nFROM one AS two\nFROM two\n', 'base:1'],
  ])('is %s', (_, dockerfile, base) => {
    expect(finalBase(dockerfile)).toBe(base);
  });
});
