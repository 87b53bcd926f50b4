import { didYouMean, nearestName } from './nearest-name';

describe('the nearest name', () => {
  const known = ['SLIPWAY_DOMAIN', 'SLIPWAY_ZONE', 'image_tag'];

  it.each([
    ['SLIPWAY_DOMAINS', 'SLIPWAY_DOMAIN'],
    ['SLIPWAY_ZNOE', 'SLIPWAY_ZONE'],
    ['imageTag', 'image_tag'],
  ])('of %s is %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
    expect(didYouMean(name, known)).toBe(`; did you mean '${nearest}'?`);
  });

  it('is nobody where nothing is near', () => {
    expect(nearestName('runtimePlatform', known)).toBeUndefined();
    expect(didYouMean('runtimePlatform', known)).toBe('');
  });
});
