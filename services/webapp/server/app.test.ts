import { request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { POLICY, Relay } from '../test/relay';

let relay: Relay;

beforeEach(async () => {
  relay = await Relay.start();
});

afterEach(() => relay.stop());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(relay.url + path, { headers });
}

/** The line of the first request; it comes a moment after the answer. */
async function logged(): Promise<Record<string, unknown> | undefined> {
  return (await relay.logged('request served'))[0];
}

describe('the log', () => {
  it('is one JSON line per request', async () => {
    await get('/api/users?token=secret', { 'X-Request-Id': 'trace-1' });

    const line = await logged();
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
      level: 'info',
      msg: 'request served',
      method: 'GET',
      path: '/api/users',
      status: 200,
      duration_ms: expect.any(Number) as unknown,
      request_id: 'trace-1',
    });
    expect(relay.lines).toEqual([`${JSON.stringify(line)}\n`]);
  });

  it('has level error for a 5xx', async () => {
    relay.handler = async (_, res) => void res.writeHead(502).end();

    await get('/');

    expect(await logged()).toMatchObject({ level: 'error', status: 502 });
  });

  it('has status 499 when the client goes away first', async () => {
    const reached = new Promise<void>((resolve) => {
      relay.handler = async () => resolve();
    });
    const client = request(`${relay.url}/`).on('error', () => undefined);
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
      relay.handler = async (req, res) =>
        void res.end(String(seen.push(req.headers['x-request-id'])));

      const response = await get('/', id === undefined ? {} : { 'X-Request-Id': id });

      const made = response.headers.get('x-request-id');
      expect(made).toMatch(/^[0-9a-f-]{36}$/);
      expect(seen).toEqual([made]);
      expect(await logged()).toMatchObject({ request_id: made });
    },
  );

  it('is kept, handed on and sent back', async () => {
    let seen: unknown;
    relay.handler = async (req, res) => {
      seen = req.headers['x-request-id'];
      res.end();
    };

    const response = await get('/', { 'X-Request-Id': 'trace-1' });

    expect(seen).toBe('trace-1');
    expect(response.headers.get('x-request-id')).toBe('trace-1');
  });
});

describe('headers', () => {
  it('are stripped when they are internal to next', async () => {
    let seen: IncomingMessage['headers'] = {};
    relay.handler = async (req, res) => {
      seen = req.headers;
      res.end();
    };

    await get('/', {
      'X-Middleware-Subrequest': 'src/middleware',
      'x-middleware-rewrite': 'http://169.254.170.2',
      'x-nextjs-data': '1',
      'x-prerender-revalidate': 'key',
      'x-harmless': 'kept',
    });

    const names = Object.keys(seen).filter((name) => name.startsWith('x-'));
    expect(names.sort()).toEqual(['x-harmless', 'x-request-id']);
  });

  it.each(['/', '/healthz', '/elsewhere', '/api/socket'])(
    'protect the browser on %s',
    async (path) => {
      const { headers } = await get(path);

      expect(headers.get('content-security-policy')).toBe(POLICY);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
    },
  );
});

describe('what goes wrong', () => {
  it('is a 500 without details', async () => {
    relay.handler = () => Promise.reject(new Error('secret detail'));

    const response = await get('/');

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'internal error' });
    expect(relay.lines.join('')).toContain('secret detail');
  });

  it('cuts the connection when the answer has begun', async () => {
    relay.handler = async (_, res) => {
      res.writeHead(200, { 'Content-Length': 10 }).write('1');
      await sleep(10);
      throw new Error('broken');
    };

    await expect(get('/').then((response) => response.text())).rejects.toThrow();
  });

  it('fails when the request target is a URL', async () => {
    const { port } = new URL(relay.url);
    const status = await new Promise((resolve) => {
      request({ port, path: 'http://169.254.170.2/' }, (res) => resolve(res.statusCode)).end();
    });

    expect(status).toBe(400);
  });
});

describe('health', () => {
  it('is 200 on /healthz, ready or not', async () => {
    relay.health.ready = false;

    const response = await get('/healthz');

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it('is 200 on /readyz when ready', async () => {
    const response = await get('/readyz');

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready' });
  });

  it('is 503 on /readyz when not ready', async () => {
    relay.health.ready = false;

    const response = await get('/readyz');

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: 'not accepting traffic' });
    expect(response.headers.get('connection')).toBe('close');
  });

  it('fails when the method is POST', async () => {
    const response = await fetch(`${relay.url}/healthz`, { method: 'POST' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('is no route elsewhere', async () => {
    expect(await (await get('/other/healthz')).text()).toBe('hello');
  });
});

describe('a request that wants to change something', () => {
  it.each([
    ['POST', '/'],
    ['PUT', '/'],
    ['PATCH', '/nothing'],
    ['DELETE', '/'],
    ['OPTIONS', '/'],
    ['PROPFIND', '/'],
  ])('fails: %s %s', async (method, path) => {
    const response = await fetch(relay.url + path, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(await response.json()).toEqual({ error: `method must be GET, got ${method}` });
  });

  it('is 200 for HEAD', async () => {
    expect((await fetch(relay.url, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('a body', () => {
  const chunked = (bytes: number) =>
    new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < bytes; sent += 1024) controller.enqueue(new Uint8Array(1024));
        controller.close();
      },
    });

  it.each(['/', '/api/socket', '/nothing'])('fails on %s when it is over 64 KiB', async (path) => {
    const response = await fetch(relay.url + path, { method: 'POST', body: 'x'.repeat(65_537) });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: 'body must be at most 65536 bytes' });
  });

  it('fails when it is over 64 KiB and does not say so', async () => {
    const init = { method: 'POST', body: chunked(100 * 1024), duplex: 'half' };

    expect((await fetch(relay.url, init as RequestInit)).status).toBe(413);
  });

  it.each([0, 1, 65_536])('of %d bytes is not what is wrong', async (bytes) => {
    const response = await fetch(relay.url, { method: 'POST', body: 'x'.repeat(bytes) });

    expect(response.status).toBe(405);
  });

  it('that never ends holds nobody up', async () => {
    const endless = request(relay.url, { method: 'POST', headers: { 'Content-Length': 10 } });
    endless.on('error', () => undefined).write('1');

    expect((await get('/')).status).toBe(200);
    endless.destroy();
    await relay.logged('request served', 2);
  });
});

describe('caching', () => {
  it('asks for the page each time, and stores no error', async () => {
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
    expect((await get('/api/socket')).headers.get('cache-control')).toBe('no-store');
    expect((await get('/healthz')).headers.get('cache-control')).toBe('no-store');
  });

  it('leaves the files of the build to next', async () => {
    expect((await get('/_next/static/a.js')).headers.get('cache-control')).toBeNull();
  });
});

describe('metrics', () => {
  async function samples(): Promise<string> {
    await logged();
    return relay.metrics.registry.metrics();
  }

  it.each([
    ['/', '/'],
    ['/?page=2', '/'],
    ['/_next/static/a.js', '/_next/*'],
    ['/readyz', '/readyz'],
    ['/healthz', '/healthz'],
    ['/wp-login.php', 'unmatched'],
    ['/api/socketx', 'unmatched'],
  ])('count %s as route %s', async (path, route) => {
    await get(path);

    const text = await samples();
    const labels = `method="GET",route="${route}"`;
    expect(text).toContain(`http_requests_total{${labels},status="200"} 1`);
    expect(text).toContain(`http_request_duration_seconds_count{${labels}} 1`);
  });

  it('count a method that is no common one as other', async () => {
    await fetch(`${relay.url}/`, { method: 'PROPFIND' });

    expect(await samples()).toContain('http_requests_total{method="other",route="/",status="405"}');
  });

  it('show what is in flight, and the process', async () => {
    let during = '';
    relay.handler = async (_, res) => {
      during = await relay.metrics.registry.metrics();
      res.end();
    };

    await get('/');

    expect(during).toMatch(/^http_requests_in_flight 1$/m);
    expect(await samples()).toMatch(/^http_requests_in_flight 0$/m);
    expect(await samples()).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});
