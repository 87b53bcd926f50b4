import { readCall } from './arguments';

const usage = {
  call: 'npm run stack:deploy -- <stack> [--key <file>] [--skip-synth]',
  options: { key: 'value', 'skip-synth': 'flag' },
  names: 1,
} as const;

describe('the command line of a program of the pipeline', () => {
  it('is read as names, flags and values', () => {
    expect(readCall(['ecs-prod', '--skip-synth', '--key', 'a.pem'], usage)).toEqual({
      names: ['ecs-prod'],
      flags: { 'skip-synth': true },
      values: { key: 'a.pem' },
    });
  });

  it.each([
    [['--fast', 'ecs-prod'], "Unknown option '--fast'"],
    [['ecs-prod', '--key'], "Option '--key <value>' argument missing"],
    [[], 'one stack must be named'],
    [['ecs-prod', 'gcp-run'], 'one stack must be named'],
  ])('fails when it is %j, and says how it is called', (args, problem) => {
    expect(() => readCall(args, usage)).toThrow(`${problem}; it is called as: ${usage.call}`);
  });
});
