import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { ValidationError } from '../../constructs/core/validation';
import { readWaivers } from '../../constructs/review';
import { schemaFile, waiverSchema } from './waiver-schema';
import { waiversFile } from './waivers';

const published = join(repositoryRoot(), schemaFile);
const folder = mkdtempSync(join(tmpdir(), 'slipway-waivers-'));
afterAll(() => rmSync(folder, { recursive: true }));

// UPDATE_DOCS=1 npx jest ci/review/waiver-schema writes it anew
if (process.env.UPDATE_DOCS === '1') {
  writeFileSync(published, `${JSON.stringify(waiverSchema(), undefined, 2)}\n`);
}
const schema = JSON.parse(readFileSync(published, 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: true });
addFormats(ajv);
const accepts = ajv.compile(schema);

/** Whether the command takes a file. */
function isRead(content: unknown): boolean {
  const path = join(folder, 'waivers.json');
  writeFileSync(path, JSON.stringify(content));
  try {
    readWaivers(path);
    return true;
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
}

const waiver = {
  rule: 'log-kms',
  stack: 'prod',
  resource: 'aws_cloudwatch_log_group.*',
  reason: 'Nothing personal is in there.',
  expires: '2027-06-30',
};
const file = (...waivers: readonly unknown[]) => ({ waivers });
const without = (name: keyof typeof waiver) =>
  file(Object.fromEntries(Object.entries(waiver).filter(([key]) => key !== name)));
const reasons = (reason: string) => file({ ...waiver, reason });
const ends = (expires: string) => file({ ...waiver, expires });

const accepted: readonly [name: string, content: unknown][] = [
  ['an empty list', file()],
  ['a waiver', file(waiver)],
  ['a path of the schema', { $schema: './schema.json', ...file(waiver) }],
  ['an optional waiver', file({ ...waiver, optional: true })],
  ['one that is not optional', file({ ...waiver, optional: false })],
  ['a premise', file({ ...waiver, premise: 'closed-to-internet' })],
  ['two that differ in the stack', file(waiver, { ...waiver, stack: 'test' })],
  ['the leap day', ends('2028-02-29')],
  ['a day long ago, which ends the waiver and not the file', ends('1999-12-31')],
  ['words of another script', reasons('Это личных данных не касается')],
  ['words in two lines', reasons('one two\n three - four, "five"')],
  ['a word with marks in it', reasons("it's a well-known log_group e.g. here")],
];

const refused: readonly [name: string, content: unknown][] = [
  ['nothing', null],
  ['a list', [waiver]],
  ['an object without waivers', {}],
  ['waivers that are no list', { waivers: waiver }],
  ['another member of the file', { ...file(waiver), waiver }],
  ['a schema that is no text', { ...file(waiver), $schema: 1 }],
  ['a waiver that is no object', file('log-kms')],
  ['a waiver that is a list', file([waiver])],
  ...(['rule', 'stack', 'resource', 'reason', 'expires'] as const).map(
    (name): [string, unknown] => [`no '${name}'`, without(name)],
  ),
  ['a rule that is not there', file({ ...waiver, rule: 'log-kmss' })],
  ['a rule as an object has it', file({ ...waiver, rule: 'toString' })],
  ['a premise that is not there', file({ ...waiver, premise: 'constructor' })],
  ['another member', file({ ...waiver, until: '2027-06-30' })],
  ['the same twice', file(waiver, waiver)],
  ['four words', reasons('one two three four')],
  ['four words and marks', reasons('- one - two - three - four - ...')],
  ['a day that is none', ends('2027-02-29')],
  ['a month that is none', ends('2027-13-01')],
  ['a time', ends('2027-06-30T00:00:00Z')],
  ['a short day', ends('2027-6-30')],
  ['a line after the day', ends('2027-06-30\n')],
];

describe('the schema of waivers', () => {
  it('is what the command reads; UPDATE_DOCS=1 writes it again', () => {
    // as text, since the order of members is what an editor offers
    expect(readFileSync(published, 'utf8')).toBe(
      `${JSON.stringify(waiverSchema(), undefined, 2)}\n`,
    );
  });

  it('is named by our own file of waivers, which it accepts', () => {
    const own = JSON.parse(readFileSync(join(repositoryRoot(), waiversFile), 'utf8')) as {
      $schema: string;
    };

    expect(own.$schema).toBe(relative(dirname(waiversFile), schemaFile));
    expect([accepts(own), accepts.errors]).toEqual([true, null]);
  });

  it.each(accepted)('and the command accept %s', (_, content) => {
    expect([accepts(content), isRead(content)]).toEqual([true, true]);
  });

  it.each(refused)('and the command refuse %s', (_, content) => {
    expect([accepts(content), isRead(content)]).toEqual([false, false]);
  });

  it('and the command agree on every odd value of every member', () => {
    const odd = [
      null,
      true,
      7,
      '',
      ' ',
      '*',
      'log-kms',
      '2027-06-30',
      'a b c d e',
      [],
      {},
      'only-way-in',
    ];
    const files = [...Object.keys(waiver), 'premise', 'optional', 'other'].flatMap((name) =>
      odd.map((value) => file({ ...waiver, [name]: value })),
    );
    const differ = files.filter((content) => accepts(content) !== isRead(content));

    expect(differ.map((content) => JSON.stringify(content))).toEqual([]);
    // neither says always the same
    expect(new Set(files.map((content) => accepts(content))).size).toBe(2);
  });

  it('cannot say what the command says of one finding that is waived for two reasons', () => {
    const twice = file(waiver, { ...waiver, reason: 'It costs a dollar a month.' });

    expect([accepts(twice), isRead(twice)]).toEqual([true, false]);
  });
});
