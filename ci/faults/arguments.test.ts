import { parseArguments } from './arguments';

const names = ['kill-writer', 'full-disk'];

it('nothing said means every fault with its own rounds', () => {
  expect(parseArguments([], names)).toEqual({ only: [] });
});

it('rounds and faults can be chosen', () => {
  const given = ['--rounds', '7', '--only', 'full-disk', '--only', 'kill-writer'];

  expect(parseArguments(given, names)).toEqual({ rounds: 7, only: ['full-disk', 'kill-writer'] });
});

it.each([
  [['--rounds', '0'], "'--rounds' must be a whole number from 1 to 1000000, got '0'"],
  [['--rounds'], "'--rounds' must be a whole number from 1 to 1000000, got ''"],
  [['--only', 'all'], "'--only' must be one of kill-writer, full-disk, got 'all'"],
  [['--fast'], "unknown argument '--fast'; use --rounds <number> or --only <fault>"],
])('fails when %j makes no sense', (given, sentence) => {
  expect(parseArguments(given, names)).toBe(sentence);
});
