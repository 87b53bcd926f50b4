import { Fn } from 'cdktf';
import { checkPathProblems, defaultCheckPath } from './entrance-check';

describe('the check of an entrance', () => {
  it('asks for a path from the root, which may have a question', () => {
    expect(checkPathProblems(undefined)).toEqual([]);
    expect(checkPathProblems(defaultCheckPath)).toEqual([]);
    expect(checkPathProblems('/healthz?full=1')).toEqual([]);
    expect(checkPathProblems('/'.padEnd(255, 'a'))).toEqual([]);
    expect(checkPathProblems(Fn.lower('LOGIN'))).toEqual([]);
  });

  it.each([
    ['login', `'checkPath' must start with '/' and have no blanks, got 'login'; use '/'`],
    ['', `'checkPath' must start with '/' and have no blanks, got ''; use '/'`],
    ['/a b', `'checkPath' must start with '/' and have no blanks, got '/a b'; use '/'`],
    [
      '/'.padEnd(256, 'a'),
      `'checkPath' may have 255 characters, got 256; name a page with a shorter path`,
    ],
  ])('fails when the path is %j', (path, problem) => {
    expect(checkPathProblems(path)).toEqual([problem]);
  });
});
