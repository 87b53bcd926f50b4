import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { runCommand } from '../../constructs/review/command';
import { waiversFile } from '../review/waivers';
import { synthesizedStacks } from '../schema/stacks';
import { pagesBelow } from './markdown';

const root = repositoryRoot();
const folder = mkdtempSync(join(tmpdir(), 'slipway-docs-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

for (const [name, document] of Object.entries(synthesizedStacks())) {
  mkdirSync(join(folder, 'stacks', name), { recursive: true });
  writeFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), JSON.stringify(document));
}

/** What `slipway review` prints, with the words of the comment above a block: `<!-- review ecs-prod --mermaid -->`. */
function reviewed(stack: string, ...words: string[]): string {
  let out = '';
  runCommand(
    ['review', folder, '--stack', stack, ...words],
    { write: (text) => (out += text), complain: (text) => (out += text) },
    // a day on which every waiver counts
    { today: '2026-11-21', waivers: join(root, waiversFile) },
  );
  // a page has no room for what every service of Cloud Run may do
  const ways = out.replace(/\n {2}ways out:[^]*$/, '\n');
  // nor for counts that change with every resource
  return ways.replace(/\n\d+ rules, .*\n$/, '').trimEnd();
}

const block = /<!-- review (?<words>[\w -]+?) -->\n\n```(?<info>\w+)\n(?<text>[^]*?)\n```/g;

const shown = pagesBelow(root).flatMap(({ path, text }) =>
  [...text.matchAll(block)].map(({ groups }) => {
    const { words, text: printed } = groups as { words: string; text: string };
    return { path, words, printed };
  }),
);

// UPDATE_DOCS=1 npx jest ci/docs writes the blocks anew
it.each(shown)('$path shows what review says of $words', ({ path, words, printed }) => {
  const [stack = '', ...rest] = words.split(' ');
  const now = reviewed(stack, ...rest);
  if (process.env.UPDATE_DOCS === '1') {
    const file = join(root, path);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(`\n${printed}\n`, () => `\n${now}\n`),
    );
  } else expect(printed.split('\n')).toEqual(now.split('\n'));
});

it('finds the blocks that it is about, and both clouds among them', () => {
  expect(shown.map(({ words }) => words.split(' ')[0])).toEqual(
    expect.arrayContaining(['ecs-prod', 'gcp-run']),
  );
  expect(reviewed('ecs-prod')).toContain('prod-users-form     prod-users-api');
});
