import type { Block, SynthesizedStack } from '../../constructs/core/synth';
import { changed, googleIdentity } from './stacks.fixture';

const rights = ['actAs', 'create', 'delete', 'get', 'getAccessToken', 'setIamPolicy', 'update'];

/** Rights on service accounts of the roles of Google in use; the other roles of `apply` have none. */
const rolesOfGoogle: Readonly<Record<string, readonly string[]>> = {
  // https://cloud.google.com/iam/docs/roles-permissions/iam
  'roles/iam.serviceAccountUser': ['actAs', 'get', 'list'],
};

/** The resource that a reference names. */
function target(stack: SynthesizedStack, reference: unknown): Block | undefined {
  const [, type = '', name = ''] = /^\$\{(\w+)\.(\w+)\./.exec(String(reference)) ?? [];
  return stack.json.resource?.[type]?.[name];
}

function permissionsOf(stack: SynthesizedStack, role: unknown): readonly string[] {
  const custom = target(stack, role)?.permissions as readonly string[] | undefined;
  if (!custom) return rolesOfGoogle[String(role)] ?? [];
  return custom.map((permission) => permission.replace('iam.serviceAccounts.', ''));
}

/** What `apply` may do with an account of the project, by the policies of the project and of the account itself. */
function mayWith(stack: SynthesizedStack, account: string): string[] {
  const ofApply = ({ member }: Block) =>
    target(stack, String(member).replace('serviceAccount:', ''))?.account_id ===
    'slipway-github-apply';
  const onAccount = stack
    .all('google_service_account_iam_member')
    .filter(({ service_account_id: id }) => target(stack, id)?.account_id === account);
  const granted = [...stack.all('google_project_iam_member'), ...onAccount]
    .filter(ofApply)
    .flatMap(({ role }) => permissionsOf(stack, role));
  return rights.filter((right) => granted.includes(right));
}

describe('what apply may do with the accounts of its project', () => {
  const stack = googleIdentity();

  it.each([
    ['a service that is deployed', 'prod-goapp', ['actAs', 'get']],
    ['the service in front', 'prod-reverse-proxy', ['actAs', 'get']],
    ['the one that pushes', 'slipway-github-push', ['get']],
    ['the one that plans', 'slipway-github-plan', ['get']],
    ['itself', 'slipway-github-apply', ['get']],
    ['the default one of Compute Engine', '123456789012-compute', ['get']],
    ['another system', 'billing-export', ['get']],
    ['a service that nobody has named', 'prod-new', ['get']],
  ])('is, with %s (%s): %j', (_, account, may) => {
    expect(mayWith(stack, account)).toEqual(may);
  });

  it('is as much with each of them where it makes accounts itself', () => {
    const wide = googleIdentity({ services: undefined });
    const all = ['actAs', 'create', 'delete', 'get', 'update'];

    for (const account of ['prod-goapp', 'slipway-github-push', 'billing-export']) {
      expect(mayWith(wide, account)).toEqual(all);
    }
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'a right on the project',
      (text) => text.replace('"iam.serviceAccounts.list"', '"iam.serviceAccounts.actAs"'),
      'slipway-github-push',
    ],
    [
      'a role on the project',
      (text) => text.replace('roles/run.admin', 'roles/iam.serviceAccountUser'),
      'billing-export',
    ],
    [
      'another account on the list',
      (text) => text.replace('"account_id":"prod-goapp"', '"account_id":"prod-other"'),
      'prod-other',
    ],
  ])('would be seen to be more by %s', (_, change, account) => {
    expect(mayWith(stack, account)).not.toContain('actAs');
    expect(mayWith(changed(stack, change), account)).toContain('actAs');
  });
});
