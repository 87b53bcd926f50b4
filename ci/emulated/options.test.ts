import { optionsFrom } from './options';

describe('the flags of a run', () => {
  it('are off by default', () => {
    expect(optionsFrom([])).toEqual({ keep: false, matrix: false });
  });

  it.each(['keep', 'matrix'])('turn on --%s', (name) => {
    expect(optionsFrom([`--${name}`])).toMatchObject({ [name]: true });
  });

  it('are refused where unknown, with those that are allowed', () => {
    expect(optionsFrom(['--keep', '--matrx', 'prod'])).toBe(
      `unknown: --matrx prod; the flags are
  --keep    keeps the folder of the run, with the synthesized stacks and the states
  --matrix  deploys variants of a small environment instead of the stacks`,
    );
  });
});
