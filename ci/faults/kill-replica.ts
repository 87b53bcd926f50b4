import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import type { Lab } from './lab';
import { type Attempt, isFailure, Load, reasons, tally } from './load';
import {
  Creators,
  type Executions,
  executions,
  idsOfUsers,
  reader,
  startReplicas,
} from './replicas';

/** One of two replicas is killed and started again, then the other one. */
export const killReplica: Fault = {
  name: 'kill-replica',
  promise: 'no GET fails while one of two replicas is killed, and no POST is made twice',
  rounds: 4,
  seconds: 120,
  run: killReplicaRun,
};

async function killReplicaRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const { base, goapps } = await startReplicas(lab);
  const creators = new Creators();
  const readers = [1, 2, 3, 1].map((id) => reader(`/goapp/users/${id}`));
  const writers = ['a', 'b', 'c', 'd'].map((name) => creators.client(name));
  const load = new Load(base, [...readers, ...writers], { pauseMs: 15 });
  lab.before(load.abandon);
  for (let round = 0; round < rounds; round += 1) {
    await sleep(500 + Math.random() * 500);
    const victim = goapps[round % 2];
    await victim?.signal('KILL');
    await sleep(2000);
    await victim?.start();
    await victim?.becomeReady();
    await sleep(6000);
    say(`${round + 1} of ${rounds} replicas killed, ${load.attempts.length} requests`);
  }
  const attempts = await load.stop();
  return judge(rounds, attempts, executions(creators.answers, await idsOfUsers(base)));
}

/** Holds what was answered and what was made to the promise. */
export function judge(
  rounds: number,
  attempts: readonly Attempt[],
  { acknowledged, lost, twice, unanswered }: Executions,
): Measured {
  const failures = attempts.filter((one) => (one.ask.method ?? 'GET') === 'GET' && isFailure(one));
  return {
    ...tally(attempts),
    rounds,
    lost: lost.length,
    failed: failures.length,
    measured: `${twice.length} POST made twice; ${unanswered} answered with an error`,
    problems: problemsOf([
      [acknowledged > 0, 'no POST was acknowledged'],
      [failures.length === 0, `${failures.length} safe requests failed: ${reasons(failures)}`],
      [lost.length === 0, `users lost: ${lost.slice(0, 3).join(', ')}`],
      [twice.length === 0, `made twice: ${twice.slice(0, 3).join(', ')}`],
    ]),
  };
}
