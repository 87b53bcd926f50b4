import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command';
import { filesOf, finalBase, inspectImage } from './built-image';
import { buildImages, folderImages, fromFolder } from './images';

const images = folderImages().map((image) => {
  const { folder } = image.source;
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
  return { ...image, name, base: finalBase(dockerfile) };
});
const budget = JSON.parse(readFileSync('ci/images/budget.json', 'utf8')) as Record<string, number>;

/** What a build leaves behind and nothing needs. */
const leftovers: readonly (readonly [what: string, path: RegExp])[] = [
  ['a cache of a package manager', /^\/(root\/\.(cache|npm)|var\/lib\/apt\/lists\/[^/]+_|go\/pkg)/],
  ['sources or tests of Go', /\.go$/],
  ['a compiler', /^\/usr\/(local\/)?(bin\/(gcc|cc|make)|go\/)/],
];
const shells = /^\/(usr\/)?(local\/)?bin\/(ba|da|a)?sh$/;

/** Several images share a base, which is read once. */
const bases = new Map<string, Promise<Map<string, string>>>();
function filesOfBase(base: string): Promise<Map<string, string>> {
  const files = bases.get(base) ?? filesOf(base);
  bases.set(base, files);
  return files;
}

beforeAll(async () => {
  expect(await buildImages(() => undefined)).toEqual([]);
}, 1_200_000);

it('every folder with a Dockerfile has a budget, and every budget a folder', () => {
  const folders = readdirSync('services', { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

  expect(Object.keys(budget).sort()).toEqual(folders.sort());
  expect(images.map(({ name }) => name).sort()).toEqual(folders.sort());
});

describe.each(images)('the image of $name', ({ name, reference, source, base }) => {
  it('adds no more to its base than its budget', async () => {
    const [own, below] = [await inspectImage(reference), await inspectImage(base)];
    const megabytes = (own.Size - below.Size) / 1e6;

    expect(own.RootFS.Layers.slice(0, below.RootFS.Layers.length)).toEqual(below.RootFS.Layers);
    expect(megabytes).toBeLessThanOrEqual(budget[name]!);
  });

  it('says what it is, runs as a numeric user and can be asked for its health', async () => {
    const { Config } = await inspectImage(reference);

    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.description': expect.stringMatching(/^.{10,100}[^.]$/) as string,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
    expect(Config.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(Config.Healthcheck?.Test[0]).toBe('CMD');
    expect(Config.Entrypoint).not.toEqual(expect.arrayContaining(['sh', '/bin/sh', '-c']));
    for (const variable of Config.Env ?? []) {
      expect(variable).not.toMatch(/^[^=]*(SECRET|PASSWORD|TOKEN|KEY)[^=]*=./i);
    }
  });

  it('holds the same files when it is built again, and nothing that a build leaves', async () => {
    const again = `slipway-again-${process.pid}/${name}:again`;
    const args = [...fromFolder(source), '--no-cache', '--tag', again, source.folder];
    const { code, output } = await run('docker', args, { env: { DOCKER_BUILDKIT: '1' } });
    expect({ code, output: code === 0 ? '' : output.slice(-2000) }).toMatchObject({ code: 0 });
    try {
      const [first, second, below] = [
        await filesOf(reference),
        await filesOf(again),
        await filesOfBase(base),
      ];

      expect([...second].filter(([path, entry]) => first.get(path) !== entry)).toEqual([]);
      expect([...first.keys()].filter((path) => !second.has(path))).toEqual([]);
      const added = [...first.keys()].filter((path) => !below.has(path));
      for (const [what, path] of leftovers) {
        expect([what, added.filter((one) => path.test(one))]).toEqual([what, []]);
      }
      expect(added.filter((one) => shells.test(one))).toEqual([]);
    } finally {
      await run('docker', ['image', 'rm', again]);
    }
  }, 900_000);
});
