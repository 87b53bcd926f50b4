import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { Construct } from 'constructs';
import { constructId, nameProblems } from '../core/naming';
import { createServiceAccount } from './service-account';

/** Props of ServiceAccounts. */
export interface ServiceAccountsProps {
  /** Cloud names of the services. */
  readonly names: readonly string[];

  /** Id of the project that the accounts are in. */
  readonly projectId: string;

  /** Who deploys the services, as a member of a policy. */
  readonly member: string;
}

/**
 * The accounts of services that somebody else deploys, who may use them and make no other.
 *
 * Creates: an account for each service, and the right to run something as it.
 */
export class ServiceAccounts extends Construct {
  constructor(scope: Construct, id: string, { names, projectId, member }: ServiceAccountsProps) {
    super(scope, id);
    for (const name of names) {
      const one = new Construct(this, constructId(name));
      const account = createServiceAccount(one, { name, projectId });
      // SECURITY(actAs): on each account, since a condition cannot tell accounts of a project apart by their names
      new ServiceAccountIamMember(one, 'User', {
        serviceAccountId: account.name,
        role: 'roles/iam.serviceAccountUser',
        member,
      });
    }
  }
}

/** Everything wrong with a list of services, besides what each of them may be called. */
export function serviceNameProblems(names: readonly string[], prefix: string): string[] {
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  const own = names.filter((name) => name.startsWith(`${prefix}-github-`));
  return [
    ...names.flatMap((name) => nameProblems('services', name)),
    ...twice.map((name) => `'services' has '${name}' more than once; name each service once`),
    ...own.map(
      (name) =>
        `'services' has '${name}', which is a name of the identities themselves; call the service otherwise`,
    ),
  ];
}
