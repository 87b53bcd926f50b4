import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentFiles, contentRevision } from './content-folder';
import { contentType } from './content-type';

/** A repository with these files below `pages`. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'content-'));
  writeFileSync(join(root, 'cdktf.json'), '{}');
  mkdirSync(join(root, 'pages', 'sub'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, 'pages', path), text);
  return root;
}

describe('the files of a content folder', () => {
  const filesOf = (root: string) => {
    const here = jest.spyOn(process, 'cwd').mockReturnValue(root);
    try {
      return contentFiles('pages');
    } finally {
      here.mockRestore();
    }
  };

  it('are sorted by path, without what begins with a dot', () => {
    const files = filesOf(
      repository({ 'z.html': '', 'sub/a.css': '', 'B.txt': '', '.DS_Store': '' }),
    );

    expect(files.map(({ path }) => path)).toEqual(['B.txt', 'sub/a.css', 'z.html']);
  });

  it('change their revision with a byte and with a name, and not with the machine', () => {
    const revision = (files: Readonly<Record<string, string>>) =>
      contentRevision(filesOf(repository(files)));
    const first = revision({ a: 'one', b: 'two' });

    expect(revision({ b: 'two', a: 'one' })).toBe(first);
    expect(revision({ a: 'one', b: 'twO' })).not.toBe(first);
    expect(revision({ a: 'one', c: 'two' })).not.toBe(first);
  });

  it('fails when there is none, or a link', () => {
    const linked = repository({ a: '' });
    symlinkSync('/etc/hostname', join(linked, 'pages', 'link'));

    expect(() => filesOf(repository({}))).toThrow(/got the empty folder 'pages'/);
    expect(() => filesOf(linked)).toThrow(/'link' is neither file nor folder/);
  });
});

describe('the content type of a file', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['IMAGE.PNG', 'image/png'],
    ['archive.tar.gz', 'application/octet-stream'],
    ['README', 'application/octet-stream'],
  ])('of %s is %s', (path, type) => {
    expect(contentType(path)).toBe(type);
  });
});
