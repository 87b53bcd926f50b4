import { parseArguments } from './arguments';

describe('the arguments of the benchmark', () => {
  test('have defaults', () => {
    expect(parseArguments([])).toEqual({ seconds: 3, rounds: 9 });
  });

  test('change one number or both', () => {
    expect(parseArguments(['--rounds', '2'])).toEqual({ seconds: 3, rounds: 2 });
    expect(parseArguments(['--seconds', '1', '--rounds', '100'])).toEqual({
      seconds: 1,
      rounds: 100,
    });
  });

  test.each([
    [['--seconds', '0'], `'--seconds' must be a whole number from 1 to 60, got '0'`],
    [['--seconds', '1.5'], `'--seconds' must be a whole number from 1 to 60, got '1.5'`],
    [['--rounds', '101'], `'--rounds' must be a whole number from 1 to 100, got '101'`],
    [['--rounds'], `'--rounds' must be a whole number from 1 to 100, got ''`],
    [['rounds', '1'], `unknown argument 'rounds'; use --seconds <number> or --rounds <number>`],
    [['--quick'], `unknown argument '--quick'; use --seconds <number> or --rounds <number>`],
  ])('fail with a sentence when they are %j', (given, sentence) => {
    expect(parseArguments(given)).toBe(sentence);
  });
});
