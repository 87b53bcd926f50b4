import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { baseImages } from './base-image-lock';
import { Image } from './image';

const here = process.cwd();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-image-'));
  write('cdktf.json', '{}');
  write('services/base-images.lock.json', '{"base:1": null}');
  write('services/api/Dockerfile', 'FROM base:1 AS build\nFROM build\n');
  write('services/api/main.go', 'package main');
  process.chdir(root);
});

afterEach(() => {
  process.chdir(here);
  rmSync(root, { recursive: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function tag(options?: Parameters<typeof Image.fromFolder>[1]): string {
  return Image.fromFolder('services/api', options).tag!;
}

describe('an image from a folder', () => {
  it('is named by its content', () => {
    expect(tag()).toMatch(/^content-[0-9a-f]{20}$/);
    expect(Image.fromFolder('services/api/').tag).toBe(tag());
    expect(Image.fromFolder('services/api').name).toBe('api');
  });

  it('has the same tag wherever the command is started', () => {
    const atRoot = tag();
    process.chdir('services/api');

    expect(tag()).toBe(atRoot);
  });

  it.each<[string, () => void]>([
    ['a file changes', () => write('services/api/main.go', 'package other')],
    ['a file is added', () => write('services/api/more.go', '')],
    ['a file becomes executable', () => chmodSync(join(root, 'services/api/main.go'), 0o755)],
    ['a link is added', () => symlinkSync('main.go', join(root, 'services/api/link.go'))],
    ['the Dockerfile changes', () => write('services/api/Dockerfile', 'FROM base:1\n# note\n')],
    ['a base is patched', () => write('services/base-images.lock.json', '{"base:1":"sha256:1"}')],
  ])('gets another tag when %s', (_, change) => {
    const before = tag();
    change();

    expect(tag()).not.toBe(before);
  });

  it('gets another tag for another build argument or target', () => {
    const tags = [tag(), tag({ buildArguments: { A: '1' } }), tag({ buildArguments: { A: '2' } })];

    expect(new Set([...tags, tag({ target: 'build' })]).size).toBe(4);
  });

  it.each<[string, () => void]>([
    ['times change', () => utimesSync(join(root, 'services/api/main.go'), 1, 1)],
    ['the umask changes', () => chmodSync(join(root, 'services/api/main.go'), 0o600)],
    ['an ignored file changes', () => write('services/api/README.md', 'changed')],
    ['an ignored folder changes', () => write('services/api/tests/deep/one.txt', 'changed')],
  ])('keeps its tag when %s', (_, change) => {
    write('services/api/.dockerignore', '*.md\ntests\n');
    write('services/api/README.md', 'first');
    chmodSync(join(root, 'services/api/main.go'), 0o644);
    const before = tag();
    change();

    expect(tag()).toBe(before);
  });

  it.each([
    ['is named', '*\n!build/kept/one.txt\n'],
    ['is matched', '*\n!**/one.txt\n'],
    ['is below what is named', '*\n!/build/kept/\n'],
  ])('gets another tag when a file changes that %s in an ignored folder', (_, patterns) => {
    write('services/api/.dockerignore', patterns);
    write('services/api/build/kept/one.txt', 'first');
    const before = tag();
    write('services/api/build/kept/one.txt', 'changed');

    expect(tag()).not.toBe(before);
  });

  it('does not read a folder that its ignore file leaves out as a whole', () => {
    write('services/api/.dockerignore', '**\n!main.go\n!source/**\n');
    write('services/api/build/one.txt', '');
    const read = jest.spyOn(fs, 'readdirSync');

    tag();

    const folders = read.mock.calls.map(([folder]) => basename(String(folder)));
    expect(folders).toContain('api');
    expect(folders).not.toContain('build');
  });

  it('fails when the folder, its Dockerfile or the lock entry of a base is missing', () => {
    expect(() => Image.fromFolder('services/none')).toThrow(/no folder 'services\/none' below/);
    rmSync(join(root, 'services/api/Dockerfile'));
    expect(() => tag()).toThrow(/no Dockerfile in 'services\/api'/);
    write('services/api/Dockerfile', 'FROM other:2\n');
    expect(() => tag()).toThrow(
      /starts from 'other:2', which services\/base-images.lock.json does not/,
    );
  });

  it('fails when the folder is outside the repository', () => {
    expect(() => Image.fromFolder('../api')).toThrow(/'folder' must be inside the repository/);
    expect(() => Image.fromFolder('/etc')).toThrow(/'folder' must be inside the repository/);
  });

  it('fails when there is no project around', () => {
    rmSync(join(root, 'cdktf.json'));

    expect(() => tag()).toThrow(/no cdktf.json was found in/);
  });
});

describe('an image from a registry', () => {
  it('fails when it is not pinned by digest', () => {
    expect(() => Image.fromRegistry('nginx:1.30')).toThrow(/must end with '@sha256:' and 64 hex/);
  });

  it('has the name of its repository', () => {
    expect(Image.fromRegistry(`a.org/team/api@sha256:${'a'.repeat(64)}`).name).toBe('api');
  });
});

describe('the base images of a Dockerfile', () => {
  it('are what it starts from, copies from and is read by, without its own stages', () => {
    const dockerfile = `# syntax=docker/dockerfile:1
FROM --platform=linux/amd64 golang:1.26 AS build
COPY --from=tools:2 /a /b
FROM scratch
COPY --link --from=build /a /a`;

    expect(baseImages(dockerfile)).toEqual(['docker/dockerfile:1', 'golang:1.26', 'tools:2']);
  });
});
