import { readFileSync } from 'node:fs';
import { type PackageLock, withBundled } from './bundled';

const lock: PackageLock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/socket.io': { version: '4.8.4' },
    'node_modules/@scope/one': { version: '1.0.0' },
    'node_modules/a/node_modules/ws': { version: '8.0.0' },
    'node_modules/b/node_modules/ws': { version: '8.0.0' },
    'node_modules/typescript': { version: '6.0.0', dev: true },
    'node_modules/sharp': { version: '1.0.0', optional: true },
    'node_modules/@types/node': { version: '24.0.0' },
  },
};

const purls = ({ components = [] }: ReturnType<typeof withBundled>) =>
  components.map(({ purl }) => purl);

describe('an SBOM of an image with a bundle', () => {
  it('has the packages of the lock file that run, each once', () => {
    expect(purls(withBundled({}, lock))).toEqual([
      'pkg:npm/socket.io@4.8.4',
      'pkg:npm/%40scope/one@1.0.0',
      'pkg:npm/ws@8.0.0',
    ]);
  });

  it('keeps what was found in the image as it is', () => {
    const found = { purl: 'pkg:npm/socket.io@4.8.4', licenses: [] };

    expect(withBundled({ components: [found] }, lock).components?.[0]).toBe(found);
    expect(purls(withBundled({ components: [found] }, lock))).toHaveLength(3);
  });

  it.each(['webapp', 'adminapp'])('has every dependency of %s', (service) => {
    const read = (name: string) =>
      JSON.parse(readFileSync(`services/${service}/${name}`, 'utf8')) as unknown;
    const { dependencies } = read('package.json') as { readonly dependencies: object };
    const names = purls(withBundled({}, read('package-lock.json') as PackageLock)).map((purl) =>
      decodeURIComponent(purl ?? '').replace(/^pkg:npm\/(.+)@.*$/, '$1'),
    );

    expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  });
});
