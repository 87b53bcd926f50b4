import type { Ask, Attempt } from './load';

/** What a user is called, or null where there is none. */
type Value = string | null;

/**
 * What users-api may hold, given what it has acknowledged. A write without an answer may have been made or not, so an
 * id has several admissible values until somebody looks.
 */
export class Ledger {
  private readonly admissible = new Map<number, readonly Value[]>();

  /** Writes that were acknowledged. */
  public acknowledged = 0;

  /** Notes a write and what came of it. */
  public note(id: number, value: Value, acknowledged: boolean): void {
    if (acknowledged) this.acknowledged += 1;
    const before = this.admissible.get(id) ?? [null];
    this.admissible.set(id, acknowledged ? [value] : [...new Set([...before, value])]);
  }

  /** Compares with what is there: every difference is an acknowledged write that was lost. What is there counts from now on. */
  public compare(users: readonly { readonly id: number; readonly name: string }[]): string[] {
    const found = new Map(users.map(({ id, name }) => [id, name]));
    const lost: string[] = [];
    for (const [id, values] of this.admissible) {
      const value = found.get(id) ?? null;
      if (!values.includes(value)) {
        lost.push(`user ${id} is ${shown(value)} and must be ${values.map(shown).join(' or ')}`);
      }
      this.admissible.set(id, [value]);
    }
    for (const { id } of users) {
      if (!this.admissible.has(id)) lost.push(`user ${id} is there and nobody made it`);
    }
    return lost;
  }
}

/** A client that creates, renames and deletes users of its own, and notes what it is told. */
export class Writer {
  private turn = 0;
  private id = 0;
  private value: Value = null;

  constructor(
    private readonly number: number,
    private readonly ledger: Ledger,
    private readonly prefix = '',
  ) {}

  /** The next write: of three users one is renamed and another one deleted. */
  public readonly next = (): Ask => {
    const step = this.turn % 5;
    const group = this.number * 1_000_000 + Math.floor(this.turn / 5) * 3 + 1;
    this.turn += 1;
    if (step < 3) return this.write('POST', group + step, `made ${group + step}`);
    if (step === 3) return this.write('PUT', group, `renamed ${this.turn}`);
    return this.write('DELETE', group + 1, null);
  };

  /** A 404 or 409 follows a write whose answer was lost, and says nothing that can be relied upon. */
  public readonly learn = ({ status = 0 }: Attempt): void => {
    this.ledger.note(this.id, this.value, status >= 200 && status < 300);
  };

  private write(method: string, id: number, value: Value): Ask {
    this.id = id;
    this.value = value;
    const path = `${this.prefix}/users${method === 'POST' ? '' : `/${id}`}`;
    if (value === null) return { method, path };
    const headers = { 'content-type': 'application/json' };
    return { method, path, headers, body: JSON.stringify({ id, name: value }) };
  }
}

function shown(value: Value): string {
  return value === null ? 'absent' : `'${value}'`;
}
