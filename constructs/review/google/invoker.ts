import type { Step, Unknown } from '../graph';
import type { Model } from '../model';
import { type Accounts, defaultAccount, type Everyone, type Principal } from './account';
import { any, closed, dark, type Finding, open } from './finding';
import { type Grant, grantsOf } from './grant';
import { GrantIndex } from './grant-index';
import { lastSegment } from './named';
import { invokes } from './role';
import { type Statement, statementsOf } from './statement';
import { differ, ServiceTargets } from './service-target';
import type { RunWorkload } from './workload';

/** Families of IAM resources of one service, with the argument that names it. */
const serviceFamilies: Readonly<Record<string, string>> = {
  google_cloud_run_v2_service: 'name',
  google_cloud_run_service: 'service',
};

/** Who may invoke which service. */
export class Invokers {
  /** Statements whose service, role or members cannot be told. */
  public readonly unknowns: readonly Unknown[];

  private readonly byService = new Map<string, GrantIndex>();
  private readonly ofProject: GrantIndex<ProjectGrant>;
  private readonly forEveryone = new Map<RunWorkload, Finding>();
  private readonly lost: readonly Statement[];

  constructor(
    model: Model,
    private readonly accounts: Accounts,
    workloads: readonly RunWorkload[],
  ) {
    const lost: Statement[] = [];
    const targets = new ServiceTargets(model, workloads);
    const statements = new Map<string, Statement[]>();
    for (const [family, argument] of Object.entries(serviceFamilies)) {
      for (const statement of statementsOf(model, family)) {
        const services = targets.of(statement.resource, argument);
        if (!services) lost.push(statement);
        for (const service of services ?? []) push(statements, service, statement);
      }
    }
    const allows = (role: unknown) => invokes(model, role);
    for (const [service, list] of statements) {
      this.byService.set(service, new GrantIndex(grantsOf(model, accounts, list, allows)));
    }
    this.ofProject = new GrantIndex(projectGrants(model, accounts));
    this.lost = lost.filter(({ role }) => invokes(model, role) !== 'no');
    this.unknowns = [...this.lost.map(lostUnknown), ...this.ofProject.others.flatMap(groupUnknown)];
  }

  /** Whether everyone may invoke a service. */
  public everyone(callee: RunWorkload): Finding {
    const known = this.forEveryone.get(callee);
    if (known) return known;
    const finding = this.findEveryone(callee);
    this.forEveryone.set(callee, finding);
    return finding;
  }

  /** Whether a workload may invoke a service, as everyone or by its account. */
  public mayInvoke(caller: RunWorkload, callee: RunWorkload): Finding {
    const { account } = caller;
    const label = account ?? 'an account that cannot be told';
    const nobody = closed(
      `nothing lets ${label} invoke ${callee.name}; grant it roles/run.invoker on ${callee.name}`,
    );
    const { own, ofProject } = this.indexes(callee);
    const named = [...own.of(account), ...ofProject.of(account).filter(concerns(callee))];
    const grants = named.map((grant) =>
      certainly(grant, { address: grant.address, text: `lets ${label} invoke ${callee.name}` }),
    );
    return any(
      nobody,
      ...grants,
      this.everyone(callee),
      ...this.groups(callee),
      ...this.accountDoubts(caller),
      ...this.lostDoubts(),
    );
  }

  /** Accounts that are allowed to invoke a service by name. */
  public accountsOf(callee: RunWorkload): ReadonlySet<string> {
    const { own, ofProject } = this.indexes(callee);
    const project = [...ofProject.accounts].filter((account) =>
      ofProject.of(account).some(concerns(callee)),
    );
    return new Set([...own.accounts, ...project]);
  }

  /** Groups that may invoke a service, and whose members are not known. */
  public groupUnknowns(callee: RunWorkload): Unknown[] {
    return this.indexes(callee).own.others.flatMap(groupUnknown);
  }

  private findEveryone(callee: RunWorkload): Finding {
    const { name, resource, checksInvoker } = callee;
    const { address } = resource;
    if (checksInvoker === false) {
      return open({ address, text: `lets everyone invoke it, since it checks nobody` });
    }
    const nobody = closed(
      `${name} checks who invokes it, and nothing lets everyone; grant roles/run.invoker to allUsers if that is wanted`,
    );
    const findings = this.others(callee).flatMap((grant) => {
      const { principal } = grant;
      if (principal.kind === 'everyone') return [fromGrant(grant, principal, name)];
      if (principal.kind !== 'unknown') return [];
      return [dark('lets somebody invoke it who cannot be told', grant.address)];
    });
    const unknown =
      checksInvoker === undefined
        ? [dark('may check nobody who invokes it, which cannot be told', address)]
        : [];
    return any(nobody, ...findings, ...unknown, ...this.lostDoubts(isForEveryone));
  }

  private groups(callee: RunWorkload): Finding[] {
    return this.others(callee).flatMap(({ principal, address }) =>
      principal.kind === 'group'
        ? [dark(`lets ${principal.name} invoke it, whose members are not known`, address)]
        : [],
    );
  }

  private indexes({ resource }: RunWorkload) {
    return { own: this.byService.get(resource.address) ?? noGrants, ofProject: this.ofProject };
  }

  /** Grants that are for no single account. */
  private others(callee: RunWorkload): Grant[] {
    const { own, ofProject } = this.indexes(callee);
    return [...own.others, ...ofProject.others.filter(concerns(callee))];
  }

  /** What is said of services that cannot be told, as far as it may be about somebody. */
  private lostDoubts(concerned: (who: Principal) => boolean = () => true): Finding[] {
    const first = this.lost.find(
      ({ members }) =>
        members?.some((member) => concerned(this.accounts.principal(member))) ?? true,
    );
    if (!first) return [];
    return [dark('lets somebody invoke a service that cannot be told', first.resource.address)];
  }

  private accountDoubts({ account, resource }: RunWorkload): Finding[] {
    const { address } = resource;
    if (account === undefined) return [dark('runs as an account that cannot be told', address)];
    if (account === defaultAccount) {
      return [dark(`runs as ${defaultAccount}, which may be an editor of its project`, address)];
    }
    return this.accounts.owns(account)
      ? []
      : [dark(`runs as ${account}, which may have been allowed to elsewhere`, address)];
  }
}

function isForEveryone({ kind }: Principal): boolean {
  return kind === 'everyone' || kind === 'unknown';
}

const noGrants = new GrantIndex([]);

/** A grant on everything of a project. */
interface ProjectGrant extends Grant {
  readonly project: string | undefined;
}

/** Whether a grant on a project is about a service. */
function concerns({ project }: RunWorkload): (grant: ProjectGrant) => boolean {
  return (grant) => !differ(grant.project, project);
}

function lostUnknown({ resource: { address } }: Statement): Unknown {
  return { address, reason: 'lets somebody invoke a service that cannot be told' };
}

function groupUnknown({ principal, address }: Grant): Unknown[] {
  if (principal.kind !== 'group') return [];
  const reason = `lets ${principal.name} invoke services, and whether a workload belongs to it is not known`;
  return [{ address, reason }];
}

function projectGrants(model: Model, accounts: Accounts): ProjectGrant[] {
  const byProject = new Map<string, Statement[]>();
  for (const statement of statementsOf(model, 'google_project')) {
    const project = model.identity(statement.resource.block.project) ?? '';
    push(byProject, lastSegment(project), statement);
  }
  const above = statementsOf(model, 'google_folder', 'google_organization');
  const allows = (role: unknown) => invokes(model, role);
  return [
    ...[...byProject].flatMap(([project, statements]) =>
      grantsOf(model, accounts, statements, allows).map((grant) => ({
        ...grant,
        project: project === '' || model.resources.has(project) ? undefined : project,
      })),
    ),
    ...grantsOf(model, accounts, above, allows).map((grant) => ({
      ...grant,
      project: undefined,
      doubt: grant.doubt ?? 'holds where the project is below it, which is not known',
    })),
  ];
}

function fromGrant(grant: Grant, { everyone }: { readonly everyone: Everyone }, name: string) {
  const who =
    everyone === 'allUsers'
      ? 'everyone (allUsers)'
      : 'everyone with a Google account (allAuthenticatedUsers)';
  return certainly(grant, { address: grant.address, text: `lets ${who} invoke ${name}` });
}

function certainly({ doubt }: Grant, step: Step): Finding {
  return doubt === undefined ? open(step) : dark(`${step.text}, but ${doubt}`, step.address);
}

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
