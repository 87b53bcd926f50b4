/** A package of a lock file of npm, as far as it is listed. */
interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

/** A lock file of npm: packages by their folders. */
export interface PackageLock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A CycloneDX document, as far as it is added to. */
export interface Sbom {
  readonly components?: readonly { readonly purl?: string }[];
}

/**
 * Adds what a bundler has put into one file: nothing in the image tells of these packages. They are those of the lock file that
 * the image was built from, without the tools of its build and without types, which hold nothing that runs.
 */
export function withBundled(sbom: Sbom, { packages }: PackageLock): Sbom {
  const { components = [] } = sbom;
  // what was found in the image stays as it was found
  const known = new Set(components.map(({ purl }) => purl));
  const added = Object.entries(packages).flatMap(([folder, { version, ...kind }]) => {
    const [, name = ''] = /^.*node_modules\/(.+)$/.exec(folder) ?? [];
    const isTool = kind.dev ?? kind.devOptional ?? kind.optional ?? name.startsWith('@types/');
    if (name === '' || version === undefined || isTool) return [];
    const component = componentOf(name, version);
    if (known.has(component.purl)) return [];
    known.add(component.purl);
    return [component];
  });
  return { ...sbom, components: [...components, ...added] };
}

function componentOf(name: string, version: string) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const properties = [{ name: 'slipway:foundIn', value: 'package-lock.json' }];
  return { 'bom-ref': purl, type: 'library', name, version, purl, properties };
}
