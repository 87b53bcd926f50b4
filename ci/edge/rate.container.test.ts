import { setTimeout as sleep } from 'node:timers/promises';
import { Route } from '../../constructs/core/route';
import { renderNginxConfig } from '../../constructs/nginx/config';
import type { Answer, Proxy } from '../../constructs/nginx/container.fixture';
import { defaultRateLimit, ecsPlatform } from '../../constructs/nginx/platform';
import { EdgeLab, privateRanges, upstreams } from './edge-lab.fixture';
import { countOf, loggedRequests } from './request-log';

const lab = new EdgeLab();
const { requestsPerSecond, burst } = defaultRateLimit.rate!;
let proxy: Proxy;

beforeAll(async () => {
  await lab.start('goapp');
  proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes: [Route.path('/go', 'goapp', { stripPrefix: true })],
      upstreams,
      // with the limit that a deployment has unless it says otherwise
      platform: ecsPlatform({ trustedProxies: privateRanges }),
    }),
  });
}, 120_000);
afterAll(() => lab.remove(), 60_000);

/** Asks as one client of the balancer that the test stands for. */
function from(client: string, id: string, headers: Record<string, string> = {}): Promise<Answer> {
  return proxy.fromBalancer('/go/users', {
    headers: { 'x-forwarded-for': client, 'x-request-id': id, ...headers },
  });
}

/** What a client that asks far too often is told, in the form that it reads. */
async function refusal(accept: string): Promise<Answer> {
  const told = await Promise.all(
    Array.from({ length: 2 * burst }, () => from('198.51.100.3', 'edge-refused', { accept })),
  );
  return told.find(({ status }) => status === 429)!;
}

describe('the rate limit of a deployment', () => {
  const loud = '198.51.100.1';
  const quiet = '198.51.100.2';
  const sent = 2 * burst;
  let answers: readonly Answer[];
  let tookSeconds: number;
  let others: readonly Answer[];
  let json: Answer;
  let html: Answer;

  beforeAll(async () => {
    const started = Date.now();
    const paced = Array.from({ length: 100 }, async (_, turn) => {
      await sleep((turn * 1000) / (requestsPerSecond / 2));
      return from(quiet, `edge-quiet-${turn}`);
    });
    answers = await Promise.all(
      Array.from({ length: sent }, (_, turn) => from(loud, `edge-loud-${turn}`)),
    );
    tookSeconds = (Date.now() - started) / 1000;
    [json, html] = await Promise.all([refusal('application/json'), refusal('text/html')]);
    others = await Promise.all(paced);
    await sleep(1300);
  }, 60_000);

  it('serves the burst and what became free meanwhile, and refuses the rest', () => {
    const served = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ status }) => status === 429).length;
    process.stdout.write(
      `of ${sent} requests of one client in ${tookSeconds} s: ${served} served, ${refused} refused\n`,
    );

    expect(served).toBeGreaterThanOrEqual(burst);
    expect(served).toBeLessThanOrEqual(burst + 1 + Math.ceil(tookSeconds * requestsPerSecond));
    expect(served + refused).toBe(sent);
    expect(refused).toBeGreaterThan(0);
  });

  it('sends on what it serves and nothing else', () => {
    const behind = loggedRequests(lab.logOf('goapp'));
    const wrong = answers.filter(({ status }, turn) => {
      return countOf(behind, `edge-loud-${turn}`) !== (status === 200 ? 1 : 0);
    });

    expect(wrong).toHaveLength(0);
  });

  it('says when to come again, on a page in the form that the client reads', () => {
    expect([json.headers['retry-after'], html.headers['retry-after']]).toEqual(['1', '1']);
    expect(JSON.parse(json.body)).toEqual({
      error: 'Too many requests',
      request_id: 'edge-refused',
    });
    expect(html.headers['content-type']).toBe('text/html');
    expect(html.body).toContain('<h1>Too many requests</h1>');
    expect(html.headers['cache-control']).toBe('no-store');
  });

  it('touches no client that stays below it, in the middle of the flood', () => {
    expect(others.filter(({ status }) => status !== 200)).toHaveLength(0);
  });

  it('is over after a moment', async () => {
    await sleep(1000);

    expect((await from(loud, 'edge-later-0')).status).toBe(200);
  });
});
