import { optionsFrom } from './options';

describe('the flags of a run', () => {
  it('deploy all stacks and keep nothing by default', () => {
    expect(optionsFrom([])).toEqual({ keep: false, story: 'stacks' });
  });

  it('keep the folder with --keep', () => {
    expect(optionsFrom(['--keep'])).toEqual({ keep: true, story: 'stacks' });
  });

  it.each(['matrix', 'sandbox', 'faults'])('run another story with --%s', (story) => {
    expect(optionsFrom([`--${story}`])).toEqual({ keep: false, story });
  });

  it('are refused where unknown, with those that are allowed', () => {
    expect(optionsFrom(['--keep', '--matrx', 'prod'])).toBe(
      `unknown: --matrx prod; the flags are
  --keep     keeps the folder of the run, with the synthesized stacks and the states
  --matrix   deploys variants of a small environment instead of the stacks
  --sandbox  brings the trial of one service up and down instead of the stacks
  --faults   breaks deployments on purpose and goes on, instead of the stacks
  --calls    writes down which calls a plan and a deployment make, instead of the stacks`,
    );
  });

  it('are refused where they are two runs', () => {
    expect(optionsFrom(['--matrix', '--sandbox'])).toBe(
      '--matrix and --sandbox are runs of their own; give one of them',
    );
  });
});
