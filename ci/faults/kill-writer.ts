import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from './container';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import { Inspector } from './inspector';
import type { Lab } from './lab';
import { Ledger, Writer } from './ledger';
import { Load, send, tally } from './load';
import { startUsersApi } from './services';

const clients = 6;
const gapBoundMs = 10_000;

/** users-api is killed at random points of its work, and starts again on the same volume. */
export const killWriter: Fault = {
  name: 'kill-writer',
  promise: 'users-api keeps every acknowledged write when it is killed with SIGKILL',
  rounds: 100,
  seconds: 240,
  run: killWriterRun,
};

interface Tallied {
  requests: number;
  unanswered: number;
  readonly lost: string[];
  readonly broken: string[];
  readonly gaps: number[];
}

async function killWriterRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const volume = await lab.volume();
  const api = await startUsersApi(lab, { volume });
  const inspector = await Inspector.start(lab, volume);
  const ledger = new Ledger();
  const writers = Array.from({ length: clients }, (_, at) => new Writer(at + 1, ledger));
  const sum: Tallied = { requests: 0, unanswered: 0, lost: [], broken: [], gaps: [] };
  for (let round = 1; round <= rounds; round += 1) {
    const load = new Load(api.url, writers, { pauseMs: 2 });
    lab.before(load.abandon);
    await sleep(20 + Math.random() * 180);
    const killed = await kill(api, load);
    const { integrity, users } = await inspector.look();
    if (integrity !== 'ok') sum.broken.push(`round ${round}: integrity_check says ${integrity}`);
    sum.lost.push(...ledger.compare(users).map((one) => `round ${round}: ${one}`));
    sum.gaps.push(killed.ms + (await startAgain(api)));
    sum.lost.push(...ledger.compare(await listed(api)).map((one) => `round ${round}: ${one}`));
    const { requests, failed } = tally(load.attempts);
    sum.requests += requests;
    sum.unanswered += failed;
    if (round % 10 === 0) say(`${round} of ${rounds} kills, ${ledger.acknowledged} writes`);
  }
  return judge(rounds, ledger.acknowledged, sum);
}

/** Holds what was seen to the promise. */
export function judge(rounds: number, acknowledged: number, sum: Readonly<Tallied>): Measured {
  const { requests, unanswered, lost, broken, gaps } = sum;
  const slowest = Math.max(...gaps);
  return {
    rounds,
    requests,
    acknowledged,
    lost: lost.length,
    failed: 0,
    measured: `back in ${median(gaps)} ms, at most ${slowest} of ${gapBoundMs}; ${unanswered} unanswered`,
    problems: problemsOf([
      [acknowledged >= rounds, `only ${acknowledged} writes were acknowledged`],
      [
        lost.length === 0,
        `${lost.length} acknowledged writes lost: ${lost.slice(0, 3).join('; ')}`,
      ],
      [broken.length === 0, broken.slice(0, 3).join('; ')],
      [slowest <= gapBoundMs, `back after ${slowest} ms, more than ${gapBoundMs}`],
    ]),
  };
}

/** Kills it in the middle of the load; answers with how long that took. */
async function kill(api: Container, load: Load): Promise<{ readonly ms: number }> {
  const started = Date.now();
  await api.signal('KILL');
  const ms = Date.now() - started;
  await load.stop();
  return { ms };
}

async function startAgain(api: Container): Promise<number> {
  const started = Date.now();
  await api.start();
  await api.becomeReady();
  return Date.now() - started;
}

async function listed(api: Container): Promise<{ id: number; name: string }[]> {
  const { status, body, error } = await send(api.url, { path: '/users' });
  if (status !== 200) throw new Error(`GET /users: ${error ?? String(status)}`);
  return JSON.parse(body) as { id: number; name: string }[];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
