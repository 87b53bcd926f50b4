import { synth } from '../core/synth';
import { accountIdOf, ServiceIdentity } from './service-account';

describe('accountIdOf', () => {
  it('is the name where Google allows it', () => {
    expect(accountIdOf('prod-goapp')).toBe('prod-goapp');
    expect(accountIdOf('a'.repeat(30))).toBe('a'.repeat(30));
  });

  it('is never longer than 30 characters and never the same for two names', () => {
    const long = ['production-users-administration-api', 'production-users-administration-web'];
    const ids = long.map(accountIdOf);

    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^production-users-adm?[a-z0-9-]*-[0-9a-f]{8}$/);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(30);
  });

  it('makes a short name long enough', () => {
    expect(accountIdOf('p-a')).toMatch(/^p-a-[0-9a-f]{8}$/);
  });

  it('never has two hyphens where it was cut', () => {
    expect(accountIdOf(`${'a'.repeat(20)}-${'b'.repeat(20)}`)).toMatch(/^a{20}-[0-9a-f]{8}$/);
  });
});

describe('ServiceIdentity', () => {
  it('is an account with no role on the project', () => {
    const stack = synth((scope) => {
      const props = { name: 'prod-goapp', projectId: 'my-project', secretIds: [], existing: false };
      new ServiceIdentity(scope, 'Identity', props);
    });

    expect(stack.counts()).toEqual({ google_service_account: 1 });
    expect(stack.one('google_service_account')).toMatchObject({
      account_id: 'prod-goapp',
      project: 'my-project',
      disabled: false,
      create_ignore_already_exists: false,
    });
  });

  it('is looked up by its name where somebody else makes it, and read from as if it was made here', () => {
    const stack = synth((scope) => {
      const name = `prod-${'a'.repeat(30)}`;
      const props = { name, projectId: 'my-project', secretIds: ['prod-db'], existing: true };
      new ServiceIdentity(scope, 'Identity', props);
    });

    expect(stack.counts()).toEqual({ google_secret_manager_secret_iam_member: 1 });
    expect(stack.data('google_service_account')).toMatchObject([
      { account_id: accountIdOf(`prod-${'a'.repeat(30)}`), project: 'my-project' },
    ]);
    expect(stack.one('google_secret_manager_secret_iam_member').member).toMatch(
      /^\$\{data\.google_service_account\.Identity_IfMissing\w+\.member\}$/,
    );
  });

  it('reads secrets whose names differ in little', () => {
    const secretIds = ['prod-db-1', 'prod-db1', 'prod-db_1'];
    const stack = synth((scope) => {
      const props = { name: 'prod-goapp', projectId: 'my-project', secretIds, existing: false };
      new ServiceIdentity(scope, 'Identity', props);
    });

    const read = stack.all('google_secret_manager_secret_iam_member');
    expect(read.map(({ secret_id }) => secret_id).sort()).toEqual(secretIds);
  });
});
