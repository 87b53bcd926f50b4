import { type LintCase, lintTexts } from './lint-texts';

const lines = (count: number): string => 'foo();\n'.repeat(count);
const longFunction = (count: number): string => `function a() {\n${lines(count - 2)}}\na();\n`;
const plainError =
  'no-restricted-syntax: throw a ValidationError for what a user can fix, an InternalError for our own bug';
const inPlace = 'no-restricted-syntax: export a name where it is declared, by name';
const writable = '/** A. */\nexport interface A {\n  /** B. */\n  b: number;\n}\n';
const floating = '/** A. */\nexport function a(): void {\n  Promise.resolve(1);\n}\n';
const handled =
  '/** A. */\nexport function a(): Promise<number> {\n  return Promise.resolve(1);\n}\n';

const good: Record<string, LintCase> = {
  'an error of the library': {
    path: 'constructs/aws/a.ts',
    source: "throw new ValidationError('a', []);\n",
  },
  'a plain error in a test': { path: 'stacks/a.test.ts', source: "throw new Error('a');\n" },
  'a plain error in ci': { path: 'ci/a.ts', source: "throw new Error('a');\n" },
  'a plain error in the view that tests read': {
    path: 'constructs/core/synth.ts',
    source: "throw new Error('a');\n",
  },
  'readonly members': {
    path: 'constructs/aws/a.ts',
    source: writable.replace('b:', 'readonly b:'),
  },
  'a file of 300 lines': { path: 'stacks/a.ts', source: lines(300) },
  'a test of 400 lines': { path: 'stacks/a.test.ts', source: lines(400) },
  'a function of 40 lines': { path: 'stacks/a.ts', source: longFunction(40) },
  'a longer function in a test': { path: 'stacks/a.test.ts', source: longFunction(41) },
  'a promise that is returned': {
    path: 'constructs/core/naming.ts',
    source: handled,
    typed: true,
  },
  'a page of a service': { path: 'services/adminapp/pages/_app.tsx', source: 'export {};\n' },
  'a key that is left out': {
    path: 'constructs/core/naming.ts',
    source: 'const { a: _, ...rest } = { a: 1, b: 2 };\nconsole.log(rest);\n',
    typed: true,
  },
  'a global of CommonJS': { path: 'a.js', source: 'module.exports = process.argv;\n' },
};

const bad: Record<string, readonly [LintCase, RegExp]> = {
  'a plain error in the library': [
    { path: 'constructs/aws/a.ts', source: "throw new Error('a');\n" },
    new RegExp(`^${plainError}$`),
  ],
  'a plain error in a stack': [
    { path: 'stacks/a.ts', source: "throw new TypeError('a');\n" },
    new RegExp(`^${plainError}$`),
  ],
  'a plain error without new': [
    { path: 'constructs/review/a.ts', source: "throw Error('a');\n" },
    new RegExp(`^${plainError}$`),
  ],
  'a member that can be written': [
    { path: 'constructs/aws/a.ts', source: writable },
    /^no-restricted-syntax: members of an exported interface are readonly$/,
  ],
  'an export apart from its declaration': [
    { path: 'constructs/aws/a.ts', source: 'const a = 1;\nexport { a };\n' },
    new RegExp(`^${inPlace}$`),
  ],
  'an export without a name': [
    { path: 'constructs/aws/a.ts', source: 'export default 1;\n' },
    new RegExp(`^${inPlace}$`),
  ],
  'untyped mistakes in a service': [
    { path: 'services/adminapp/a.tsx', source: 'export const a = (b: any) => <p>{b}</p>;\n' },
    /^@typescript-eslint\/no-explicit-any: /,
  ],
  'a file of 301 lines': [
    { path: 'stacks/a.ts', source: lines(301) },
    /^max-lines: .*\(301\).*300/,
  ],
  'a test of 401 lines': [
    { path: 'stacks/a.test.ts', source: lines(401) },
    /^max-lines: .*\(401\).*400/,
  ],
  'a function of 41 lines': [
    { path: 'stacks/a.ts', source: longFunction(41) },
    /^max-lines-per-function: .*\(41\).*40/,
  ],
  'a directive that disables nothing': [
    { path: 'stacks/a.ts', source: '// eslint-disable-next-line no-eval\nfoo();\n' },
    /^lint: Unused eslint-disable directive/,
  ],
  'a promise that nobody awaits': [
    { path: 'constructs/core/naming.ts', source: floating, typed: true },
    /^@typescript-eslint\/no-floating-promises: /,
  ],
  'a name that does not exist, in JavaScript': [
    { path: 'ci/a.mjs', source: 'foo();\n' },
    /^no-undef: 'foo' is not defined/,
  ],
};

const cases = [...Object.values(good), ...Object.values(bad).map(([lintCase]) => lintCase)];
const reports = lintTexts([...cases, { path: 'services/goapp/a.ts', source: 'eval("1");\n' }]);
const reported = (lintCase: LintCase): string[] => reports[cases.indexOf(lintCase)]!;

describe('eslint.config', () => {
  it.each(Object.entries(good))('accepts %s', (_, lintCase) => {
    expect(reported(lintCase)).toEqual([]);
  });

  it.each(Object.entries(bad))('fails on %s', (_, [lintCase, report]) => {
    expect(reported(lintCase)).toEqual([expect.stringMatching(report)]);
  });

  it('leaves services to their own tools', () => {
    expect(reports.at(-1)).toEqual([expect.stringMatching(/^lint: File ignored/)]);
  });
});
