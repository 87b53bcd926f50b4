import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tail } from '../command';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import type { Block } from './schema';
import { type FullSchema, providerName } from './subset';

/** A provider as the stacks pin it. */
export interface Pin {
  /** Address without the registry, for example `hashicorp/aws`. */
  readonly source: string;

  readonly version: string;
}

interface Reported {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: { readonly block: Block };
        readonly resource_schemas?: Readonly<Record<string, { readonly block: Block }>>;
        readonly data_source_schemas?: Readonly<Record<string, { readonly block: Block }>>;
        readonly ephemeral_resource_schemas?: Readonly<Record<string, { readonly block: Block }>>;
      }
    >
  >;
}

/** The full schema of a provider, from Terraform: of the pinned version, or of the newest that a mirror here holds. */
export async function askTerraform({ source, version: wanted }: Pin): Promise<FullSchema> {
  const mirror = findMirror(searchOfThisMachine(homedir()), source, wanted);
  const version = installableVersion(mirror, source, wanted);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-schema-'));
  try {
    const configuration = join(folder, 'terraform.rc');
    writeFileSync(configuration, cliConfiguration(mirror));
    const required = { [providerName(source)]: { source, version } };
    const document = { terraform: { required_providers: required } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(document));
    const env = { TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' };
    await terraform(folder, env, 'init', '-input=false', '-no-color');
    const text = await terraform(folder, env, 'providers', 'schema', '-json');
    return fromReport(JSON.parse(text) as Reported, version);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function terraform(
  folder: string,
  env: Readonly<Record<string, string>>,
  ...parameters: readonly string[]
): Promise<string> {
  const { code, output } = await run('terraform', parameters, { cwd: folder, env });
  if (code === 0) return output;
  const remedy =
    'without Terraform, name a folder with the full schemas: npm run schemas -- <folder>';
  throw new RangeError(`'terraform ${parameters.join(' ')}' fails; ${remedy}\n${tail(output, 20)}`);
}

function fromReport({ provider_schemas: schemas }: Reported, version: string): FullSchema {
  const [[provider, reported] = []] = Object.entries(schemas);
  if (provider === undefined || !reported) throw new RangeError('terraform reports no provider');
  return {
    provider,
    version,
    provider_config: reported.provider.block,
    resources: blocksOf(reported.resource_schemas),
    data: blocksOf(reported.data_source_schemas),
    ephemeral: blocksOf(reported.ephemeral_resource_schemas),
  };
}

function blocksOf(kinds: Readonly<Record<string, { block: Block }>> = {}): Record<string, Block> {
  return Object.fromEntries(Object.entries(kinds).map(([kind, { block }]) => [kind, block]));
}
