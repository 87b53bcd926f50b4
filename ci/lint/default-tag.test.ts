import { lintTexts } from './lint-texts';

const path = 'constructs/aws/a.ts';
const missing =
  "slipway/default-tag: an optional member says '@default <value>' or '@default - <what happens>'";
const empty = "slipway/default-tag: '@default' names a value, or after a dash what happens";
const required =
  "slipway/default-tag: a required member has no '@default'; make it optional or remove the tag";

/** One member below a comment of these lines, in an exported interface. */
function member(text: string, ...comment: readonly string[]): string {
  const lines = ['/**', ...comment.map((line) => ` * ${line}`), ' */', text];
  return ['/** A. */', 'export interface A {', ...lines, '}', ''].join('\n');
}

const good: Record<string, string> = {
  'a literal default': member('readonly b?: number;', 'B.', '', '@default 5'),
  'what happens, after a dash': member('readonly b?: number;', 'B.', '', '@default - no limit'),
  'a quoted word': member('readonly b?: string;', 'B.', '', "@default 'none'"),
  'an optional method': member('b?(): void;', 'B.', '', '@default - nothing is called'),
  'a required member without the tag': member('readonly b: number;', 'B.'),
  'an interface of the file alone': 'interface A {\n  /** B. */\n  readonly b?: number;\n}\n',
};

const bad: Record<string, readonly [source: string, report: string]> = {
  'an option without the tag': [member('readonly b?: number;', 'B.'), missing],
  'an option with another tag': [member('readonly b?: number;', 'B.', '@defaultValue 5'), missing],
  'a default inside a sentence': [member('readonly b?: number;', 'B. Is @default 5'), missing],
  'an optional method without the tag': [member('b?(): void;', 'B.'), missing],
  'an option of a type': [
    '/** A. */\nexport type A = {\n  /** B. */\n  readonly b?: 1;\n};\n',
    missing,
  ],
  'an option of a combined type': [
    '/** A. */\nexport type A = B & {\n  /** B. */\n  readonly b?: 1;\n};\n',
    missing,
  ],
  'an empty tag': [member('readonly b?: number;', 'B.', '', '@default'), empty],
  undefined: [member('readonly b?: number;', 'B.', '', '@default undefined'), empty],
  none: [member('readonly b?: number;', 'B.', '', '@default - none'), empty],
  'the default': [member('readonly b?: number;', 'B.', '', '@default - the default.'), empty],
  'a required member with the tag': [member('readonly b: number;', 'B.', '@default 5'), required],
};

const sources = [...Object.values(good), ...Object.values(bad).map(([source]) => source)];
const reports = lintTexts([
  ...sources.map((source) => ({ path, source })),
  { path: 'constructs/aws/a.test.ts', source: bad.undefined![0] },
]);
const reported = (source: string): string[] =>
  reports[sources.indexOf(source)]!.filter((report) => report.startsWith('slipway/default-tag'));

describe('default-tag', () => {
  it.each(Object.entries(good))('accepts %s', (_, source) => {
    expect(reported(source)).toEqual([]);
  });

  it.each(Object.entries(bad))('fails on %s', (_, [source, report]) => {
    expect(reported(source)).toEqual([report]);
  });

  it('leaves tests alone', () => {
    expect(reports.at(-1)).toEqual([]);
  });
});
