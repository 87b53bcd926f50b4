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

async function query<Data>(path: string): Promise<Data> {
  const { status, body } = await ask(`${prometheus}/api/v1/${path}`);
  expect(status).toBe(200);
  return (JSON.parse(body) as { data: Data }).data;
}

async function until<Value>(
  read: () => Promise<Value>,
  good: (value: Value) => boolean,
): Promise<Value> {
  let value = await read();
  for (const end = Date.now() + 60_000; !good(value) && Date.now() < end; value = await read()) {
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

  it('tells of a service that is gone', async () => {
    await system.compose('stop', 'site-b');
    const read = () =>
      query<{ alerts: { labels: Record<string, string>; state: string }[] }>('alerts');
    const { alerts } = await until(read, (data) =>
      data.alerts.some(({ state }) => state === 'firing'),
    );

    expect(alerts.map(({ labels }) => `${labels.alertname} ${labels.job}`)).toEqual([
      'ServiceDown site-b',
    ]);
  }, 90_000);
});
