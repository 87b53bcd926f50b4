import type { Deployed } from '../deployed';
import type { Statement } from '../deployed';
import { expectEach, type Finding } from '../report';

/** The only action of a task's start that knows no resource. */
const withoutResource = 'ecr:GetAuthorizationToken';

/** Execution roles name what they may touch: no wildcard in an action, none as a resource. */
export function roleFindings(
  { executionStatements }: Pick<Deployed, 'executionStatements'>,
  repositories: Readonly<Record<string, string>>,
): Finding[] {
  return [
    expectEach('each execution role names its actions', executionStatements, (statements) => {
      const wide = statements.flatMap(({ Action }) => list(Action)).filter((a) => a.includes('*'));
      return wide.length > 0 && `may ${wide.join()}`;
    }),
    expectEach('each execution role names its resources', executionStatements, (statements) => {
      const wide = statements.filter(isWide).flatMap(({ Action }) => list(Action));
      return wide.length > 0 && `may ${wide.join()} on everything`;
    }),
    expectEach(
      'each execution role reads its own image only',
      executionStatements,
      (statements, name) => {
        const read = statements
          .filter(({ Action }) => list(Action).includes('ecr:BatchGetImage'))
          .flatMap(({ Resource }) => list(Resource));
        const own = `:repository/slipway/${repositories[name]}`;
        const right = read.length === 1 && read[0]?.endsWith(own);
        return !right && `reads ${read.join() || 'none'}`;
      },
    ),
  ];
}

function isWide({ Effect, Action, Resource }: Statement): boolean {
  if (Effect === 'Deny' || list(Action).join() === withoutResource) return false;
  // `<log group>:*` names the streams of one group
  return list(Resource).some((arn) => !/^arn:aws:[a-z]+:[^*]+$/.test(arn.replace(/:\*$/, '')));
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
