import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Providers on this machine that Terraform can install without asking a registry. */
export interface ProviderMirror {
  readonly folder: string;

  /** Address of each provider that the mirror holds for this platform, to its versions, oldest first. */
  readonly providers: Readonly<Record<string, readonly string[]>>;
}

/** Where to look, and for what. */
export interface MirrorSearch {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly workingFolder: string;

  /** Folders below which a mirror may lie, two levels deep. */
  readonly roots: readonly string[];

  /** Terraform's word for this machine, for example `linux_amd64`. */
  readonly platform: string;
}

/** Set to a mirror's folder, or to `direct` to download every provider. */
export const mirrorVariable = 'SLIPWAY_PROVIDER_MIRROR';

const registry = 'registry.terraform.io';

/** The usual places of this machine. */
export function searchOfThisMachine(home: string): MirrorSearch {
  return {
    variables: process.env,
    home,
    workingFolder: process.cwd(),
    roots: ['/opt', '/usr/local/share', '/usr/share', join(home, '.terraform.d')],
    platform: platformOf(process.platform, process.arch),
  };
}

/** Terraform's word for a platform as Node.js calls it. */
export function platformOf(system: string, processor: string): string {
  const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
  const architecture = architectures[processor] ?? processor;
  return `${system === 'win32' ? 'windows' : system}_${architecture}`;
}

/**
 * The first mirror that holds the provider, one with the wanted version before one with another.
 *
 * @param provider for example `hashicorp/aws`
 */
export function findMirror(
  search: MirrorSearch,
  provider: string,
  wanted: string,
): ProviderMirror | undefined {
  if (search.variables[mirrorVariable] === 'direct') return undefined;
  const address = `${registry}/${provider}`;
  const holding = [...new Set(candidates(search))]
    .map((folder) => ({ folder, providers: providersIn(folder, search.platform) }))
    .filter(({ providers }) => providers[address]);
  return holding.find(({ providers }) => providers[address]?.includes(wanted)) ?? holding[0];
}

/** The version that will run: the wanted one, or the newest of a mirror that does not hold it. */
export function installableVersion(
  mirror: ProviderMirror | undefined,
  provider: string,
  wanted: string,
): string {
  const held = mirror?.providers[`${registry}/${provider}`] ?? [];
  return held.includes(wanted) ? wanted : (held.at(-1) ?? wanted);
}

/** Terraform's CLI configuration: what the mirror holds comes from there, the rest from its registry. */
export function cliConfiguration(mirror: ProviderMirror | undefined): string {
  if (!mirror) return 'provider_installation {\n  direct {}\n}\n';
  const held = quoted(Object.keys(mirror.providers).sort());
  return [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(mirror.folder)}`,
    `    include = ${held}`,
    '  }',
    '  direct {',
    `    exclude = ${held}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Most likely first: what the user says, what Terraform itself would use, what lies around. */
function candidates({ variables, home, workingFolder, roots }: MirrorSearch): string[] {
  const named = variables[mirrorVariable];
  const data = variables.XDG_DATA_HOME ?? join(home, '.local/share');
  const shared = (variables.XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(':');
  return [
    ...(named ? [named] : []),
    join(workingFolder, 'terraform.d/plugins'),
    join(home, '.terraform.d/plugins'),
    ...[data, ...shared].map((folder) => join(folder, 'terraform/plugins')),
    join(home, 'Library/Application Support/io.terraform/plugins'),
    ...roots.flatMap((root) => [root, ...subfolders(root)]),
    ...roots.flatMap((root) => subfolders(root).flatMap(subfolders)),
  ];
}

function providersIn(folder: string, platform: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const namespace of subfolders(join(folder, registry))) {
    for (const type of subfolders(namespace)) {
      const versions = versionsIn(type, platform);
      const address = type.slice(folder.length).split(/[\\/]/).filter(Boolean).join('/');
      if (versions.length > 0) found[address] = versions;
    }
  }
  return found;
}

/** Terraform knows two layouts: `<version>/<platform>/` and `terraform-provider-<type>_<version>_<platform>.zip`. */
function versionsIn(folder: string, platform: string): string[] {
  const unpacked = subfolders(folder)
    .filter((version) => subfolders(version).some((name) => name.endsWith(platform)))
    .map((version) => version.slice(folder.length + 1));
  const packed = entries(folder)
    .map(({ name }) => /^terraform-provider-[^_]+_(?<version>[^_]+)_(?<on>.+)\.zip$/.exec(name))
    .filter((match) => match?.groups?.on === platform)
    .map((match) => match?.groups?.version ?? '');
  return [...new Set([...unpacked, ...packed])].sort(byVersion);
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function subfolders(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => join(folder, name));
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // a folder that does not exist or may not be read holds no provider for us
    return [];
  }
}

function quoted(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}
