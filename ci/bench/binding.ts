import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a class of a provider's bindings takes: Terraform's name of each argument to the one of its configuration. */
export type Arguments = ReadonlyMap<string, Argument>;

/** One argument of a binding. */
export interface Argument {
  /** Name in the configuration, such as `cidrBlock`. */
  readonly property: string;
  /** Arguments of a block, or undefined where the value is given as it is: a string, a list of them, a map. */
  readonly block: Arguments | undefined;
}

/** One class of a provider's bindings. */
export interface Binding {
  /** The deep path that it is imported from. */
  readonly module: string;
  readonly className: string;
  readonly arguments: Arguments;
  /**
   * What a class that is not of one kind is told beside its arguments.
   *
   * @default - a class makes one kind
   */
  readonly kind?: Readonly<Record<string, string>>;
}

/** What a binding stands for. */
export type BindingKind = 'resource' | 'data' | 'provider';

/** What Terraform itself brings, without a package of bindings: what the class is told is the kind. */
const builtIn: Readonly<Record<string, Binding>> = {
  terraform_data: {
    module: 'cdktf',
    className: 'TerraformResource',
    arguments: new Map(),
    kind: { terraformResourceType: 'terraform_data' },
  },
};

/**
 * The binding of a Terraform type, read out of the generated JavaScript: only that knows what is a block, whose names
 * change their case, and what is a map, whose keys do not.
 */
export function bindingOf(kind: BindingKind, type: string): Binding {
  const own = kind === 'resource' ? builtIn[type] : undefined;
  if (own) return own;
  const [provider = type] = type.split('_');
  const name = kind === 'provider' ? 'provider' : type.slice(provider.length + 1);
  const folder = `${kind === 'data' ? `data-${provider}-` : ''}${name}`.replaceAll('_', '-');
  const module = `@cdktf/provider-${provider}/lib/${folder}`;
  const file = join('node_modules', module, 'index.js');
  return { module, ...parseBinding(readFileSync(file, 'utf8')) };
}

/** The class and the arguments of a binding's source. */
export function parseBinding(source: string): Omit<Binding, 'module'> {
  const className = /^class (\w+) extends cdktf\.Terraform(?:Resource|DataSource|Provider)\b/m.exec(
    source,
  )?.[1];
  const attributes = returned(source.slice(source.indexOf('    synthesizeAttributes() {')));
  if (className === undefined) throw new Error('no class of a resource in the binding');

  const blocks = new Map<string, Arguments>();
  // a struct is declared before those that contain it
  for (const text of source.split(/^(?=function |class )/m)) {
    const struct = /^function (\w+)ToTerraform\(struct\)/.exec(text)?.[1];
    if (struct) blocks.set(struct, parseArguments(returned(text), blocks));
  }
  const renamed = new Map(
    [...source.matchAll(/this\._(\w+)(?:\.internalValue)? = config\.(\w+)/g)].map(
      ([, field = '', property = '']) => [field, property],
    ),
  );
  return { className, arguments: parseArguments(attributes, blocks, renamed) };
}

/** The lines of the first object that a function returns. */
function returned(text: string): string[] {
  const [, body = ''] = /\n +return \{\n([\s\S]*?)\n +\};/.exec(text) ?? [];
  return body.split('\n');
}

function parseArguments(
  lines: readonly string[],
  blocks: ReadonlyMap<string, Arguments>,
  renamed: ReadonlyMap<string, string> = new Map(),
): Arguments {
  const all = new Map<string, Argument>();
  for (const line of lines) {
    const [, name, mapper = '', field] =
      /^\s+(\w+): (.*?)\((?:struct\.|this\._)(\w+)/.exec(line) ?? [];
    if (!name || !field) continue;
    const struct = /(?<!cdktf\.)\b(\w+)ToTerraform\b/.exec(mapper)?.[1];
    all.set(name, {
      property: renamed.get(field) ?? field,
      block: struct === undefined ? undefined : blocks.get(struct),
    });
  }
  return all;
}
