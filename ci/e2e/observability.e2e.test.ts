import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../local/ports';
import { ask } from './ask';
import { RunningSystem } from './running-system';

let system: RunningSystem;
let prometheus: string;

beforeAll(async () => {
  const port = String(await freePort());
  system = await RunningSystem.start({
    profile: 'observability',
    env: { SLIPWAY_PROMETHEUS_PORT: port },
  });
  prometheus = `http://127.0.0.1:${port}`;
}, 600_000);

afterAll(() => system.stop(), 60_000);

interface Target {
  readonly labels: { readonly job: string };
  readonly health: string;
}

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

async function query<Data>(path: string): Promise<Data> {
  const { status, body } = await ask(`${prometheus}/api/v1/${path}`);
  expect(status).toBe(200);
  return (JSON.parse(body) as { data: Data }).data;
}

async function until<Value>(
  read: () => Promise<Value>,
  good: (value: Value) => boolean,
  seconds = 60,
): Promise<Value> {
  let value = await read();
  for (
    const end = Date.now() + seconds * 1000;
    !good(value) && Date.now() < end;
    value = await read()
  ) {
    await wait(1000);
  }
  return value;
}

describe('docker compose --profile observability up', () => {
  it('scrapes every service', async () => {
    const read = async (): Promise<string[]> => {
      const { activeTargets } = await query<{ activeTargets: Target[] }>('targets');
      return activeTargets.map(({ labels, health }) => `${labels.job} ${health}`).sort();
    };
    const found = await until(read, (lines) => lines.every((line) => line.endsWith(' up')));

    expect(found).toEqual(
      [
        ...['adminapp', 'goapp', 'pythonapp', 'reverse-proxy', 'site-a', 'site-b'],
        ...['users-api', 'users-form', 'webapp'],
      ].map((name) => `${name} up`),
    );
  });

  it('counts the requests that come through the proxy, by route and status', async () => {
    await ask(`https://127.0.0.1:${system.httpsPort}/form/`);
    const expression = 'http_requests_total{job="users-form",route="/",status="200"}';
    const read = () =>
      query<{ result: { value: [number, string] }[] }>(
        `query?query=${encodeURIComponent(expression)}`,
      );
    const { result } = await until(read, (data) => data.result.length > 0);

    expect(Number(result[0]?.value[1])).toBeGreaterThan(0);
  });

  it('is silent while nothing is wrong', async () => {
    expect(await firing()).toEqual([]);
  });

  it('tells of a cache that is gone, of the errors that it makes and of a service that is gone', async () => {
    const auth = await system.login();
    await system.compose('stop', '--timeout', '1', 'cache', 'site-b');
    const found = await until(
      async () => {
        const users = `https://127.0.0.1:${system.httpsPort}/admin/api/users`;
        const answers = await Promise.all(Array.from({ length: 5 }, () => ask(users, { auth })));
        expect(answers.map(({ status }) => status)).not.toContain(200);
        return firing();
      },
      (alerts) => told.every((alert) => alerts.includes(alert)),
      150,
    );

    expect(found).toEqual(expect.arrayContaining(told));
    // slow answers come with it, but nobody else is accused
    expect(found.map((alert) => alert.split(' ')[1])).toEqual(
      found.map(() => expect.stringMatching(/^(adminapp|goapp|site-b)$/) as string),
    );
  }, 200_000);

  it('says no more of them once they are back', async () => {
    await system.compose('start', 'cache', 'site-b');
    const left = async () => (await firing()).filter((alert) => expected.includes(alert));

    // a budget stays spent until its short window is over: that takes longer than a test may
    expect(await until(left, (alerts) => alerts.length === 0, 150)).toEqual([]);
  }, 200_000);
});

/** What a stopped cache and a stopped site make, as `<alert> <job>`. */
const expected = [
  'absent site-b',
  'server-errors adminapp',
  'server-errors goapp',
  'store-failures goapp',
];

/** And the budget that they spend, which is looked at once a minute. */
const told = [...expected, 'availability-burn goapp'];

async function firing(): Promise<string[]> {
  const { alerts } = await query<{ alerts: readonly Alert[] }>('alerts');
  const names = alerts.flatMap(({ state, labels: { alertname, job } }) =>
    state === 'firing' ? [`${alertname ?? ''} ${job ?? ''}`] : [],
  );
  return [...new Set(names)].sort();
}
