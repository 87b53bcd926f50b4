import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { terraformItself } from './built-in';
import { allKinds, importedKinds, kindsIn } from './kinds';
import { newer, withNewer } from './newer';
import { type BlockType, committedSchemas, renewCommand } from './schema';
import { pinnedProviders, synthesizedStacks } from './stacks';
import { type FullSchema, providerName, readFull, subsetOf } from './subset';

const committed = committedSchemas();
const stacks = Object.values(synthesizedStacks());
const used = allKinds([
  ...stacks.map(kindsIn),
  importedKinds(repositoryRoot(), ['constructs', 'stacks', 'ci']),
]);
const kindsOf = (schemas: typeof committed, sort: 'resources' | 'data') =>
  Object.values(schemas)
    .flatMap((schema) => Object.keys(schema[sort]))
    .sort();

describe('the committed subset', () => {
  it.each(['resources', 'data'] as const)('has all %s in use and no other', (sort) => {
    const kinds = kindsOf(withNewer(committed), sort);
    const built = Object.keys(terraformItself[sort]);
    const missing = used[sort].filter((kind) => ![...kinds, ...built].includes(kind));
    const unused = kinds.filter((kind) => !used[sort].includes(kind));

    expect({ missing, unused, remedy: renewCommand }).toEqual({
      ...{ missing: [], unused: [], remedy: renewCommand },
    });
  });

  it('says where it comes from', () => {
    for (const { source, provider, version } of Object.values(committed)) {
      expect(source).toContain(`of ${provider.replace('registry.terraform.io/', '')} ${version}`);
    }
  });

  it('is of the version that the stacks pin, or says where it is not', () => {
    const pins = pinnedProviders(stacks).map((pin) => ({ ...pin, name: providerName(pin.source) }));
    const behind = pins
      .filter(({ name, version }) => committed[name]!.version !== version)
      .filter(({ name, version }) => newer[name]?.pinned !== version);

    expect(pins.map(({ name }) => name).sort()).toEqual(['aws', 'docker', 'google']);
    expect(behind).toEqual([]);
  });
});

describe('a known difference', () => {
  const kinds = Object.entries(newer).flatMap(([name, { resources, data }]) => [
    ...Object.entries(resources).map(([kind, block]) => ({ name, kind, block, data: false })),
    ...Object.entries(data).map(([kind, block]) => ({ name, kind, block, data: true })),
  ]);

  it.each(kinds)('of $kind is in the bindings and not in the subset', (difference) => {
    const { name, kind, block, data } = difference;
    const binding = `${data ? 'data-aws-' : ''}${kind.replace(/^[a-z]+_/, '').replaceAll('_', '-')}`;
    const path = `node_modules/@cdktf/provider-${name}/lib/${binding}/index.d.ts`;
    const text = readFileSync(join(repositoryRoot(), path), 'utf8');
    const names = [block.attributes, block.block_types].flatMap((one) => Object.keys(one ?? {}));
    const known = Object.keys(
      committed[name]![data ? 'data' : 'resources'][kind]?.attributes ?? {},
    );

    expect(names.filter((one) => !text.includes(`get ${camelCase(one)}()`))).toEqual([]);
    expect(names.filter((one) => known.includes(one))).toEqual([]);
  });

  it('adds a field to a kind that the subset has', () => {
    const region = { type: 'string', optional: true } as const;
    const additions = {
      aws: { pinned: '9.0.0', data: {}, resources: { aws_vpc: { attributes: { region } } } },
    };

    const { attributes } = withNewer(committed, additions).aws!.resources.aws_vpc!;

    expect(attributes).toEqual({ ...committed.aws!.resources.aws_vpc!.attributes, region });
  });
});

describe('taking a subset', () => {
  const full: FullSchema = {
    provider: 'registry.terraform.io/some/cloud',
    version: '1.2.3',
    provider_config: { attributes: {} },
    data: {},
    ephemeral: { cloud_drawn: {}, cloud_other: {} },
    resources: {
      cloud_unused: {},
      cloud_used: JSON.parse(`{
        "version": 1,
        "attributes": {
          "size": { "type": "number", "optional": true, "sensitive": true, "description": "long" },
          "name": { "type": "string", "required": true, "deprecated": true }
        },
        "block_types": { "disk": { "nesting_mode": "list", "max_items": 1, "block": {} } }
      }`) as object,
    },
  };

  it('keeps the kinds in use, sorted, without what the check does not need', () => {
    const { ephemeral, resources, source } = subsetOf(full, {
      resources: ['cloud_used'],
      data: ['cloud_x'],
      ephemeral: ['cloud_drawn'],
    });

    expect(source).toContain("'terraform providers schema -json' of some/cloud 1.2.3");
    expect(ephemeral).toEqual({ cloud_drawn: { attributes: {} } });
    expect(JSON.stringify(resources)).toBe(
      JSON.stringify({
        cloud_used: {
          attributes: {
            name: { type: 'string', required: true },
            size: { type: 'number', optional: true },
          },
          block_types: { disk: { nesting_mode: 'list', max_items: 1, block: { attributes: {} } } },
        },
      }),
    );
  });

  it('fails when an attribute has attributes of its own', () => {
    const nested = { attributes: { a: { nested_type: {} } } } as unknown as object;

    expect(() =>
      subsetOf(
        { ...full, resources: { cloud_a: nested } },
        { resources: ['cloud_a'], data: [], ephemeral: [] },
      ),
    ).toThrow("attribute 'a' has no type");
  });

  it('leaves out blocks that repeat their kind inside itself', () => {
    const statement = (inner: Readonly<Record<string, BlockType>>): BlockType => ({
      nesting_mode: 'single',
      block: { block_types: inner },
    });
    const kind = {
      block_types: { rate: statement({ and_statement: statement({}), key: statement({}) }) },
    };
    const { resources } = subsetOf(
      { ...full, resources: { aws_wafv2_web_acl: kind, cloud_a: kind } },
      { resources: ['aws_wafv2_web_acl', 'cloud_a'], data: [], ephemeral: [] },
    );
    const namesIn = (name: string) =>
      Object.keys(resources[name]!.block_types!.rate!.block.block_types!);

    expect(namesIn('aws_wafv2_web_acl')).toEqual(['key']);
    expect(namesIn('cloud_a')).toEqual(['and_statement', 'key']);
  });

  it('reads a file as it is and compressed', () => {
    const bytes = Buffer.from(JSON.stringify(full));

    expect(readFull(bytes)).toEqual(full);
    expect(readFull(gzipSync(bytes))).toEqual(full);
  });

  it('calls a provider what Terraform calls it', () => {
    expect(providerName('registry.terraform.io/kreuzwerker/docker')).toBe('docker');
  });

  it('finds the kinds of imported bindings, tests of constructs included', () => {
    const { resources, data } = importedKinds(repositoryRoot(), ['constructs']);

    expect(existsSync(join(repositoryRoot(), 'constructs/aws'))).toBe(true);
    expect(resources).toEqual(expect.arrayContaining(['aws_ecs_service', 'docker_container']));
    expect(resources).toContain('aws_s3_bucket_server_side_encryption_configuration');
    expect(data).toContain('aws_ecr_images');
    expect(resources).not.toContain('aws');
  });
});

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
