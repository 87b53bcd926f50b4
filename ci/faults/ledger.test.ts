import { Ledger, Writer } from './ledger';
import { attempt } from './attempt.fixture';

const ana = { id: 1, name: 'Ana' };

function ledgerWith(
  ...writes: [id: number, value: string | null, acknowledged: boolean][]
): Ledger {
  const ledger = new Ledger();
  for (const write of writes) ledger.note(...write);
  return ledger;
}

describe('a ledger', () => {
  it('reports an acknowledged user that is not there', () => {
    expect(ledgerWith([1, 'Ana', true]).compare([])).toEqual([
      "user 1 is absent and must be 'Ana'",
    ]);
  });

  it('reports an acknowledged change that was undone', () => {
    const ledger = ledgerWith([1, 'Ana', true], [1, 'Eva', true]);

    expect(ledger.compare([ana])).toEqual(["user 1 is 'Ana' and must be 'Eva'"]);
  });

  it('reports an acknowledged deletion that was undone', () => {
    const ledger = ledgerWith([1, 'Ana', true], [1, null, true]);

    expect(ledger.compare([ana])).toEqual(["user 1 is 'Ana' and must be absent"]);
  });

  it('reports a user that nobody made', () => {
    expect(new Ledger().compare([ana])).toEqual(['user 1 is there and nobody made it']);
  });

  it.each([[[]], [[ana]]])('takes either outcome of a write without an answer: %j', (users) => {
    expect(ledgerWith([1, 'Ana', false]).compare(users)).toEqual([]);
  });

  it('holds to what it saw, once a write without an answer is there', () => {
    const ledger = ledgerWith([1, 'Ana', false]);

    expect(ledger.compare([ana])).toEqual([]);
    expect(ledger.compare([])).toEqual(["user 1 is absent and must be 'Ana'"]);
  });

  it('counts what was acknowledged', () => {
    expect(ledgerWith([1, 'Ana', true], [2, 'Eva', false]).acknowledged).toBe(1);
  });
});

describe('a writer', () => {
  it('makes users of its own, renames one and deletes another', () => {
    const writer = new Writer(2, new Ledger(), '/users-api');
    const asks = Array.from({ length: 6 }, () => writer.next());

    expect(asks.map(({ method, path }) => `${method} ${path}`)).toEqual([
      ...Array.from({ length: 3 }, () => 'POST /users-api/users'),
      'PUT /users-api/users/2000001',
      'DELETE /users-api/users/2000002',
      'POST /users-api/users',
    ]);
    expect(JSON.parse(asks[5]?.body ?? '')).toMatchObject({ id: 2_000_004 });
  });

  it.each([
    [201, 1],
    [409, 0],
    [503, 0],
    [undefined, 0],
  ])('notes an answer of %s as %i acknowledged', (status, acknowledged) => {
    const ledger = new Ledger();
    const writer = new Writer(1, ledger);
    writer.learn(attempt({ ask: writer.next(), status }));

    expect(ledger.acknowledged).toBe(acknowledged);
  });
});
