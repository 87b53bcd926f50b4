import type { Block } from '../../constructs/core/synth';

/** One right: who may do what, on exactly what. */
export interface Right {
  readonly holder: string;
  readonly action: string;
  readonly resource: string;

  /** What else must hold, as JSON, or undefined. */
  readonly condition?: string;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A synthesized document, by what this check reads of it. */
export class GrantDocument {
  private readonly resources: Blocks;

  constructor(document: unknown) {
    this.resources = (document as { readonly resource?: Blocks }).resource ?? {};
  }

  /** Every resource of a type with its address. */
  public all(type: string): readonly (readonly [address: string, block: Block])[] {
    return Object.entries(this.resources[type] ?? {}).map(([name, block]) => [
      `${type}.${name}`,
      block,
    ]);
  }

  /** Whether some resource of a type names another one in an attribute. */
  public names(type: string, attribute: string, address: string): boolean {
    return this.all(type).some(([, block]) => addressIn(block[attribute]) === address);
  }
}

/** The first address that an expression reads, without its attribute. */
export function addressIn(expression: unknown): string {
  const found = /\$\{((?:data\.)?\w+\.\w+)\./.exec(
    typeof expression === 'string' ? expression : '',
  );
  return found?.[1] ?? '';
}

/** A right as one line. */
function printRight({ holder, action, resource, condition }: Right): string {
  return `${holder}: ${action} on ${resource}${condition === undefined ? '' : ` if ${condition}`}`;
}

/** What is given and not needed, and what is needed and not given. */
export function differences(given: readonly Right[], needed: readonly Right[]): string[] {
  const [has, needs] = [given, needed].map((rights) => new Set(rights.map(printRight)));
  return [
    ...[...(has ?? [])].filter((right) => !needs?.has(right)).map((right) => `too much: ${right}`),
    ...[...(needs ?? [])].filter((right) => !has?.has(right)).map((right) => `missing: ${right}`),
  ].sort();
}
