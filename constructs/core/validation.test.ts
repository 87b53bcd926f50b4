import { InternalError, problemsOf, shown, throwProblems, ValidationError } from './validation';

describe('ValidationError', () => {
  it('prints the place once and then every problem', () => {
    const error = new ValidationError('prod/Api', ['first', 'second']);

    expect(error.message).toBe('prod/Api is not valid:\n  - first\n  - second');
    expect(error.problems).toEqual(['first', 'second']);
    expect(error.name).toBe('ValidationError');
  });

  it('is thrown with all problems of a subject, and not at all without one', () => {
    const rules = [
      { broken: (n: number) => n > 1, message: (n: number) => `${n} is over 1` },
      { broken: (n: number) => n > 2, message: (n: number) => `${n} is over 2` },
    ];

    expect(() => throwProblems('it', problemsOf(3, rules))).toThrow(
      /3 is over 1\n {2}- 3 is over 2/,
    );
    expect(() => throwProblems('it', problemsOf(1, rules))).not.toThrow();
  });
});

describe('InternalError', () => {
  it('says that the fault is ours', () => {
    expect(new InternalError('no zone').message).toContain('bug in Slipway');
  });
});

describe('shown', () => {
  it('quotes strings, so that the empty one can be seen', () => {
    expect(shown('')).toBe("''");
    expect(shown([1])).toBe('[1]');
    expect(shown(undefined)).toBe('undefined');
    expect(shown(NaN)).toBe('NaN');
  });
});
