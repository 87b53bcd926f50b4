import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from './container';
import { type Fault, type FaultOptions, type Measured, problemsOf, together } from './fault';
import { openForm } from './form';
import type { Lab } from './lab';
import { type Ask, type Attempt, isAcknowledged, Load, reasons, send } from './load';
import { newUser } from './new-user';
import { adminapp, goapp, startUsersApi, staticSite, usersForm } from './services';

const endsWithinMs = 10_000;
// everything is answered for 2 s after the signal; what comes at the very end of them may be refused
const servedMs = 1500;
// slower than those 2 s, and within the 6 s that requests in flight get
const slowMs = 3000;

/** A service that is stopped, and what is asked of it meanwhile. */
interface Stopped {
  readonly service: string;
  readonly container: Container;
  readonly read: string;
  /** A write whose body is slow. */
  readonly slow?: (number: number) => Ask;
}

/** SIGTERM under load, each service alone. */
export const stopService: Fault = {
  name: 'stop-service',
  promise: 'a service that gets SIGTERM answers what it has accepted, and exits with 0 within 10 s',
  rounds: 1,
  seconds: 120,
  run: async (lab, options) => {
    const parts: Measured[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      for (const start of starts) {
        parts.push(await stopOne(await start(lab), lab, options));
        await lab.clear();
      }
    }
    return { ...together(parts), rounds: options.rounds };
  },
};

const starts: readonly ((lab: Lab) => Promise<Stopped>)[] = [
  async (lab) => {
    const container = await lab.start(goapp('in-memory'));
    return { service: 'goapp', container, read: '/users', slow: (id) => newUser('/users', id) };
  },
  async (lab) => {
    await lab.start(goapp('in-memory'));
    const container = await lab.start(adminapp);
    const slow = (id: number): Ask => newUser('/admin/api/users', id);
    return { service: 'adminapp', container, read: '/admin/api/users', slow };
  },
  async (lab) => {
    await startUsersApi(lab, { volume: await lab.volume() });
    const container = await lab.start(usersForm);
    const fill = await openForm(container.url, '/');
    return { service: 'users-form', container, read: '/', slow: (id) => fill(id, 'Ana') };
  },
  async (lab) => {
    const container = await lab.start(staticSite);
    return { service: 'static-site', container, read: '/' };
  },
];

async function stopOne(stopped: Stopped, lab: Lab, { say }: FaultOptions): Promise<Measured> {
  const { service, container, read, slow } = stopped;
  say(service);
  const reader = { next: () => ({ path: read }) };
  const load = new Load(container.url, [reader, reader, reader, reader]);
  lab.before(load.abandon);
  const slowOnes = slow === undefined ? [] : [101, 102, 103].map(slow);
  const answers = slowOnes.map((ask) => send(container.url, ask, { finishAfterMs: slowMs }));
  await sleep(500);
  const signalled = Date.now();
  await container.signal('TERM');
  const code = await container.exitCode();
  const ms = Date.now() - signalled;
  load.abandon();
  const accepted = (await load.stop()).filter((one) => one.startedAt < signalled + servedMs);
  return judge(service, { accepted, slow: await Promise.all(answers), code, ms });
}

/** What a service answered that was told to end. */
export interface Ending {
  /** Requests that began before the signal or within the time in which everything is served. */
  readonly accepted: readonly Attempt[];
  /** Requests whose body ended after that time. */
  readonly slow: readonly Attempt[];
  readonly code: number;
  readonly ms: number;
}

/** Holds an ending to the promise. */
export function judge(service: string, { accepted, slow, code, ms }: Ending): Measured {
  const all = [...accepted, ...slow];
  const failures = all.filter((one) => !isAcknowledged(one));
  return {
    rounds: 1,
    requests: all.length,
    acknowledged: all.length - failures.length,
    lost: 0,
    failed: failures.length,
    measured: `${service} ${(ms / 1000).toFixed(1)} s`,
    problems: problemsOf([
      [accepted.length > 0, `${service}: nothing was asked`],
      [failures.length === 0, `${service}: ${failures.length} failed: ${reasons(failures)}`],
      [code === 0, `${service}: exits with ${code}`],
      [ms <= endsWithinMs, `${service}: exits after ${ms} ms, more than ${endsWithinMs}`],
    ]),
  };
}
