import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { shellBlocksOf } from './commands';
import { examplesOf, exportsOf } from './examples';
import { pageOf } from './markdown';

const path = 'docs/kata.md';
const text = readFileSync(join(repositoryRoot(), path), 'utf8');

it('the kata has its five steps in order', () => {
  const steps = [...text.matchAll(/^## Step (\d)/gm)].map(([, number]) => number);

  expect(steps).toEqual(['1', '2', '3', '4', '5']);
});

it.each([1, 2, 3, 4])('step %d is built, run and tested', (step) => {
  const part = text.split(/^## /m).find((one) => one.startsWith(`Step ${step}:`)) ?? '';
  const commands = shellBlocksOf(pageOf(path, part)).map((block) => block.text);

  expect(commands.some((one) => /docker build|--build/.test(one))).toBe(true);
  expect(commands.some((one) => /docker run|docker compose .* up /.test(one))).toBe(true);
  expect(commands.some((one) => one.includes('# => <h1>Site A</h1>'))).toBe(true);
});

// UPDATE_DOCS=1 npx jest ci/docs writes the file anew
it('the configuration of step 4 is what the program on the page renders', () => {
  const file = join(repositoryRoot(), 'docs/kata/https.conf');
  const [program] = examplesOf(pageOf(path, text));
  const { configuration } = exportsOf(program!, require);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, configuration as string);

  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(configuration);
});
