import { type Arguments, type Binding, type BindingKind, bindingOf } from './binding';

/** A value of Terraform's JSON. */
export type Json = null | boolean | number | string | readonly Json[] | Group;

/** An object of Terraform's JSON. */
export interface Group {
  readonly [name: string]: Json;
}

/** Finds the class that makes a block. */
export type FindBinding = (kind: BindingKind, type: string) => Binding;

/** What a person types between the quotes of `import`, and what is taken from there. */
type Imports = Map<string, Set<string>>;

const camelCase = (name: string) =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The program that a person would write with the plain bindings to get these stacks: one `new` for each block, every
 * name and expression spelled out, no construct of Slipway.
 *
 * @param stacks the synthesized document of each stack, by its name
 */
export function twinSource(
  stacks: Readonly<Record<string, Group>>,
  find: FindBinding = bindingOf,
): string {
  const imports: Imports = new Map([['cdktf', new Set(['App', 'TerraformStack'])]]);
  const bodies = Object.entries(stacks).map(([name, document]) =>
    new StackWriter(name, document, find, imports).write(),
  );
  const head = [...imports].map(
    ([module, names]) => `import { ${[...names].sort().join(', ')} } from '${module}';`,
  );
  return [...head, 'const app = new App();', ...bodies, 'app.synth();', ''].join('\n');
}

/** Writes what one stack is made of. */
class StackWriter {
  private readonly lines: string[] = [];
  // the backend is a construct with this id
  private readonly ids = new Set(['backend']);

  constructor(
    private readonly name: string,
    private readonly document: Group,
    private readonly find: FindBinding,
    private readonly imports: Imports,
  ) {}

  public write(): string {
    const {
      '//': _,
      provider,
      terraform,
      variable,
      data,
      resource,
      output,
      ...rest
    } = this.document;
    this.writeTerraform(groupOf(terraform));
    for (const [type, list] of entriesOf(provider)) {
      for (const config of list as readonly Group[]) this.writeProvider(type, config);
    }
    for (const [id, config] of entriesOf(variable))
      this.writeElement('TerraformVariable', id, config);
    this.writeBlocks('data', data);
    this.writeBlocks('resource', resource);
    for (const [id, config] of entriesOf(output)) this.writeElement('TerraformOutput', id, config);
    for (const [key, value] of Object.entries(rest)) {
      this.lines.push(`stack.addOverride(${code(key)}, ${code(value)});`);
    }
    const stack = `const stack = new TerraformStack(app, ${code(this.name)});`;
    return ['{', ...[stack, ...this.lines].map((line) => `  ${line}`), '}'].join('\n');
  }

  private writeTerraform(terraform: Group): void {
    // the providers that a stack needs follow from the bindings that it uses, but for a version that is another than theirs
    const { backend, required_providers: providers, ...rest } = terraform;
    for (const [name, { version }] of entriesOf(providers) as [string, Group][]) {
      if (version === undefined) continue;
      const path = `terraform.required_providers.${name}.version`;
      this.lines.push(`stack.addOverride(${code(path)}, ${code(version)});`);
    }
    for (const [type, config] of entriesOf(backend)) {
      const className = `${camelCase(`_${type}`)}Backend`;
      this.use('cdktf', className);
      this.lines.push(`new ${className}(stack, ${code(renamed(config))});`);
    }
    for (const [key, value] of Object.entries(rest)) {
      this.lines.push(`stack.addOverride(${code(`terraform.${key}`)}, ${code(value)});`);
    }
  }

  private writeProvider(type: string, config: Group): void {
    const variable = providerVariable(
      typeof config.alias === 'string' ? `${type}.${config.alias}` : type,
    );
    this.writeBlock('provider', type, variable, config, variable);
  }

  private writeBlocks(kind: 'data' | 'resource', types: Json | undefined): void {
    for (const [type, blocks] of entriesOf(types)) {
      for (const [id, config] of entriesOf(blocks)) {
        this.writeBlock(kind, type, id, groupOf(config));
      }
    }
  }

  private writeElement(className: string, id: string, config: Json): void {
    this.use('cdktf', className);
    const { validation, default: initial, ...plain } = groupOf(config);
    const props = {
      ...renamed(plain),
      ...(initial === undefined ? {} : { default: initial }),
      ...(validation === undefined ? {} : { validation: renamed(validation) }),
    };
    this.create(className, id, code(props), []);
  }

  private writeBlock(kind: BindingKind, type: string, id: string, block: Group, as?: string): void {
    const { '//': _, ...config } = block;
    const { module, className, arguments: known, kind: told = {} } = this.find(kind, type);
    this.use(module, className);
    const props = Object.entries(told).map(([name, value]) => `${name}: ${code(value)}`);
    const overrides: string[] = [];
    for (const [name, value] of Object.entries(config)) {
      const meta = kind === 'provider' ? undefined : metaArgument(name, value);
      const argument = known.get(name);
      if (meta !== undefined) props.push(meta);
      else if (argument && !(kind === 'provider' && isMap(value))) {
        props.push(`${argument.property}: ${code(configured(value, argument.block))}`);
      } else overrides.push(`addOverride(${code(name)}, ${code(value)})`);
    }
    this.create(className, id, `{ ${props.join(', ')} }`, overrides, as);
  }

  /** The creation of one construct, whose logical id is its id wherever that is free in the stack. */
  private create(className: string, id: string, props: string, calls: string[], as?: string): void {
    const taken = this.ids.has(id);
    const free = taken ? `${className}-${id}` : id;
    const after = taken ? [...calls, `overrideLogicalId(${code(id)})`] : calls;
    const creation = `new ${className}(stack, ${code(free)}, ${props});`;
    const variable = as ?? `block${this.ids.size}`;
    this.ids.add(free);
    this.lines.push(as || after.length > 0 ? `const ${variable} = ${creation}` : creation);
    this.lines.push(...after.map((call) => `${variable}.${call};`));
  }

  private use(module: string, name: string): void {
    this.imports.set(module, (this.imports.get(module) ?? new Set()).add(name));
  }
}

/** What every resource takes, written as a person would, or undefined for an argument of the binding. */
function metaArgument(name: string, value: Json): string | undefined {
  if (name === 'lifecycle') return `lifecycle: ${code(renamed(value))}`;
  if (name === 'count') return `count: ${code(value)}`;
  if (name === 'provider') return `provider: ${providerVariable(value as string)}`;
  if (name !== 'depends_on') return undefined;
  return `dependsOn: ${code((value as readonly string[]).map((fqn) => ({ fqn })))}`;
}

/** A value in the names of the configuration; those of a map stay, since the binding does not know them. */
function configured(value: Json, block: Arguments | undefined): Json {
  if (block === undefined) return value;
  if (isList(value)) return value.map((entry) => configured(entry, block));
  // an expression instead of a block
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const argument = block.get(name);
      if (!argument) throw new Error(`the binding has no argument '${name}' in this block`);
      return [argument.property, configured(inner, argument.block)];
    }),
  );
}

/** A value whose names are all the framework's own. */
function renamed(value: Group): Group;
function renamed(value: Json): Json;
function renamed(value: Json): Json {
  if (isList(value)) return value.map(renamed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [camelCase(name), renamed(inner)]),
  );
}

function providerVariable(name: string): string {
  return camelCase(`${name}_provider`.replaceAll(/[^A-Za-z0-9]/g, '_'));
}

function code(value: Json): string {
  return JSON.stringify(value);
}

function groupOf(value: Json | undefined): Group {
  return (value ?? {}) as Group;
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return Object.entries(groupOf(value));
}

/** A map of a provider, whose keys the bindings take for names of attributes. */
function isMap(value: Json): boolean {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
