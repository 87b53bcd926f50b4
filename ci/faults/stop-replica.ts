import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import type { Lab } from './lab';
import { type Attempt, isFailure, Load, reasons, tally } from './load';
import { Creators, executions, idsOfUsers, reader, startReplicas } from './replicas';

/**
 * One of two replicas is stopped and started again, then the other one. Seldom a POST gets a 502, most likely because it
 * arrived while the port closed. The proxy has sent it by then, so it may not send it again.
 */
export const stopReplica: Fault = {
  name: 'stop-replica',
  promise:
    'no GET fails and at most one POST per stop while one of two replicas is stopped and started',
  rounds: 2,
  seconds: 90,
  run: stopReplicaRun,
};

async function stopReplicaRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const { base, goapps, sites } = await startReplicas(lab);
  const creators = new Creators();
  const clients = [
    ...[reader('/goapp/users/1'), reader('/goapp/users/2'), reader('/site/'), reader('/site/')],
    ...[creators.client('first'), creators.client('second')],
  ];
  const load = new Load(base, clients, { pauseMs: 15 });
  lab.before(load.abandon);
  const codes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await sleep(1000);
    const pair = [goapps[round % 2], sites[round % 2]].filter((one) => one !== undefined);
    codes.push(...(await Promise.all(pair.map((one) => one.stop()))));
    await sleep(1000);
    await Promise.all(pair.map((one) => one.start()));
    await Promise.all(pair.map((one) => one.becomeReady()));
    // the proxy asks for addresses again every few seconds
    await sleep(6000);
    say(`${round + 1} of ${rounds} replicas stopped, ${load.attempts.length} requests`);
  }
  const attempts = await load.stop();
  const counts = tally(attempts);
  const reads = attempts.filter((one) => isFailure(one) && isRead(one));
  const writes = attempts.filter((one) => isFailure(one) && !isRead(one));
  const { lost, twice } = executions(creators.answers, await idsOfUsers(base));
  return {
    ...counts,
    rounds,
    lost: lost.length,
    measured: `slowest answer ${counts.slowestMs} ms; ${writes.length} POST of at most ${rounds} failed`,
    problems: problemsOf([
      [reads.length === 0, `${reads.length} requests failed: ${reasons(reads)}`],
      [writes.length <= rounds, `${writes.length} POST failed: ${reasons(writes)}`],
      [lost.length === 0, `users lost: ${lost.slice(0, 3).join(', ')}`],
      [twice.length === 0, `sent twice: ${twice.slice(0, 3).join(', ')}`],
      [codes.every((code) => code === 0), `exit codes ${codes.join(', ')}`],
    ]),
  };
}

function isRead({ ask }: Attempt): boolean {
  return (ask.method ?? 'GET') === 'GET';
}
