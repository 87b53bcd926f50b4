import {
  type Fault,
  type FaultOptions,
  type Measured,
  nothing,
  problemsOf,
  together,
} from './fault';
import type { Lab } from './lab';
import { Ledger, Writer } from './ledger';
import { Load, send, tally } from './load';
import { startUsersApi, usersApi } from './services';

const endsWithinMs = 15_000;

/** A second users-api is started on the volume of the first. */
export const secondWriter: Fault = {
  name: 'second-writer',
  promise: 'a second users-api on the same file refuses and says why, and the first goes on',
  rounds: 2,
  seconds: 60,
  run: async (lab, options) =>
    together([await secondOn('wal', lab, options), await secondOn('delete', lab, options)]),
};

async function secondOn(
  journal: 'wal' | 'delete',
  lab: Lab,
  { say }: FaultOptions,
): Promise<Measured> {
  say(`journal ${journal}`);
  const volume = await lab.volume();
  const first = await startUsersApi(lab, { volume, journal });
  const ledger = new Ledger();
  const load = new Load(
    first.url,
    [1, 2].map((number) => new Writer(number, ledger)),
  );
  lab.before(load.abandon);
  const started = Date.now();
  const second = await lab.launch(usersApi({ volume, journal, lockWaitSeconds: 1 }));
  const code = await second.exitCode();
  const ms = Date.now() - started;
  const log = await second.log();
  const counts = tally(await load.stop());
  const { body } = await send(first.url, { path: '/users' });
  const lost = ledger.compare(JSON.parse(body) as { id: number; name: string }[]);
  await first.signal('KILL');
  return {
    ...nothing,
    ...counts,
    rounds: 1,
    lost: lost.length,
    measured: `${journal}: exit ${code} after ${ms} ms`,
    problems: problemsOf([
      [code > 0 && code < 126, `${journal}: the second exits with ${code}`],
      [ms <= endsWithinMs, `${journal}: the second ends after ${ms} ms, more than ${endsWithinMs}`],
      [says(log), `${journal}: the second does not say that another process has the file: ${log}`],
      [counts.acknowledged > 0, `${journal}: the first acknowledged nothing`],
      [counts.failed === 0, `${journal}: ${counts.failed} requests to the first failed`],
      [lost.length === 0, `${journal}: ${lost.slice(0, 3).join('; ')}`],
    ]),
  };
}

/** Whether a log has one error that names the file and who has it. */
export function says(log: string): boolean {
  return log
    .split('\n')
    .some(
      (line) =>
        line.includes('users.db') && /(another|other|second) process|in use|locked/i.test(line),
    );
}
