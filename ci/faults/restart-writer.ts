import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import { openForm } from './form';
import type { Lab } from './lab';
import { Ledger, Writer } from './ledger';
import { type Attempt, type Client, isAcknowledged, Load, longestGapMs, send, tally } from './load';
import { proxy, startUsersApi, usersForm } from './services';

const gapBoundMs = 15_000;

/** users-api, of which there is one, is stopped and started while it is written to. */
export const restartWriter: Fault = {
  name: 'restart-writer',
  promise: 'a restart of users-api is a gap of at most 15 s, for its form too, and loses nothing',
  rounds: 2,
  seconds: 90,
  run: restartWriterRun,
};

async function restartWriterRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const api = await startUsersApi(lab, { volume: await lab.volume() });
  await lab.start(usersForm);
  const { url: base } = await lab.start(proxy());
  const ledger = new Ledger();
  const writers = [1, 2, 3].map((number) => new Writer(number, ledger, '/users-api'));
  const forms = await Promise.all([8, 9].map((number) => typist(number, base, ledger)));
  const loads = [writers, forms].map((clients) => new Load(base, clients, { pauseMs: 20 }));
  for (const load of loads) lab.before(load.abandon);
  const codes: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await sleep(1500);
    codes.push(await api.stop());
    await api.start();
    await api.becomeReady();
    await untilServed(base);
    say(`${round} of ${rounds} restarts, ${ledger.acknowledged} writes`);
  }
  await sleep(1500);
  const attempts = await Promise.all(loads.map((load) => load.stop()));
  const { body } = await send(base, { path: '/users-api/users' });
  const lost = ledger.compare(JSON.parse(body) as { id: number; name: string }[]);
  return judge(rounds, { attempts, lost, codes });
}

/** What was asked directly and through the form, and what is left of it. */
export interface Restarted {
  readonly attempts: readonly (readonly Attempt[])[];
  readonly lost: readonly string[];
  readonly codes: readonly number[];
}

/** Holds restarts to the promise. */
export function judge(rounds: number, { attempts, lost, codes }: Restarted): Measured {
  const gaps = attempts.map(longestGapMs);
  const worst = Math.max(...gaps);
  const { requests, acknowledged, failed } = tally(attempts.flat());
  const ends = attempts.every((one) => one.slice(-3).every(isAcknowledged));
  return {
    rounds,
    requests,
    acknowledged,
    lost: lost.length,
    failed: 0,
    measured: `gap ${gaps.join(' and ')} ms of ${gapBoundMs}; ${failed} refused meanwhile`,
    problems: problemsOf([
      [acknowledged > 0, 'nothing was acknowledged'],
      [worst <= gapBoundMs, `no answer for ${worst} ms, more than ${gapBoundMs}`],
      [ends, 'it does not serve at the end'],
      [lost.length === 0, lost.slice(0, 3).join('; ')],
      [codes.every((code) => code === 0), `exit codes ${codes.join(', ')}`],
    ]),
  };
}

async function untilServed(base: string): Promise<void> {
  const deadline = Date.now() + 2 * gapBoundMs;
  while (!isAcknowledged(await send(base, { path: '/users-api/users' }))) {
    if (Date.now() > deadline) throw new Error('users-api is not served again');
    await sleep(50);
  }
}

/** Somebody who fills in the form again and again. */
async function typist(number: number, base: string, ledger: Ledger): Promise<Client> {
  const fill = await openForm(base, '/form/');
  let id = number * 1_000_000;
  return {
    next: () => {
      id += 1;
      return fill(id, `typed ${id}`);
    },
    learn: (attempt) => ledger.note(id, `typed ${id}`, isAcknowledged(attempt)),
  };
}
