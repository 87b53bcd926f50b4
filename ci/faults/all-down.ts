import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import type { Lab } from './lab';
import { type Attempt, isAcknowledged, send } from './load';
import { startReplicas } from './replicas';

const backWithinMs = 15_000;
const answeredWithinMs = 10_000;

/** Both replicas are killed, and start again. */
export const allDown: Fault = {
  name: 'all-down',
  promise:
    'with no replica left the proxy answers with a page of its own, and serves once one is back',
  rounds: 1,
  seconds: 90,
  run: allDownRun,
};

async function allDownRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const { base, goapps } = await startReplicas(lab);
  const pages: Attempt[] = [];
  const back: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await Promise.all(goapps.map((one) => one.signal('KILL')));
    for (let turn = 0; turn < 5; turn += 1) {
      pages.push(await read(base, 'text/html'), await read(base, 'application/json'));
    }
    const started = Date.now();
    await Promise.all(goapps.map((one) => one.start()));
    while (!isAcknowledged(await read(base, 'application/json'))) {
      if (Date.now() - started > 2 * backWithinMs) break;
      await sleep(50);
    }
    back.push(Date.now() - started);
    say(`${round} of ${rounds}, back after ${back.at(-1) ?? 0} ms`);
  }
  return judge(rounds, pages, back);
}

/** Holds the pages of an outage, and how long it lasted, to the promise. */
export function judge(
  rounds: number,
  pages: readonly Attempt[],
  back: readonly number[],
): Measured {
  const wrong = pages.filter((one) => !isOwnPage(one));
  const slowest = Math.max(...pages.map(({ ms }) => ms));
  const latest = Math.max(...back);
  const [{ status, body } = { status: 0, body: '' }] = wrong;
  return {
    rounds,
    requests: pages.length,
    acknowledged: 0,
    lost: 0,
    failed: wrong.length,
    measured: `page in ${slowest} ms of ${answeredWithinMs}; back in ${latest} of ${backWithinMs}`,
    problems: problemsOf([
      [
        wrong.length === 0,
        `${wrong.length} are no such page: ${status ?? ''} ${body.slice(0, 120)}`,
      ],
      [slowest <= answeredWithinMs, `a page took ${slowest} ms, more than ${answeredWithinMs}`],
      [latest <= backWithinMs, `it serves after ${latest} ms, more than ${backWithinMs}`],
    ]),
  };
}

/** A page of the proxy in the wanted form, that says when to come again and nothing of what is inside. */
export function isOwnPage({ ask, status = 0, headers, body }: Attempt): boolean {
  const type = ask.headers?.accept ?? '';
  return (
    [502, 503, 504].includes(status) &&
    /^\d+$/.test(headers['retry-after'] ?? '') &&
    (headers['content-type'] ?? '').startsWith(type) &&
    (type === 'text/html' ? /<h1>[^<]+<\/h1>/.test(body) : /^\{"error":"[^"]+"/.test(body)) &&
    !/goapp|upstream|\bat .+:\d+|goroutine|172\.|nginx\/\d/.test(body)
  );
}

function read(base: string, accept: string): Promise<Attempt> {
  return send(base, { path: '/goapp/users/1', headers: { accept } });
}
