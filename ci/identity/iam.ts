/** A statement of a policy, as IAM reads it. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Condition;
}

/** Operator to key to values. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** What a request says about itself: key to values. A key that is missing is not there at all. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** A request as IAM judges it. */
export interface Request {
  readonly action: string;

  /**
   * ARN of what it is about.
   *
   * @default - nothing in particular, which only `*` matches
   */
  readonly resource?: string;

  /**
   * Keys of the request.
   *
   * @default - none
   */
  readonly context?: RequestContext;
}

/** Whether a policy allows a request: some statement does, and none refuses it. */
export function allows(statements: readonly Statement[], request: Request): boolean {
  const matching = statements.filter((statement) => applies(statement, request));
  return (
    matching.some(({ Effect }) => Effect === 'Allow') &&
    matching.every(({ Effect }) => Effect === 'Allow')
  );
}

/** Whether all conditions hold. An operator that is not known here is an error, never a pass. */
export function holds(condition: Condition, context: RequestContext): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      compare(operator, list(values), context[key] ?? context[key.toLowerCase()]),
    ),
  );
}

/** Whether a pattern of IAM matches all of a text: `*` is any text, `?` any one character. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function applies({ Action, Resource = '*', Condition }: Statement, request: Request): boolean {
  const { action, resource = '', context = {} } = request;
  // names of actions are not case-sensitive
  const named = list(Action).some((one) => matches(one.toLowerCase(), action.toLowerCase()));
  return (
    named && list(Resource).some((one) => matches(one, resource)) && holds(Condition ?? {}, context)
  );
}

/**
 * One line of a condition. `ForAllValues` holds where the key is missing and `IfExists` too: that is how IAM does it, and why
 * neither may stand in a trust.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function compare(
  operator: string,
  allowed: readonly string[],
  given: readonly string[] | undefined,
): boolean {
  const [, set = '', base = '', optional] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const test = operators[base];
  if (!test) throw new RangeError(`the operator ${operator} is not known here`);
  if (given === undefined) return set === 'ForAllValues' || optional !== undefined;
  const fits = (value: string) => allowed.some((one) => test(one, value));
  return set === 'ForAllValues' ? given.every(fits) : given.some(fits);
}

const operators: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringEqualsIgnoreCase: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  StringLike: matches,
};

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
