import { tokens } from './tokens';

/** The value of one data point of each metric, by its id; undefined is missing. */
export type Values = Readonly<Record<string, number | undefined>>;

/** An expression of metric math, ready to be asked for one data point after the other. */
export type Expression = (values: Values) => number | undefined;

type Binary = (left: number, right: number) => number;

/** Operators from the loosest to the tightest. */
const levels: readonly Readonly<Record<string, Binary>>[] = [
  { OR: (l, r) => Number(l !== 0 || r !== 0), '||': (l, r) => Number(l !== 0 || r !== 0) },
  { AND: (l, r) => Number(l !== 0 && r !== 0), '&&': (l, r) => Number(l !== 0 && r !== 0) },
  {
    '==': (l, r) => Number(l === r),
    '!=': (l, r) => Number(l !== r),
    '>=': (l, r) => Number(l >= r),
    '<=': (l, r) => Number(l <= r),
    '>': (l, r) => Number(l > r),
    '<': (l, r) => Number(l < r),
  },
  { '+': (l, r) => l + r, '-': (l, r) => l - r },
  { '*': (l, r) => l * r, '/': (l, r) => l / r },
];

const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

/**
 * Reads the part of metric math that alarms need: arithmetic, comparison, AND, OR, IF, FILL with a number, and MAX, MIN,
 * SUM and AVG over a list. Each works on one data point at a time; what would look along the time is refused.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  const expression = reader.expression();
  reader.end();
  return expression;
}

class Reader {
  private readonly rest: string[];

  constructor(private readonly text: string) {
    this.rest = tokens(text, /\s*(\d+(?:\.\d+)?(?:e-?\d+)?|\w+|&&|\|\||[=!<>]=|[-+*/()<>,[\]])/gy);
  }

  public expression(level = 0): Expression {
    const operators = levels[level];
    if (!operators) return this.unary();
    let left = this.expression(level + 1);
    for (let found = operators[this.rest[0] ?? '']; found; found = operators[this.rest[0] ?? '']) {
      this.rest.shift();
      left = both(found, left, this.expression(level + 1));
    }
    return left;
  }

  public end(): void {
    if (this.rest.length > 0) this.fail(`'${this.rest.join(' ')}' at the end`);
  }

  private unary(): Expression {
    if (this.take('-')) {
      const operand = this.unary();
      return (values) => negative(operand(values));
    }
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    const word = this.rest.shift() ?? this.fail('an end too early');
    if (/^\d/.test(word)) return () => Number(word);
    return this.take('(') ? this.call(word) : (values) => this.valueOf(word, values);
  }

  private call(name: string): Expression {
    const calculate = aggregates[name];
    if (calculate) return this.aggregate(calculate);
    const found = this.list(')');
    const [first, second, third, ...more] = found;
    if (name === 'FILL' && first && second && !third) {
      return (values) => first(values) ?? second(values);
    }
    if (name === 'IF' && first && second && more.length === 0) {
      return (values) => chosen(first(values), second, third, values);
    }
    return this.fail(`${name} with ${found.length} arguments`);
  }

  private aggregate(calculate: (values: readonly number[]) => number): Expression {
    this.expect('[');
    const members = this.list(']');
    this.expect(')');
    return (values) => {
      const present = members.map((one) => one(values)).filter((one) => one !== undefined);
      return present.length === 0 ? undefined : calculate(present);
    };
  }

  private list(end: string): Expression[] {
    const all = [this.expression()];
    while (this.take(',')) all.push(this.expression());
    this.expect(end);
    return all;
  }

  private valueOf(id: string, values: Values): number | undefined {
    return id in values ? values[id] : this.fail(`no metric '${id}'`);
  }

  private take(token: string): boolean {
    if (this.rest[0] !== token) return false;
    this.rest.shift();
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) this.fail(`no '${token}' before '${this.rest.join(' ')}'`);
  }

  private fail(problem: string): never {
    throw new Error(`metric math has ${problem}: ${this.text}`);
  }
}

/** A division by nothing gives no data point. */
function both(operator: Binary, left: Expression, right: Expression): Expression {
  return (values) => {
    const [one, other] = [left(values), right(values)];
    if (one === undefined || other === undefined) return undefined;
    const result = operator(one, other);
    return Number.isFinite(result) ? result : undefined;
  };
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function chosen(
  condition: number | undefined,
  then: Expression,
  otherwise: Expression | undefined,
  values: Values,
): number | undefined {
  if (condition === undefined) return undefined;
  return condition !== 0 ? then(values) : otherwise?.(values);
}
