import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../constructs/core/repository-root';
import { lockIn, orphansIn, parametersOf, remedies } from './remedy';

const refused = `aws-foundation  ╷
                │ Error: Error acquiring the state lock
                │ StatusCode: 412, RequestID: 0aaaaaaa-0000-0000-0000-000000000000,
                │ Lock Info:
                │   ID:        7e27518a-f3dc-bfc6-4dac-bb85be29a3c5
                │   Path:      bucket/aws-foundation.tfstate`;

const exists = `│ Error: creating ECR Repository (slipway/goapp): operation error ECR: CreateRepository,
  │ https response error StatusCode: 400, RepositoryAlreadyExistsException: The
  │ repository with name 'slipway/goapp' already exists in the registry with id '123456789012'
  │
  │   with aws_ecr_repository.Registry_Goapp_03491B62 (Registry/Goapp/Resource),
  │   on cdk.tf.json line 175
  ╵
  │ Error: creating ECR Repository (slipway/webapp): LimitExceededException: full
  │
  │   with aws_ecr_repository.Registry_Webapp_4DC2BF0C (Registry/Webapp/Resource),
  ╵
Invoking Terraform CLI failed with exit code 1`;

const existsLast = exists.replace(
  /Error: creating ECR Repository .slipway.webapp.[^]*?Resource.,/,
  '',
);

describe('a message about a lock', () => {
  it('names the id of the lock, and no other id', () => {
    expect(lockIn(refused)).toBe('7e27518a-f3dc-bfc6-4dac-bb85be29a3c5');
  });

  it('names none where there is no lock', () => {
    expect(lockIn('Error: Failed to save state')).toBeUndefined();
  });
});

describe('the errors of an apply', () => {
  it.each([exists, existsLast])(
    'name what is there already by address and name, and no other failure',
    (output) => {
      expect(orphansIn(output)).toEqual([
        { address: 'aws_ecr_repository.Registry_Goapp_03491B62', name: 'slipway/goapp' },
      ]);
    },
  );
});

describe('a remedy', () => {
  it.each(Object.values(remedies))('stands in docs/deploy.md: %s', (remedy) => {
    const page = readFileSync(join(repositoryRoot(), 'docs/deploy.md'), 'utf8');

    expect(page).toContain(remedy);
  });

  it('is run with its places filled in', () => {
    expect(parametersOf('import', { address: 'a.b', name: 'c' })).toEqual(['import', 'a.b', 'c']);
  });

  it('fails when a place is left open', () => {
    expect(() => parametersOf('unlock')).toThrow('needs <ID>');
  });
});
