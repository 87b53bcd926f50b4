import { setTimeout as sleep } from 'node:timers/promises';
import { Chatter, untilAllChat } from './chat';
import type { Container } from './container';
import { type Fault, type FaultOptions, type Measured, problemsOf } from './fault';
import type { Lab } from './lab';
import { cache, proxy, pythonapp, webapp } from './services';

const browsers = 20;
const recoveredWithinMs = 45_000;

/** pythonapp, then webapp is stopped and started while browsers chat. */
export const restartChat: Fault = {
  name: 'restart-chat',
  promise: 'every browser chats on by itself after a restart of pythonapp, and of webapp',
  rounds: 1,
  seconds: 120,
  run: restartChatRun,
};

/** Starts the chat behind the proxy, with browsers that have all had an answer. */
export async function startChat(lab: Lab): Promise<{
  readonly base: string;
  readonly backend: Container;
  readonly relay: Container;
  readonly chatters: readonly Chatter[];
}> {
  const backend = await lab.start(pythonapp);
  const relay = await lab.start(webapp);
  const { url: base } = await lab.start(proxy());
  const chatters = Array.from({ length: browsers }, (_, at) => new Chatter(base, `browser ${at}`));
  for (const { leave } of chatters) lab.before(leave);
  await untilAllChat(chatters, recoveredWithinMs);
  return { base, backend, relay, chatters };
}

async function restartChatRun(lab: Lab, { rounds, say }: FaultOptions): Promise<Measured> {
  await lab.start(cache);
  const { backend, relay, chatters } = await startChat(lab);
  const recovered: number[] = [];
  const codes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, container] of [
      ['pythonapp', backend],
      ['webapp', relay],
    ] as const) {
      const started = Date.now();
      codes.push(await container.stop());
      await container.start();
      await untilAllChat(chatters, recoveredWithinMs);
      recovered.push(Date.now() - started);
      say(`all chat again ${recovered.at(-1) ?? 0} ms after ${name} was told to stop`);
      await sleep(500);
    }
  }
  return judge(rounds, { chatters, recovered, codes });
}

/** What browsers went through. */
export interface Restarts {
  readonly chatters: readonly Pick<Chatter, 'sent' | 'answered' | 'foreign' | 'connected'>[];
  /** Time from each stop signal to the last browser's next answer, in ms. */
  readonly recovered: readonly number[];
  readonly codes: readonly number[];
}

/** Holds restarts of a chat to the promise. */
export function judge(rounds: number, { chatters, recovered, codes }: Restarts): Measured {
  const requests = chatters.reduce((sum, { sent }) => sum + sent, 0);
  const acknowledged = chatters.reduce((sum, { answered }) => sum + answered, 0);
  const foreign = chatters.flatMap((one) => one.foreign);
  const away = chatters.filter(({ connected }) => !connected).length;
  const slowest = Math.max(...recovered);
  return {
    rounds,
    requests,
    acknowledged,
    lost: 0,
    failed: away,
    measured: `all ${chatters.length} chat after ${recovered.join(' and ')} ms of ${recoveredWithinMs}`,
    problems: problemsOf([
      [away === 0, `${away} browsers are not connected`],
      [slowest <= recoveredWithinMs, `it takes ${slowest} ms, more than ${recoveredWithinMs}`],
      [foreign.length === 0, `words of others came: ${foreign.slice(0, 3).join(', ')}`],
      [codes.every((code) => code === 0), `exit codes ${codes.join(', ')}`],
    ]),
  };
}
