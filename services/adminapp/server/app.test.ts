import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { close, listenLocally, urlOf } from '../test/backend';
import { createApp, type Handler } from './app';
import type { Health } from './health';
import { createLog } from './log';
import { createMetrics, type Metrics } from './metrics';
import { routeLabel } from './route-label';

const POLICY = "default-src 'none'";

let server: Server;
let metrics: Metrics;
let health: Health;
let handler: Handler;
let lines: string[];

beforeEach(async () => {
  lines = [];
  metrics = createMetrics();
  health = { ready: true };
  handler = async (_, res) => void res.end('hello');
  const app = createApp({
    handler: (req, res) => handler(req, res),
    basePath: '/admin',
    contentSecurityPolicy: POLICY,
    routeLabel,
    health,
    metrics,
    log: createLog((line) => lines.push(line)),
  });
  server = createServer(app);
  await listenLocally(server);
});

afterEach(() => close(server));

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(urlOf(server) + path, { headers });
}

/** The last line that is logged; it comes a moment after the answer. */
async function logged(): Promise<Record<string, unknown>> {
  while (lines.length === 0) await sleep(5);
  return JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
}

describe('the log', () => {
  it('is one JSON line per request', async () => {
    await get('/admin/api/users?token=secret', { 'X-Request-Id': 'trace-1' });

    const line = await logged();
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
      level: 'info',
      msg: 'request served',
      method: 'GET',
      path: '/admin/api/users',
      status: 200,
      duration_ms: expect.any(Number) as unknown,
      request_id: 'trace-1',
    });
    expect(lines).toEqual([`${JSON.stringify(line)}\n`]);
  });

  it('has level error for a 5xx', async () => {
    handler = async (_, res) => void res.writeHead(502).end();

    await get('/admin');

    expect(await logged()).toMatchObject({ level: 'error', status: 502 });
  });

  it('has status 499 when the client goes away first', async () => {
    const reached = new Promise<void>((resolve) => {
      handler = async () => resolve();
    });
    const client = request(`${urlOf(server)}/admin`).on('error', () => undefined);
    client.end();

    await reached;
    client.destroy();

    expect(await logged()).toMatchObject({ status: 499 });
  });
});

describe('the id of a request', () => {
  it.each([undefined, '', 'two words', 'x'.repeat(129)])(
    'is made when the header is %p',
    async (id) => {
      const seen: unknown[] = [];
      handler = async (req, res) => void res.end(String(seen.push(req.headers['x-request-id'])));

      const response = await get('/admin', id === undefined ? {} : { 'X-Request-Id': id });

      const made = response.headers.get('x-request-id');
      expect(made).toMatch(/^[0-9a-f-]{36}$/);
      expect(seen).toEqual([made]);
      expect(await logged()).toMatchObject({ request_id: made });
    },
  );

  it('is kept, handed on and sent back', async () => {
    let seen: unknown;
    handler = async (req, res) => {
      seen = req.headers['x-request-id'];
      res.end();
    };

    const response = await get('/admin', { 'X-Request-Id': 'trace-1' });

    expect(seen).toBe('trace-1');
    expect(response.headers.get('x-request-id')).toBe('trace-1');
  });
});

describe('headers', () => {
  it('are stripped when they are internal to next', async () => {
    let seen: IncomingMessage['headers'] = {};
    handler = async (req, res) => {
      seen = req.headers;
      res.end();
    };

    await get('/admin', {
      'X-Middleware-Subrequest': 'src/middleware',
      'x-middleware-rewrite': 'http://169.254.170.2',
      'x-nextjs-data': '1',
      'x-prerender-revalidate': 'key',
      'x-harmless': 'kept',
    });

    const names = Object.keys(seen).filter((name) => name.startsWith('x-'));
    expect(names.sort()).toEqual(['x-harmless', 'x-request-id']);
  });

  it.each(['/admin', '/healthz', '/elsewhere'])('protect the browser on %s', async (path) => {
    const { headers } = await get(path);

    expect(headers.get('content-security-policy')).toBe(POLICY);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });
});

describe('what goes wrong', () => {
  it('is a 500 without details', async () => {
    handler = () => Promise.reject(new Error('secret detail'));

    const response = await get('/admin');

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'internal error' });
    expect(lines.join('')).toContain('secret detail');
  });

  it('cuts the connection when the answer has begun', async () => {
    handler = async (_, res) => {
      res.writeHead(200, { 'Content-Length': 10 }).write('1');
      await sleep(10);
      throw new Error('broken');
    };

    await expect(get('/admin').then((response) => response.text())).rejects.toThrow();
  });

  it('fails when the request target is a URL', async () => {
    const { port } = new URL(urlOf(server));
    const status = await new Promise((resolve) => {
      request({ port, path: 'http://169.254.170.2/' }, (res) => resolve(res.statusCode)).end();
    });

    expect(status).toBe(400);
  });
});

describe('health', () => {
  it.each(['/healthz', '/admin/healthz'])('is 200 on %s, ready or not', async (path) => {
    health.ready = false;

    const response = await get(path);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it.each(['/readyz', '/admin/readyz'])('is 200 on %s when ready', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready' });
  });

  it.each(['/readyz', '/admin/readyz'])('is 503 on %s when not ready', async (path) => {
    health.ready = false;

    const response = await get(path);

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: 'not accepting traffic' });
    expect(response.headers.get('connection')).toBe('close');
  });

  it('fails when the method is POST', async () => {
    const response = await fetch(`${urlOf(server)}/healthz`, { method: 'POST' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('is no route elsewhere', async () => {
    expect(await (await get('/other/healthz')).text()).toBe('hello');
  });
});

describe('metrics', () => {
  async function samples(): Promise<string> {
    while (lines.length === 0) await sleep(5);
    return metrics.registry.metrics();
  }

  it.each([
    ['/admin', '/'],
    ['/admin/api/users?page=2', '/api/users'],
    ['/admin/api/users/17', '/api/users/:id'],
    ['/admin/_next/static/a.js', '/_next/*'],
    ['/admin/readyz', '/readyz'],
    ['/healthz', '/healthz'],
    ['/administrator', 'unmatched'],
    ['/admin/wp-login.php', 'unmatched'],
  ])('count %s as route %s', async (path, route) => {
    await get(path);

    const text = await samples();
    const labels = `method="GET",route="${route}"`;
    expect(text).toContain(`http_requests_total{${labels},status="200"} 1`);
    expect(text).toContain(`http_request_duration_seconds_count{${labels}} 1`);
  });

  it('count a method that is no common one as other', async () => {
    await fetch(`${urlOf(server)}/admin`, { method: 'PROPFIND' });

    expect(await samples()).toContain('http_requests_total{method="other",route="/",status="200"}');
  });

  it('show what is in flight, and the process', async () => {
    let during = '';
    handler = async (_, res) => {
      during = await metrics.registry.metrics();
      res.end();
    };

    await get('/admin');

    expect(during).toMatch(/^http_requests_in_flight 1$/m);
    expect(await samples()).toMatch(/^http_requests_in_flight 0$/m);
    expect(await samples()).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});
