import type { Broken, Unknown } from '../graph';
import type { Model } from '../model';
import { dependsOn } from '../start-order';
import { type Accounts, defaultAccount } from './account';
import { grantsOf } from './grant';
import { GrantIndex } from './grant-index';
import { lastSegment, Named } from './named';
import { readsSecrets } from './role';
import { type Statement, statementsOf } from './statement';
import type { RunWorkload } from './workload';

/** Finds the secrets that workloads cannot read, without which none of their instances starts. */
export class SecretReaders {
  private readonly secrets: Named;
  private readonly grants = new Map<string, GrantIndex>();
  private readonly ofProject: GrantIndex;

  constructor(
    private readonly model: Model,
    private readonly accounts: Accounts,
  ) {
    this.secrets = new Named(model, ['google_secret_manager_secret'], 'secret_id');
    const statements = new Map<string, Statement[]>();
    for (const statement of statementsOf(model, 'google_secret_manager_secret')) {
      const key = this.keyOf(statement.resource.block.secret_id) ?? '?';
      const same = statements.get(key);
      if (same) same.push(statement);
      else statements.set(key, [statement]);
    }
    const allows = (role: unknown) => readsSecrets(model, role);
    for (const [key, list] of statements) {
      this.grants.set(key, new GrantIndex(grantsOf(model, accounts, list, allows)));
    }
    const project = statementsOf(model, 'google_project');
    this.ofProject = new GrantIndex(grantsOf(model, accounts, project, allows));
  }

  /** What a workload needs of secrets and does not get, or may not get. */
  public problemsOf(workload: RunWorkload): { broken: Broken[]; unknowns: Unknown[] } {
    const { name, resource, account } = workload;
    const broken: Broken[] = [];
    const unknowns: Unknown[] = [];
    for (const { secret, text } of needsOf(workload)) {
      const key = this.keyOf(secret);
      const label = key === undefined ? 'a secret' : this.labelOf(key);
      const answer = this.answer(key, account, resource.address, label);
      if (answer?.certain === false) {
        unknowns.push({
          address: resource.address,
          reason: `${text} ${label}, and ${answer.text}`,
        });
      } else if (answer) {
        const announced = { address: resource.address, text: `${text} ${label}` };
        broken.push({ from: name, to: label, port: undefined, announced, reason: answer.text });
      }
    }
    return { broken, unknowns };
  }

  /** Why an account may not read a secret, or undefined if it may. */
  private answer(
    key: string | undefined,
    account: string | undefined,
    workload: string,
    label: string,
  ): { readonly text: string; readonly certain: boolean } | undefined {
    if (key === undefined || account === undefined) {
      return { text: 'whether it may read it cannot be told', certain: false };
    }
    const indexes = [this.grants.get(key), this.ofProject, this.grants.get('?')];
    const own = indexes.slice(0, 2).flatMap((index) => index?.of(account) ?? []);
    const certain = own.filter(({ doubt }) => doubt === undefined);
    if (certain.some(({ address }) => dependsOn(this.model, workload, address))) return undefined;
    const [grant] = certain;
    if (grant) {
      const text = `its first instance may start before ${grant.address} allows it to read ${label}; add that to its depends_on`;
      return { text, certain: true };
    }
    const [doubted] = own;
    if (doubted) return { text: `${doubted.address} ${doubted.doubt ?? ''}`, certain: false };
    const dark = indexes
      .flatMap((index) => index?.others ?? [])
      .find(({ principal }) => principal.kind === 'unknown' || principal.kind === 'group');
    if (dark) return { text: `whether ${dark.address} allows it is not known`, certain: false };
    if (account === defaultAccount || !this.accounts.owns(account)) {
      return { text: `whether ${account} may read it is not known`, certain: false };
    }
    const text = `nothing lets ${account} read ${label}; grant it roles/secretmanager.secretAccessor on the secret`;
    return { text, certain: true };
  }

  private keyOf(raw: unknown): string | undefined {
    const key = this.secrets.key(raw);
    return key === undefined || this.model.resources.has(key) ? key : lastSegment(key);
  }

  private labelOf(key: string): string {
    return this.model.text(this.model.resources.get(key)?.block.secret_id) ?? key;
  }
}

function needsOf({ containers, volumeSecrets }: RunWorkload): { secret: unknown; text: string }[] {
  return [
    ...(containers ?? []).flatMap(({ secrets }) =>
      secrets.map(({ variable, secret }) => ({ secret, text: `${variable} is filled from` })),
    ),
    ...volumeSecrets.map((secret) => ({ secret, text: 'a volume is filled from' })),
  ];
}
