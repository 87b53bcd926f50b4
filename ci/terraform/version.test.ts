import { atLeast } from './version';

describe('a version', () => {
  it.each([
    ['6.26.0', '6.25.0', true],
    ['6.25.0', '6.25.0', true],
    ['6.100.0', '6.26.1', true],
    ['7.0.0', '6.26.0', true],
    ['6.24.9', '6.25.0', false],
    ['6.26.0', '6.26.1', false],
    ['5.100.0', '6.25.0', false],
  ])('%s is at least %s: %s', (version, least, is) => {
    expect(atLeast(version, least)).toBe(is);
  });
});
