import type { Model, Resource } from '../model';

/** What one block of an IAM resource says: these members have this role. */
export interface Statement {
  /** The resource that says so. */
  readonly resource: Resource;

  /** The role, unresolved; undefined where the policy cannot be told. */
  readonly role: unknown;

  /** Who has it, unresolved; undefined where that cannot be told. */
  readonly members: readonly unknown[] | undefined;

  /** Whether it holds under a condition alone. */
  readonly conditional: boolean;

  /** Whether it adds one member, decides on all members of a role, or on everything. */
  readonly authority: 'member' | 'binding' | 'policy';
}

/** Every statement of some families of IAM resources: `google_project` for `google_project_iam_member` and its like. */
export function statementsOf(model: Model, ...families: readonly string[]): Statement[] {
  return families.flatMap((family) => [
    ...model.all(`${family}_iam_member`).map((resource): Statement => {
      const { role, member, condition } = resource.block;
      const members = [member];
      return { resource, role, members, conditional: has(model, condition), authority: 'member' };
    }),
    ...model.all(`${family}_iam_binding`).map((resource): Statement => {
      const { role, members: raw, condition } = resource.block;
      const members = model.list(raw);
      return { resource, role, members, conditional: has(model, condition), authority: 'binding' };
    }),
    ...model.all(`${family}_iam_policy`).flatMap((resource) => policyStatements(model, resource)),
  ]);
}

function policyStatements(model: Model, resource: Resource): Statement[] {
  const authority = 'policy';
  const bindings = bindingsIn(model, resource.block.policy_data);
  if (!bindings) {
    return [{ resource, role: undefined, members: undefined, conditional: false, authority }];
  }
  // a policy that lets nobody in decides as well
  if (bindings.length === 0) {
    return [{ resource, role: '', members: [], conditional: false, authority }];
  }
  return bindings.map(({ role, members, condition }) => ({
    resource,
    role,
    members: model.list(members),
    conditional: has(model, condition),
    authority,
  }));
}

function bindingsIn(
  model: Model,
  raw: unknown,
): readonly Readonly<Record<string, unknown>>[] | undefined {
  const data = model.target(raw);
  if (data) return data.type === 'google_iam_policy' ? model.blocks(data.block.binding) : undefined;
  const [policy] = model.blocks(model.json(raw) ?? 'not readable') ?? [];
  return policy && model.blocks(policy.bindings);
}

function has(model: Model, condition: unknown): boolean {
  return model.blocks(condition)?.length !== 0;
}
