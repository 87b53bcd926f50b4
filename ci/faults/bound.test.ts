import { lowerBound, upperBound } from './bound';

it('a bound is where the binomial distribution leaves less than its share', () => {
  // 2 of 2 has 1 in 4: that is no rarer than 1 in 5, and rarer than 1 in 3
  expect(upperBound(2, 0.5, 5)).toBe(2);
  expect(upperBound(2, 0.5, 3)).toBe(1);
  expect(lowerBound(2, 0.5, 5)).toBe(0);
  expect(lowerBound(2, 0.5, 3)).toBe(1);
});

it('bounds of 5,000 tries lie about five deviations from the mean', () => {
  expect(upperBound(5000, 0.1)).toBeGreaterThan(590);
  expect(upperBound(5000, 0.1)).toBeLessThan(610);
  expect(lowerBound(5000, 0.1)).toBeGreaterThan(395);
  expect(lowerBound(5000, 0.1)).toBeLessThan(410);
  expect(upperBound(5000, 0.01)).toBeGreaterThan(80);
  expect(upperBound(5000, 0.01)).toBeLessThan(100);
});
