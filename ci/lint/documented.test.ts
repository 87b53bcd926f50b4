import { lintTexts } from './lint-texts';

const undocumented: Record<string, string> = {
  'an interface': 'export interface A {}',
  'a member': '/** A. */\nexport interface A {\n  readonly b: number;\n}',
  'a method of an interface': '/** A. */\nexport interface A {\n  b(): void;\n}',
  'a type': 'export type A = string;',
  'a member of a type': '/** A. */\nexport type A = {\n  readonly b: number;\n};',
  'a member of a combined type': '/** A. */\nexport type A = B & {\n  readonly b: number;\n};',
  'a class': 'export class A {}',
  'an abstract class': 'export abstract class A {}',
  'a public method': '/** A. */\nexport class A {\n  public b(): void {}\n}',
  'a method without modifier': '/** A. */\nexport class A {\n  b(): void {}\n}',
  'a static method': '/** A. */\nexport class A {\n  public static b(): void {}\n}',
  'a getter': '/** A. */\nexport class A {\n  public get b(): number {\n    return 1;\n  }\n}',
  'an abstract method': '/** A. */\nexport abstract class A {\n  public abstract b(): void;\n}',
  'an overload': '/** A. */\nexport class A {\n  b(c: 1): void;\n  b(c: number): void {}\n}',
  'a public field': '/** A. */\nexport class A {\n  public readonly b = 1;\n}',
  'a public parameter': '/** A. */\nexport class A {\n  constructor(public readonly b: 1) {}\n}',
  'a function': 'export function a(): void {}',
  'an overload of a function': 'export function a(b: 1): void;\n/** A. */\nexport function a() {}',
  'a constant': 'export const a = 1;',
};

const complete: Record<string, string> = {
  'a documented interface':
    '/** A. */\nexport interface A {\n  /** B. */\n  readonly b: number;\n}',
  'a documented class':
    '/** A. */\nexport class A {\n  /** B. */\n  public readonly b = 1;\n  constructor(/** C. */ public readonly c: 1) {}\n  /** D. */\n  public d(): void {}\n}',
  'what is private':
    '/** A. */\nexport class A {\n  private readonly b = 1;\n  constructor(private readonly c: 1) {}\n  private d(): void {}\n  protected e(): void {}\n}',
  'the body of an overload':
    '/** A. */\nexport class A {\n  /** B. */\n  b(c: 1): void;\n  b(c: number): void {}\n}',
  'the body of an overloaded function':
    '/** A. */\nexport function a(b: 1): void;\nexport function a(b: number): void {}',
  'a documented function': '/** A. */\nexport function a(): void {}',
  'a documented constant': '/** A. */\nexport const a = 1;',
  'what a file keeps to itself':
    'interface A {\n  readonly b: number;\n}\nfunction c(): void {}\nclass D {\n  e(): void {}\n}',
};

const rule = 'jsdoc/require-jsdoc: Missing JSDoc comment.';
const sources = [...Object.values(undocumented), ...Object.values(complete)];
const reports = lintTexts([
  ...sources.map((source) => ({ path: 'constructs/aws/a.ts', source: `${source}\n` })),
  { path: 'constructs/aws/a.test.ts', source: 'export const a = 1;\n' },
  { path: 'stacks/a.ts', source: 'export const a = 1;\n' },
]);
const reported = (source: string): string[] =>
  reports[sources.indexOf(source)]!.filter((report) => report.startsWith('jsdoc/'));

describe('documented', () => {
  it.each(Object.entries(undocumented))('fails when %s has no doc comment', (_, source) => {
    expect(reported(source)).toEqual([rule]);
  });

  it.each(Object.entries(complete))('accepts %s', (_, source) => {
    expect(reported(source)).toEqual([]);
  });

  it('leaves tests and stacks alone', () => {
    expect(reports.slice(-2)).toEqual([[], []]);
  });
});
