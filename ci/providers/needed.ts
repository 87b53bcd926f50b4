import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findMirror, type ProviderMirror, searchOfThisMachine } from '../terraform/mirror';

/** A provider that stacks pin, in exactly one version. */
export interface NeededProvider {
  /** Address without the registry, for example `kreuzwerker/docker`. */
  readonly source: string;

  readonly version: string;

  /** Names of the stacks that need it. */
  readonly stacks: readonly string[];
}

/**
 * What the synthesized stacks pin, AWS aside: that provider has suites of its own, which do with another version.
 *
 * @param output a folder like cdktf.out
 */
export function neededProviders(output: string): NeededProvider[] {
  const found = new Map<string, NeededProvider>();
  for (const stack of readdirSync(join(output, 'stacks')).sort()) {
    for (const { source, version } of pinnedBy(join(output, 'stacks', stack))) {
      if (source === 'hashicorp/aws') continue;
      const key = `${source} ${version}`;
      const stacks = [...(found.get(key)?.stacks ?? []), stack];
      found.set(key, { source, version, stacks });
    }
  }
  return [...found.values()];
}

/** The mirror of this machine that holds exactly this version, or undefined. */
export function mirrorOf({
  source,
  version,
}: Pick<NeededProvider, 'source' | 'version'>): ProviderMirror | undefined {
  const mirror = findMirror(searchOfThisMachine(homedir()), source, version);
  const held = mirror?.providers[`registry.terraform.io/${source}`] ?? [];
  return held.includes(version) ? mirror : undefined;
}

/** What a provider's tests lack on this machine, as words for a table; empty where they can run. */
export function lacking(provider: NeededProvider): string[] {
  return [
    ...(mirrorOf(provider) ? [] : ['no mirror has it']),
    ...(succeeds('terraform', 'version') ? [] : ['no Terraform']),
    ...(provider.source !== 'kreuzwerker/docker' || succeeds('docker', 'info')
      ? []
      : ['no Docker engine answers']),
  ];
}

function pinnedBy(folder: string): { readonly source: string; readonly version: string }[] {
  const { terraform } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    readonly terraform: {
      readonly required_providers: Readonly<Record<string, { source: string; version: string }>>;
    };
  };
  // a short address means the namespace of HashiCorp
  return Object.values(terraform.required_providers).map(({ source, version }) => ({
    source: source.includes('/') ? source : `hashicorp/${source}`,
    version,
  }));
}

function succeeds(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
