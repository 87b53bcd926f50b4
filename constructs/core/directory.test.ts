import { isDirectory } from './directory';

describe('isDirectory', () => {
  it.each(['/data', '/var/cache/nginx', '/a.b/c_d', '/home/~me', `/${'a'.repeat(254)}`])(
    'takes %j',
    (path) => {
      expect(isDirectory(path)).toBe(true);
    },
  );

  it.each([
    ...['', '/', 'data', '/data/', '/a//b', '/a/../b', '/.', '/a/./b', '/a b', '/a:b', '/a\nb'],
    ...['/${x}', '/%{x}', '/a"b', '/a\\b', '/ä', `/${'a'.repeat(255)}`],
  ])('refuses %j', (path) => {
    expect(isDirectory(path)).toBe(false);
  });
});
