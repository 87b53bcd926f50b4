/** Where a problem was found: a construct, or the name of a declaration that is not a construct. */
export type ProblemScope = string | { readonly node: { readonly path: string } };

/**
 * The one error that a user of the library meets: everything that is wrong with one declaration or one construct,
 * so that a second run does not reveal the next mistake.
 */
export class ValidationError extends Error {
  /** Each problem as one sentence: which prop, what was received, what is allowed, what to do. */
  public readonly problems: readonly string[];

  constructor(scope: ProblemScope, problems: readonly string[]) {
    const place = typeof scope === 'string' ? scope : scope.node.path;
    super([`${place} is not valid:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ValidationError';
    this.problems = problems;
  }
}

/** Something that cannot happen unless Slipway itself is wrong. */
export class InternalError extends Error {
  constructor(message: string) {
    super(`${message}; this is a bug in Slipway, please report it`);
    this.name = 'InternalError';
  }
}

/** One rule of a construct's rules table. */
export interface Rule<Subject> {
  /** Tells whether the subject breaks the rule. */
  readonly broken: (subject: Subject) => boolean;

  /** The sentence for a subject that does: prop, received value, what is allowed, remedy. */
  readonly message: (subject: Subject) => string;
}

/** The sentences of all rules that the subject breaks, in the order of the table. */
export function problemsOf<Subject>(subject: Subject, rules: readonly Rule<Subject>[]): string[] {
  return rules.filter((rule) => rule.broken(subject)).map((rule) => rule.message(subject));
}

/**
 * Throws one ValidationError with every problem, or does nothing where there is none.
 *
 * @throws ValidationError
 */
export function throwProblems(scope: ProblemScope, problems: readonly string[]): void {
  if (problems.length > 0) throw new ValidationError(scope, problems);
}

/** Prints a received value in an error: strings quoted, so that blanks and the empty string can be seen. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  // as JSON, NaN and the infinities would be null
  if (typeof value === 'number') return String(value);
  const json = JSON.stringify(value) as string | undefined;
  return json ?? String(value);
}
