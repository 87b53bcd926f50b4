import type { Grant } from './grant';

/** Grants that are found by the account that they are for. */
export class GrantIndex<Item extends Grant = Grant> {
  /** Those that are for no single account. */
  public readonly others: readonly Item[];

  private readonly byAccount = new Map<string, Item[]>();

  constructor(grants: readonly Item[]) {
    this.others = grants.filter(({ principal }) => principal.kind !== 'account');
    for (const grant of grants) {
      if (grant.principal.kind !== 'account') continue;
      const same = this.byAccount.get(grant.principal.account);
      if (same) same.push(grant);
      else this.byAccount.set(grant.principal.account, [grant]);
    }
  }

  /** The accounts that are named. */
  public get accounts(): IterableIterator<string> {
    return this.byAccount.keys();
  }

  /** Those for an account. */
  public of(account: string | undefined): readonly Item[] {
    return this.byAccount.get(account ?? '') ?? [];
  }
}
