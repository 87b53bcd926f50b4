import type { Step, Unknown } from '../graph';
import type { Model } from '../model';
import { type Accounts, defaultAccount, type Everyone } from './account';
import { any, closed, dark, type Finding, open } from './finding';
import { type Grant, grantsOf } from './grant';
import { lastSegment, Named, segmentAfter } from './named';
import { invokes } from './role';
import { type Statement, statementsOf } from './statement';
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

  private readonly byService = new Map<string, readonly Grant[]>();
  private readonly ofProject: readonly (Grant & { readonly project: string | undefined })[];
  private readonly lost: readonly Statement[];

  constructor(
    model: Model,
    private readonly accounts: Accounts,
    workloads: readonly RunWorkload[],
  ) {
    const lost: Statement[] = [];
    const targets = new Targets(model, workloads);
    const statements = new Map<string, Statement[]>();
    for (const [family, argument] of Object.entries(serviceFamilies)) {
      for (const statement of statementsOf(model, family)) {
        const services = targets.of(statement.resource.block, argument);
        if (!services) lost.push(statement);
        for (const service of services ?? []) push(statements, service, statement);
      }
    }
    const allows = (role: unknown) => invokes(model, role);
    for (const [service, list] of statements) {
      this.byService.set(service, grantsOf(model, accounts, list, allows));
    }
    this.ofProject = projectGrants(model, accounts);
    this.lost = lost.filter(({ role }) => invokes(model, role) !== 'no');
    this.unknowns = this.lost.map(({ resource: { address } }) => ({
      address,
      reason: 'lets somebody invoke a service that cannot be told',
    }));
  }

  /** Whether everyone may invoke a service. */
  public everyone(callee: RunWorkload): Finding {
    const { name, resource } = callee;
    const { address } = resource;
    if (callee.checksInvoker === false) {
      return open({ address, text: `lets everyone invoke it, since it checks nobody` });
    }
    const nobody = closed(
      `${name} checks who invokes it, and nothing lets everyone; grant roles/run.invoker to allUsers if that is wanted`,
    );
    const grants = this.of(callee).flatMap((grant) =>
      grant.principal.kind === 'everyone' ? [fromGrant(grant, grant.principal, name)] : [],
    );
    const unknown =
      callee.checksInvoker === undefined
        ? [dark('may check nobody who invokes it, which cannot be told', address)]
        : [];
    return any(nobody, ...grants, ...unknown, ...this.unclear(callee));
  }

  /** Whether a workload may invoke a service, as everyone or by its account. */
  public mayInvoke(caller: RunWorkload, callee: RunWorkload): Finding {
    const { account } = caller;
    const label = account ?? 'an account that cannot be told';
    const nobody = closed(
      `nothing lets ${label} invoke ${callee.name}; grant it roles/run.invoker on ${callee.name}`,
    );
    const grants = this.of(callee).flatMap((grant) => {
      const { principal, address } = grant;
      if (principal.kind === 'account' && principal.account === account) {
        const step = { address, text: `lets ${account} invoke ${callee.name}` };
        return [certainly(grant, step)];
      }
      if (principal.kind !== 'group') return [];
      return [dark(`lets ${principal.name} invoke it, whose members are not known`, address)];
    });
    return any(
      nobody,
      this.everyone(callee),
      ...grants,
      ...this.accountDoubts(caller),
      ...this.lostDoubts(),
    );
  }

  /** Accounts that are allowed to invoke a service by name. */
  public accountsOf(callee: RunWorkload): string[] {
    const named = this.of(callee).flatMap(({ principal }) =>
      principal.kind === 'account' ? [principal.account] : [],
    );
    return [...new Set(named)];
  }

  /** Groups that may invoke a service, and whose members are not known. */
  public groupUnknowns(callee: RunWorkload): Unknown[] {
    return (this.byService.get(callee.resource.address) ?? []).flatMap((grant) =>
      grant.principal.kind === 'group'
        ? [
            {
              address: grant.address,
              reason: `lets ${grant.principal.name} invoke ${callee.name}, and whether a workload belongs to it is not known`,
            },
          ]
        : [],
    );
  }

  private of({ resource, project }: RunWorkload): readonly Grant[] {
    const own = this.byService.get(resource.address) ?? [];
    if (this.ofProject.length === 0) return own;
    return [...own, ...this.ofProject.filter((grant) => !differ(grant.project, project))];
  }

  /** Grants on a service itself whose members cannot be told. */
  private unclear(callee: RunWorkload): Finding[] {
    const grant = this.of(callee).find(({ principal }) => principal.kind === 'unknown');
    return grant ? [dark('lets somebody invoke it who cannot be told', grant.address)] : [];
  }

  private lostDoubts(): Finding[] {
    const [first] = this.lost;
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

/** Finds the services that an IAM resource is about. */
class Targets {
  private readonly named: Named;
  private readonly workloads: ReadonlyMap<string, RunWorkload>;

  constructor(
    private readonly model: Model,
    workloads: readonly RunWorkload[],
  ) {
    const types = ['google_cloud_run_v2_service', 'google_cloud_run_service'];
    this.named = new Named(model, types);
    this.workloads = new Map(workloads.map((workload) => [workload.resource.address, workload]));
  }

  /** Addresses of services; undefined where it cannot be told which. */
  public of(block: Readonly<Record<string, unknown>>, argument: string): string[] | undefined {
    const found = this.named.of(block[argument]);
    if (!found) return undefined;
    const path = this.model.text(block[argument]) ?? '';
    const location = this.model.text(block.location) ?? segmentAfter('locations', path);
    const project = this.model.text(block.project) ?? segmentAfter('projects', path);
    return found
      .map(({ address }) => address)
      .filter((address) => {
        const service = this.workloads.get(address);
        return service && !differ(service.location, location) && !differ(service.project, project);
      });
  }
}

function projectGrants(model: Model, accounts: Accounts) {
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

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
