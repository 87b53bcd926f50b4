import type { Model } from '../model';
import { type Accounts, type Principal } from './account';
import type { Statement } from './statement';

/** Somebody is allowed something on one resource. */
export interface Grant {
  /** Who. */
  readonly principal: Principal;

  /** The resource that says so. */
  readonly address: string;

  /** Why it may not hold, or undefined. */
  readonly doubt: string | undefined;
}

/** Whether a role allows what is asked about. */
export type RoleAnswer = 'yes' | 'no' | 'unknown';

/** The grants of statements about one and the same resource that allow what is asked about. */
export function grantsOf(
  model: Model,
  accounts: Accounts,
  statements: readonly Statement[],
  allows: (role: unknown) => RoleAnswer,
): Grant[] {
  const authorities = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.authority === 'member') continue;
    const key = statement.authority === 'policy' ? '*' : roleOf(model, statement);
    const same = authorities.get(key);
    if (same) same.push(statement);
    else authorities.set(key, [statement]);
  }
  return statements.flatMap((statement): Grant[] => {
    const { resource, role, members, conditional, authority } = statement;
    const allowed = members === undefined && role === undefined ? 'unknown' : allows(role);
    if (allowed === 'no') return [];
    const { address } = resource;
    if (!members) {
      const doubt = 'has members that cannot be told';
      return [{ principal: { kind: 'unknown' }, address, doubt }];
    }
    const above = [
      ...(authority === 'policy' ? [] : (authorities.get(roleOf(model, statement)) ?? [])),
      ...(authorities.get('*') ?? []),
    ].filter((other) => other.resource !== resource);
    return members.map((member) => ({
      principal: accounts.principal(member),
      address,
      doubt:
        (allowed === 'unknown' ? 'gives a role whose permissions are not read' : undefined) ??
        (conditional ? 'holds under a condition, which is not read' : undefined) ??
        doubtBy(model, accounts, member, above),
    }));
  });
}

/** A statement that decides on all members takes away what others gave. */
function doubtBy(
  model: Model,
  accounts: Accounts,
  member: unknown,
  above: readonly Statement[],
): string | undefined {
  const name = JSON.stringify(accounts.principal(member));
  const rival = above.find(
    ({ members }) => !members?.some((other) => JSON.stringify(accounts.principal(other)) === name),
  );
  return rival && `is taken back by ${rival.resource.address}, which decides on all members`;
}

function roleOf(model: Model, { role }: Statement): string {
  return model.identity(role) ?? '?';
}
