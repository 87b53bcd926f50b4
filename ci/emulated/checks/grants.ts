import type { Deployed, Statement } from '../deployed';

/** Every grant of the task roles on one service of AWS, as sentences, sorted. */
export function grantsOn(service: string, statements: Deployed['taskStatements']): string[] {
  const allowed = Object.entries(statements).flatMap(([name, all]) =>
    all.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({ name, statement })),
  );
  return allowed
    .filter(({ statement: { Action } }) =>
      // a wildcard in front would hide what it allows
      list(Action).some((action) => action.startsWith(`${service}:`) || action.startsWith('*')),
    )
    .map(({ name, statement }) => sentence(name, statement))
    .sort();
}

/** A grant as `grantsOn` tells it. */
export function sentence(
  role: string,
  { Action, Resource, Condition }: Pick<Statement, 'Action' | 'Resource' | 'Condition'>,
): string {
  const parts = [role, list(Action).join(), list(Resource).join()];
  return (Condition ? [...parts, JSON.stringify(Condition)] : parts).join(' ');
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
