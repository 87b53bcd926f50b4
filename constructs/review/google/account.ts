import { type Piece, piecesOf } from '../expression';
import type { Model } from '../model';
import { projectOf } from './project';

/** Everyone with a Google account, or really everyone. */
export type Everyone = 'allUsers' | 'allAuthenticatedUsers';

/** Whom a grant names. */
export type Principal =
  | { readonly kind: 'everyone'; readonly everyone: Everyone }
  | { readonly kind: 'account'; readonly account: string }
  /** Several, and which ones is not in the document: a group, a domain, a pool. */
  | { readonly kind: 'group'; readonly name: string }
  /** People, who are no workloads. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' };

/** The account that a workload has if it names none. */
export const defaultAccount = 'the default service account of Compute Engine';

/** Tells service accounts from each other, however they are referred to. */
export class Accounts {
  private readonly byEmail = new Map<string, string>();

  constructor(private readonly model: Model) {
    for (const resource of model.all('google_service_account')) {
      const { address, block } = resource;
      const id = model.text(block.account_id);
      if (id === undefined) continue;
      const project = projectOf(model, resource);
      // of an unknown project any address with the name is taken for it
      this.byEmail.set(project === undefined ? id : `${id}@${project}`, address);
    }
  }

  /** What tells an account from others, of an expression or an address; undefined where it cannot be told. */
  public of(raw: unknown): string | undefined {
    const identity = this.model.identity(raw);
    if (identity === undefined) return undefined;
    const target = this.model.resources.get(identity);
    if (target?.type === 'google_service_account' && target.mode === 'managed') return identity;
    if (target?.type === 'google_compute_default_service_account') return defaultAccount;
    const data = target?.type === 'google_service_account' ? target.block : undefined;
    const email = data ? this.model.text(data.account_id) : target ? undefined : identity;
    if (email === undefined) return target ? identity : undefined;
    return this.byAddress(email.slice(email.lastIndexOf('/') + 1));
  }

  /** Whom a member of a grant stands for: `serviceAccount:x@y`, `allUsers`. */
  public principal(raw: unknown): Principal {
    const { kind, rest } = this.split(raw);
    if (kind === 'allUsers' || kind === 'allAuthenticatedUsers') {
      return { kind: 'everyone', everyone: kind };
    }
    if (kind === 'serviceAccount') {
      const account = this.of(rest);
      return account === undefined ? { kind: 'unknown' } : { kind: 'account', account };
    }
    if (
      ['group', 'domain', 'principal', 'principalSet'].includes(kind) ||
      kind.startsWith('project')
    ) {
      return { kind: 'group', name: `${kind}:${typeof rest === 'string' ? rest : ''}` };
    }
    return kind === '' ? { kind: 'unknown' } : { kind: 'other' };
  }

  /** Whether the stack makes an account, so that nobody else grants it anything. */
  public owns(account: string): boolean {
    return this.model.resources.get(account)?.mode === 'managed';
  }

  private split(raw: unknown): { readonly kind: string; readonly rest: unknown } {
    const text = this.model.text(raw);
    if (text !== undefined) {
      const [, kind = text, rest = ''] = /^([A-Za-z]+):(.*)$/s.exec(text) ?? [];
      return { kind, rest };
    }
    if (typeof raw !== 'string') return { kind: '', rest: '' };
    const [first, second, ...more]: Piece[] = piecesOf(raw);
    if (first && 'text' in first && second && 'expression' in second && more.length === 0) {
      return { kind: first.text.replace(/:$/, ''), rest: `\${${second.expression}}` };
    }
    // `member` of an account has its kind in front already
    const account = second ? undefined : this.of(raw);
    return account === undefined ? { kind: '', rest: '' } : { kind: 'serviceAccount', rest: raw };
  }

  private byAddress(email: string): string {
    const [id = '', domain = ''] = email.split('@');
    if (/^\d+-compute$/.test(id) && domain === 'developer.gserviceaccount.com') {
      return defaultAccount;
    }
    const project = domain.replace(/\.iam\.gserviceaccount\.com$/, '');
    return this.byEmail.get(`${id}@${project}`) ?? this.byEmail.get(id) ?? email;
  }
}
