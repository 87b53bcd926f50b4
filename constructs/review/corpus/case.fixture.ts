/** Arguments of one resource. */
export type Block = Record<string, unknown>;

/** Resources by type and name. */
export type Resources = Record<string, Record<string, Block>>;

/** A document as far as a rule reads it. */
export interface Case {
  readonly resource: Resources;
  readonly data?: Resources;
  readonly variable?: Record<string, Block>;
}

/** What a rule has to say of some documents. */
export interface RuleCases {
  /** Documents that break the rule. */
  readonly bad: readonly Resources[];

  /** Documents that keep it. */
  readonly good: readonly Resources[];

  /** Documents that do not tell. */
  readonly unread?: readonly Resources[];
}

/** Something that only a deployment knows. */
export const unknown = '${var.unknown}';

/** One resource of a type, named `x`. */
export function one(type: string, block: Block): Resources {
  return { [type]: { x: block } };
}

/** The same resource once for each block. */
export function each(type: string, ...blocks: readonly Block[]): Resources[] {
  return blocks.map((block) => one(type, block));
}

/** A document of Terraform around resources; what starts with `data.` is only read. */
export function documentOf(resources: Resources): Case {
  const [resource, data]: [Resources, Resources] = [{}, {}];
  for (const [type, named] of Object.entries(resources)) {
    if (type.startsWith('data.')) data[type.slice(5)] = named;
    else resource[type] = named;
  }
  return { resource, data };
}
