import { App, TerraformStack, Testing } from 'cdktf';
import { throwProblems } from './validation';

/** One resource or data source as Terraform reads it. */
export type Block = Readonly<Record<string, unknown>>;

/** One statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

interface TerraformJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly output?: Record<string, Block>;
  readonly provider?: Record<string, readonly Block[]>;
}

/** Typed views over the JSON of one synthesized stack, for tests: they never mention hashed ids. */
export class SynthesizedStack {
  constructor(
    /** The whole document. */
    public readonly json: TerraformJson,
  ) {}

  /** All resources of a type, ordered by address. */
  public all(type: string): Block[] {
    return sortedValues(this.json.resource?.[type]);
  }

  /** The only resource of a type; fails when there is none or more than one. */
  public one(type: string): Block {
    return only(type, this.all(type));
  }

  /** The resource of a type whose `field` has this value. */
  public where(type: string, field: string, value: unknown): Block {
    return only(
      `${type} with ${field} = ${String(value)}`,
      this.all(type).filter((block) => block[field] === value),
    );
  }

  /** All data sources of a type, ordered by address. */
  public data(type: string): Block[] {
    return sortedValues(this.json.data?.[type]);
  }

  /** Number of resources of each type. */
  public counts(): Record<string, number> {
    const types = Object.entries(this.json.resource ?? {});
    return Object.fromEntries(
      types.map(([type, blocks]) => [type, Object.keys(blocks).length] as const).sort(),
    );
  }

  /** The outputs of the stack. */
  public outputs(): Record<string, Block> {
    return this.json.output ?? {};
  }

  /** The statements of a policy that a resource carries as JSON in `field`. */
  public policyStatements(block: Block, field = 'policy'): PolicyStatement[] {
    const document = JSON.parse(block[field] as string) as { Statement: PolicyStatement[] };
    return document.Statement;
  }
}

/**
 * Synthesizes what `build` puts into a fresh stack and runs all validations, as `cdktf synth` would. All stacks are
 * prepared first, or references between stacks would render as references inside one.
 */
export function synth(build: (stack: TerraformStack) => void): SynthesizedStack {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'test');
  build(stack);
  return synthStack(app, stack);
}

/**
 * Synthesizes one stack of an app that exists. The constructs' own validations run; the stack's, which wants a provider,
 * does not, so that a test can be about one construct.
 */
export function synthStack(app: App, stack: TerraformStack): SynthesizedStack {
  for (const child of app.node.children) if (TerraformStack.isStack(child)) child.prepareStack();
  const constructs = stack.node.findAll().filter((construct) => construct !== stack);
  throwProblems(
    stack,
    constructs.flatMap((construct) => construct.node.validate()),
  );
  return new SynthesizedStack(JSON.parse(Testing.synth(stack)) as TerraformJson);
}

function sortedValues(blocks: Readonly<Record<string, Block>> | undefined): Block[] {
  return Object.entries(blocks ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, block]) => block);
}

function only(what: string, blocks: readonly Block[]): Block {
  const [first] = blocks;
  if (!first || blocks.length > 1) throw new Error(`expected one ${what}, found ${blocks.length}`);
  return first;
}
