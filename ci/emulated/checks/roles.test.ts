import type { Statement } from '../deployed';
import { problemsIn } from './finding.fixture';
import { roleFindings } from './roles';

const login: Statement = {
  Effect: 'Allow',
  Action: ['ecr:GetAuthorizationToken'],
  Resource: ['*'],
};
const pull: Statement = {
  Effect: 'Allow',
  Action: ['ecr:BatchGetImage'],
  Resource: ['arn:aws:ecr:us-east-1:123456789012:repository/slipway/api'],
};
const logs: Statement = {
  Effect: 'Allow',
  Action: 'logs:PutLogEvents',
  Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/prod/api:*',
};
const problems = (...statements: Statement[]) =>
  problemsIn(roleFindings({ executionStatements: { api: statements } }, { api: 'api' }));

describe('roleFindings', () => {
  it('has no problem with exact ARNs', () => {
    expect(problems(login, pull, logs)).toEqual({});
  });

  it('fails when an action has a wildcard', () => {
    expect(problems(login, pull, { ...logs, Action: 'logs:*' })).toEqual({
      'each execution role names its actions': 'api may logs:*',
    });
  });

  it.each(['*', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/*'])(
    'fails when a resource is %s',
    (Resource) => {
      const read: Statement = {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource,
      };

      expect(problems(login, pull, read)).toEqual({
        'each execution role names its resources':
          'api may secretsmanager:GetSecretValue on everything',
      });
    },
  );

  it('fails when more than the login knows no resource', () => {
    const wide = { ...login, Action: ['ecr:GetAuthorizationToken', 'ecr:ListImages'] };

    expect(Object.keys(problems(wide, pull))).toEqual(['each execution role names its resources']);
  });

  it('fails when a role reads the image of another service', () => {
    const other = 'arn:aws:ecr:us-east-1:123456789012:repository/slipway/web';

    expect(problems(login, { ...pull, Resource: [other] })).toEqual({
      'each execution role reads its own image only': `api reads ${other}`,
    });
  });
});
