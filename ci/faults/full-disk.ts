import { type Fault, type FaultOptions, type Measured, problemsOf, together } from './fault';
import { Inspector } from './inspector';
import type { Lab } from './lab';
import { type Attempt, isAcknowledged, send } from './load';
import { startUsersApi } from './services';

const sizeKiB = 4096;
const users = 40;

/** The disk of users-api is full, and has room again. */
export const fullDisk: Fault = {
  name: 'full-disk',
  promise:
    'users-api answers 507 while its disk is full, goes on reading, and writes again without a restart',
  rounds: 2,
  seconds: 60,
  run: async (lab, options) =>
    together([await fullOn('wal', lab, options), await fullOn('delete', lab, options)]),
};

async function fullOn(
  journal: 'wal' | 'delete',
  lab: Lab,
  { say }: FaultOptions,
): Promise<Measured> {
  say(`journal ${journal}`);
  const volume = await lab.volume(sizeKiB);
  const inspector = await Inspector.start(lab, volume, 'writes');
  const api = await startUsersApi(lab, { volume, journal });
  const create = (id: number): Promise<Attempt> =>
    send(api.url, {
      method: 'POST',
      path: '/users',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, name: 'n'.repeat(100) }),
    });
  const since = await api.startedAt();
  const before = await series(1, create);
  await inspector.fill();
  const during = await untilRefused(1001, create);
  const reads = await series(1, (id) => send(api.url, { path: `/users/${id}` }));
  await inspector.free();
  const after = await series(2001, create);
  const { body } = await send(api.url, { path: '/users' });
  const kept = (JSON.parse(body) as readonly unknown[]).length;
  const measured = judge({ before, during, reads, after, kept });
  const restarted = since === (await api.startedAt()) ? [] : ['the process was started again'];
  return {
    ...measured,
    measured: `${journal}: ${measured.measured}`,
    problems: [...measured.problems, ...restarted].map((one) => `${journal}: ${one}`),
  };
}

/** What was asked before, while and after the disk was full. */
export interface Story {
  readonly before: readonly Attempt[];
  readonly during: readonly Attempt[];
  readonly reads: readonly Attempt[];
  readonly after: readonly Attempt[];
  /** Users that are there at the end. */
  readonly kept: number;
}

/** Holds a story to the promise. */
export function judge({ before, during, reads, after, kept }: Story): Measured {
  const failed = (attempts: readonly Attempt[]): number =>
    attempts.filter((one) => !isAcknowledged(one)).length;
  const writes = [...before, ...during, ...after];
  const made = writes.length - failed(writes);
  const refused = failed(during);
  const clear = during.filter(isClearRefusal).length;
  return {
    rounds: 1,
    requests: writes.length + reads.length,
    acknowledged: made + reads.length - failed(reads),
    lost: Math.max(0, made - kept),
    failed: failed(reads) + failed(after),
    measured: `${clear} x 507`,
    problems: problemsOf([
      [failed(before) === 0, 'not even the empty disk took all users'],
      [refused >= users, `only ${refused} writes met a full disk`],
      [clear === refused, `${refused - clear} refusals are no 507 of JSON`],
      [failed(reads) === 0, `${failed(reads)} reads failed`],
      [failed(after) === 0, `${failed(after)} writes failed though there was room`],
      [kept === made, `${made} users acknowledged and ${kept} there`],
    ]),
  };
}

async function series(from: number, ask: (id: number) => Promise<Attempt>): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (let id = from; id < from + users; id += 1) attempts.push(await ask(id));
  return attempts;
}

/** A full disk takes rows until the pages that it has are full too. */
async function untilRefused(
  from: number,
  ask: (id: number) => Promise<Attempt>,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (let [id, refused] = [from, 0]; refused < users && id < from + 400; id += 1) {
    const attempt = await ask(id);
    attempts.push(attempt);
    if (!isAcknowledged(attempt)) refused += 1;
  }
  return attempts;
}

/** A 507 that says in JSON what is wrong. */
function isClearRefusal({ status, body }: Attempt): boolean {
  return status === 507 && /^\{"error":\s*"[^"]+"\}\s*$/.test(body);
}
