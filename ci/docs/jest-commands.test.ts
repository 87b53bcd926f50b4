import { repositoryRoot } from '../../constructs/core/repository-root';
import { idlePatterns } from './jest-commands';
import { pagesBelow } from './markdown';

it('every test that a page names is there', () => {
  const idle = pagesBelow(repositoryRoot()).flatMap(({ path, code }) =>
    idlePatterns(code.join('\n')).map((pattern) => `${path}: ${pattern}`),
  );

  expect(idle).toEqual([]);
});

it.each([
  ['npx jest ci/docs', []],
  ['npx jest ci/nowhere', ['ci/nowhere']],
  ['npx jest ci/docs/commands.container', ['ci/docs/commands.container']],
  ['npx jest -c jest.container.config.js ci/docs ci/edge-of-the-world', ['ci/edge-of-the-world']],
])('finds tests that are not there: %s', (command, idle) => {
  expect(idlePatterns(command)).toEqual(idle);
});
