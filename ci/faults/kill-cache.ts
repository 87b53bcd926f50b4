import { setTimeout as sleep } from 'node:timers/promises';
import type { Chatter } from './chat';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import type { Lab } from './lab';
import { type Attempt, isAcknowledged, Load, reasons, send } from './load';
import { reader } from './replicas';
import { startChat } from './restart-chat';
import { cache, goapp } from './services';

const answeredWithinMs = 5000;
const backWithinMs = 15_000;
const wordWithinMs = 5000;

/** Valkey, which goapp and pythonapp share, is killed and comes back. */
export const killCache: Fault = {
  name: 'kill-cache',
  promise:
    'without Valkey goapp answers 503 in time, the chat goes on, and all is well once it is back',
  rounds: 2,
  seconds: 120,
  run: killCacheRun,
};

async function killCacheRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  const valkey = await lab.start(cache);
  await lab.start(goapp('in-cache'));
  const { base, chatters } = await startChat(lab);
  const during: Attempt[] = [];
  const back: number[] = [];
  const chat = new Conversation(chatters);
  lab.before(chat.abandon);
  for (let round = 1; round <= rounds; round += 1) {
    await valkey.signal('KILL');
    // connections that were open may still be answered once
    await sleep(200);
    const load = new Load(base, [reader('/goapp/users'), reader('/goapp/users/1')]);
    lab.before(load.abandon);
    await sleep(4000);
    during.push(...(await load.stop()));
    await valkey.start();
    back.push(await msUntilServed(base));
    await sleep(1000);
    say(`${round} of ${rounds} kills, goapp back after ${back.at(-1) ?? 0} ms`);
  }
  await chat.stop();
  return judge(rounds, { during, back, chatters });
}

/** What was answered without a cache. */
export interface Outage {
  /** Requests to goapp while Valkey was away. */
  readonly during: readonly Attempt[];
  /** Time from each start of Valkey to the next answer of goapp, in ms. */
  readonly back: readonly number[];
  readonly chatters: readonly Pick<Chatter, 'sent' | 'answered' | 'foreign' | 'slowestMs'>[];
}

/** Holds an outage of the cache to the promise. */
export function judge(rounds: number, { during, back, chatters }: Outage): Measured {
  const wrong = during.filter(({ status }) => status !== 503);
  const slowest = Math.max(...during.map(({ ms }) => ms));
  const latest = Math.max(...back);
  const [sent, answered] = [sum(chatters, 'sent'), sum(chatters, 'answered')];
  const foreign = chatters.flatMap((one) => one.foreign);
  return {
    rounds,
    requests: during.length + sent,
    acknowledged: answered,
    lost: 0,
    failed: wrong.length + sent - answered,
    measured: `503 in ${slowest} ms of ${answeredWithinMs}, back in ${latest} of ${backWithinMs}; ${answered} of ${sent} words`,
    problems: problemsOf([
      [during.length > 0, 'nothing was asked while Valkey was away'],
      [wrong.length === 0, `${wrong.length} answers are no 503: ${reasons(wrong)}`],
      [slowest <= answeredWithinMs, `an answer took ${slowest} ms, more than ${answeredWithinMs}`],
      [latest <= backWithinMs, `goapp serves after ${latest} ms, more than ${backWithinMs}`],
      [sent > 0 && answered === sent, `${sent - answered} of ${sent} words had no answer`],
      [foreign.length === 0, `words of others came: ${foreign.slice(0, 3).join(', ')}`],
    ]),
  };
}

/** Browsers that all talk until they are told to stop. */
class Conversation {
  private stopped = false;
  private readonly running: Promise<unknown>;

  constructor(chatters: readonly Chatter[]) {
    this.running = Promise.all(
      chatters.map(async (one) => {
        while (!this.stopped) {
          await one.say(wordWithinMs);
          await sleep(200);
        }
      }),
    );
  }

  public readonly abandon = (): void => {
    this.stopped = true;
  };

  public async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }
}

async function msUntilServed(base: string): Promise<number> {
  const started = Date.now();
  while (!isAcknowledged(await send(base, { path: '/goapp/users' }))) {
    if (Date.now() - started > 2 * backWithinMs) break;
    await sleep(50);
  }
  return Date.now() - started;
}

function sum(chatters: Outage['chatters'], what: 'sent' | 'answered'): number {
  return chatters.reduce((total, one) => total + one[what], 0);
}
