import { type SecurityGroup, securityGroups } from '../aws/security-group';
import { type CompositeRules, compositeRulesOf } from './composite-alarm';
import { type Container, containersOf } from './container-definition';
import { hasExpression, piecesOf, referenceOf, referencesIn } from '../expression';
import { type Statement, statementsOf as grantStatementsOf } from '../google/statement';
import type { Graph } from '../graph';
import type { Model, Resource } from '../model';
import { type Opening, openingsOf } from './open-port';
import { type PolicyStatement, statementsOf } from './policy-statement';

type Block = Readonly<Record<string, unknown>>;

/** What rules ask about one stack; what many rules need is computed once. */
export class Evidence {
  private readonly byOwner = new Map<string, Map<string | undefined, Resource[]>>();
  private readonly policies = new Map<unknown, readonly PolicyStatement[] | undefined>();
  private readonly containers = new Map<Resource, readonly Container[] | undefined>();
  private readonly given = new Map<string, readonly Statement[]>();
  private readonly opened = new Map<string, ReadonlyMap<string, readonly Opening[]>>();
  private groups: Map<string, SecurityGroup> | undefined;
  private rules: CompositeRules | undefined;
  private named: Set<string> | undefined;
  private ways: Graph | undefined;

  constructor(
    /** The resources and what their values are. */
    public readonly model: Model,
    private readonly reach: () => Graph,
  ) {}

  /** Who can reach whom. */
  public graph(): Graph {
    return (this.ways ??= this.reach());
  }

  /** Every security group with its rules, in whatever form they are written. */
  public securityGroups(): Map<string, SecurityGroup> {
    return (this.groups ??= securityGroups(this.model));
  }

  /** What the rules of composite alarms name. */
  public compositeRules(): CompositeRules {
    return (this.rules ??= compositeRulesOf(this.model));
  }

  /** What each resource opens to the internet, by its address. */
  public openings(direction: 'ingress' | 'egress'): ReadonlyMap<string, readonly Opening[]> {
    const known = this.opened.get(direction) ?? openingsOf(this.securityGroups(), direction);
    this.opened.set(direction, known);
    return known;
  }

  /** What the resources of one family give to whom: `google_project` for `google_project_iam_member`. */
  public grants(family: string): readonly Statement[] {
    const known = this.given.get(family) ?? grantStatementsOf(this.model, family);
    this.given.set(family, known);
    return known;
  }

  /** The containers of a task definition, or undefined where they cannot be read. */
  public containersOf(task: Resource): readonly Container[] | undefined {
    if (!this.containers.has(task)) this.containers.set(task, containersOf(this.model, task));
    return this.containers.get(task);
  }

  /** The statements of a policy: JSON text, or the document of a data source. */
  public statements(policy: unknown): readonly PolicyStatement[] | undefined {
    if (!this.policies.has(policy)) this.policies.set(policy, statementsOf(this.model, policy));
    return this.policies.get(policy);
  }

  /** Whether a boolean argument is true. */
  public isTrue(raw: unknown, otherwise = false): boolean | undefined {
    return this.model.flag(raw, otherwise);
  }

  /** Whether an argument is written at all, with a value or a reference. */
  public isSet(raw: unknown): boolean | undefined {
    if (raw === undefined || raw === null || raw === '') return false;
    if (Array.isArray(raw)) return raw.length > 0;
    const value = this.model.resolve(raw);
    if (value.kind === 'unknown') return undefined;
    return value.kind === 'reference' || (value.value !== '' && value.value !== null);
  }

  /** Whether a text is one that is allowed; the default counts where nothing is written. */
  public isText(
    raw: unknown,
    allowed: (text: string) => boolean,
    otherwise = '',
  ): boolean | undefined {
    if (raw === undefined || raw === null) return allowed(otherwise);
    const text = this.model.text(raw);
    return text === undefined ? undefined : allowed(text);
  }

  /** Whether a number is one that is allowed; the default counts where nothing is written. */
  public isNumber(
    raw: unknown,
    allowed: (number: number) => boolean,
    otherwise = 0,
  ): boolean | undefined {
    if (raw === undefined || raw === null) return allowed(otherwise);
    const number = this.model.number(raw);
    return number === undefined ? undefined : allowed(number);
  }

  /** The first block of an argument: the empty one where there is none, undefined where it cannot be read. */
  public first(raw: unknown): Block | undefined {
    const blocks = this.model.blocks(raw);
    return blocks && (blocks[0] ?? {});
  }

  /** The blocks of an argument; where they cannot be read, `unread` says so. */
  public blocks(raw: unknown): readonly Block[] | undefined {
    return this.model.blocks(raw);
  }

  /** The resource of this stack that a value names by any attribute of it. */
  public target(raw: unknown): Resource | undefined {
    if (typeof raw === 'string' && hasExpression(raw)) {
      const [piece, ...rest] = piecesOf(raw);
      const reference =
        piece && 'expression' in piece && rest.length === 0
          ? referenceOf(piece.expression)
          : undefined;
      const direct = reference && this.model.resources.get(reference.address);
      if (direct) return direct;
    }
    return this.model.target(raw);
  }

  /** The resources of a type that belong to another one by an argument, and whether these are all that may. */
  public attached(
    owner: Resource,
    type: string,
    argument: string,
  ): { readonly found: readonly Resource[]; readonly complete: boolean } {
    const index = this.indexOf(type, argument);
    const names = [owner.block.bucket, owner.block.name, owner.block.id]
      .map((raw) => this.model.text(raw))
      .filter((name) => name !== undefined);
    const found = [owner.address, ...names].flatMap((name) => index.get(name) ?? []);
    return { found, complete: !index.has(undefined) };
  }

  /** Whether a resource of a type belongs to another one by an argument and keeps a condition. */
  public hasAttached(
    owner: Resource,
    type: string,
    argument: string,
    condition: (resource: Resource) => boolean | undefined = () => true,
  ): boolean | undefined {
    const { found, complete } = this.attached(owner, type, argument);
    const facts = found.map(condition);
    if (facts.includes(true)) return true;
    return facts.includes(undefined) || !complete ? undefined : false;
  }

  /** Whether a resource of some types refers to one. */
  public isNamedBy(types: readonly string[], address: string): boolean {
    if (!this.named) {
      const texts = this.model.all(...types).map(({ block }) => JSON.stringify(block));
      this.named = new Set(texts.flatMap((text) => referencesIn(text)).map((one) => one.address));
    }
    return this.named.has(address);
  }

  private indexOf(type: string, argument: string): Map<string | undefined, Resource[]> {
    const key = `${type} ${argument}`;
    const known = this.byOwner.get(key);
    if (known) return known;
    const index = new Map<string | undefined, Resource[]>();
    for (const resource of this.model.all(type)) {
      const raw = resource.block[argument];
      for (const one of Array.isArray(raw) ? (raw as unknown[]) : [raw]) {
        const identity = this.target(one)?.address ?? this.model.identity(one);
        const same = index.get(identity);
        if (same) same.push(resource);
        else index.set(identity, [resource]);
      }
    }
    this.byOwner.set(key, index);
    return index;
  }
}
