import { parseBinding } from './binding';
import { differences, withoutMetadata } from './rounds';
import { twinSource } from './twin';

/** As the generator of the bindings writes a class, cut down. */
const bindingSource = `
function thingRuleToTerraform(struct) {
    if (!cdktf.canInspect(struct)) {
        return struct;
    }
    return {
        from_port: cdktf.numberToTerraform(struct.fromPort),
        labels: cdktf.hashMapper(cdktf.stringToTerraform)(struct.labels),
    };
}
function thingRuleToHclTerraform(struct) {
    return {
        unrelated: cdktf.stringToHclTerraform(struct.unrelated),
    };
}
class Thing extends cdktf.TerraformResource {
    constructor(scope, id, config) {
        this._name = config.name;
        this._self = config.selfAttribute;
        this._rule.internalValue = config.rule;
    }
    synthesizeAttributes() {
        return {
            name: cdktf.stringToTerraform(this._name),
            self: cdktf.booleanToTerraform(this._self),
            tags: cdktf.hashMapper(cdktf.stringToTerraform)(this._tags),
            rule: cdktf.listMapper(thingRuleToTerraform, true)(this._rule.internalValue),
        };
    }
}
`;

const find = (kind: string, type: string) => ({
  module: `bindings/${kind}-${type}`,
  ...parseBinding(bindingSource),
});

const resource = (config: object) =>
  twinSource({ net: { resource: { cloud_thing: { One_1: config as never } } } }, find);

describe('a binding', () => {
  it('tells its class, the names of its configuration and what is a block', () => {
    const { className, arguments: known } = parseBinding(bindingSource);

    expect(className).toBe('Thing');
    expect(known.get('name')).toEqual({ property: 'name', block: undefined });
    expect(known.get('self')?.property).toBe('selfAttribute');
    expect([...known.get('rule')!.block!.keys()]).toEqual(['from_port', 'labels']);
  });
});

describe('the twin', () => {
  it('makes each resource with the names of the configuration and keeps expressions', () => {
    const source = resource({
      '//': { metadata: {} },
      name: '${cloud_other.x.name}',
      rule: [{ from_port: 1, labels: { some_label: 'a' } }],
      tags: { Some_Tag: 'b' },
    });

    expect(source).toContain("import { Thing } from 'bindings/resource-cloud_thing';");
    expect(source).toContain(
      'new Thing(stack, "One_1", { name: "${cloud_other.x.name}", ' +
        'rule: [{"fromPort":1,"labels":{"some_label":"a"}}], tags: {"Some_Tag":"b"} });',
    );
  });

  it('writes what every resource takes in the words of the framework', () => {
    const source = resource({
      lifecycle: { create_before_destroy: true },
      depends_on: ['cloud_other.x'],
      provider: 'cloud.west',
    });

    expect(source).toContain('lifecycle: {"createBeforeDestroy":true}');
    expect(source).toContain('dependsOn: [{"fqn":"cloud_other.x"}]');
    expect(source).toContain('provider: cloudWestProvider');
  });

  it('overrides what the binding does not know', () => {
    const source = resource({ brand_new: 1 });

    expect(source).toContain('const block1 = new Thing(stack, "One_1", {  });');
    expect(source).toContain('block1.addOverride("brand_new", 1);');
  });

  it('fails when the binding does not know a part of a block', () => {
    expect(() => resource({ rule: [{ brand_new: 1 }] })).toThrow("no argument 'brand_new'");
  });

  it('keeps a logical id that two blocks have', () => {
    const source = twinSource({
      net: { variable: { url: { default: { a_b: 1 } } }, output: { url: { value: 'x' } } },
    });

    expect(source).toContain('new TerraformVariable(stack, "url", {"default":{"a_b":1}});');
    expect(source).toContain('new TerraformOutput(stack, "TerraformOutput-url", {"value":"x"});');
    expect(source).toContain('.overrideLogicalId("url");');
  });

  it('makes the backend and each provider', () => {
    const source = twinSource(
      {
        net: {
          terraform: { backend: { s3: { bucket: 'b', use_lockfile: true } } },
          provider: { cloud: [{ name: 'a' }, { name: 'b', alias: 'west' }] },
        },
      },
      find,
    );

    expect(source).toContain('new S3Backend(stack, {"bucket":"b","useLockfile":true});');
    expect(source).toContain('const cloudProvider = new Thing(stack, "cloudProvider", ');
    expect(source).toContain('const cloudWestProvider = new Thing(');
  });
});

describe('the comparison', () => {
  it('looks past what the framework notes about constructs, at any depth', () => {
    const document = { '//': { a: 1 }, resource: { t: { x: { '//': {}, name: 'n' } } } };

    expect(withoutMetadata(document)).toEqual({ resource: { t: { x: { name: 'n' } } } });
  });

  it('names the stacks that differ in value, order or presence', () => {
    const one = { same: { a: 1 }, value: { a: 1 }, order: { a: 1, b: 2 }, gone: {} };
    const other = { same: { a: 1 }, value: { a: 2 }, order: { b: 2, a: 1 }, added: {} };

    expect(differences(one, other)).toEqual(['value', 'order', 'gone', 'added']);
  });
});

describe('what is no resource', () => {
  it('is written as overrides where no class has it', () => {
    const source = twinSource(
      {
        net: {
          terraform: {
            required_version: '>= 1.10.0',
            required_providers: { cloud: {}, sky: { version: '2.0.0' } },
          },
          provider: { cloud: [{ name: 'x', tags: { 'managed-by': 'us' } }] },
        },
      },
      find,
    );

    expect(source).toContain('stack.addOverride("terraform.required_version", ">= 1.10.0");');
    expect(source).toContain(
      'stack.addOverride("terraform.required_providers.sky.version", "2.0.0");',
    );
    expect(source).not.toContain('required_providers.cloud');
    expect(source).toContain('addOverride("tags", {"managed-by":"us"})');
    expect(source).toContain('{ name: "x" }');
  });
});
