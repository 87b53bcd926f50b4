import { createServer, type Server, type ServerResponse } from 'node:http';

import { FakeBackend, close, json, listenLocally, text, urlOf } from '../test/backend';
import { MAX_BODY_BYTES } from './body';
import { relayUser, relayUsers } from './users';

const JANE = { id: '2', name: 'Jane Smith', email: 'jane@example.com', age: 25 };
const TIMEOUT_MS = 200;

let backend: FakeBackend;
let relay: Server;
let backendUrl: string;
let logged: jest.SpyInstance;

beforeAll(async () => {
  backend = await FakeBackend.start();
  relay = createServer((req, res) => {
    const target = { url: backendUrl, timeoutMs: TIMEOUT_MS };
    const id = req.url?.slice('/api/users/'.length);
    void (id ? relayUser(req, res, decodeURIComponent(id), target) : relayUsers(req, res, target));
  });
  await listenLocally(relay);
  logged = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});

beforeEach(() => {
  backend.reset();
  backendUrl = backend.url;
  logged.mockClear();
});

afterAll(async () => {
  await Promise.all([close(relay), backend.stop()]);
  logged.mockRestore();
});

interface Request {
  readonly id?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function call(method: string, { id, body, headers }: Request = {}) {
  const path = id === undefined ? '/api/users' : `/api/users/${encodeURIComponent(id)}`;
  const response = await fetch(urlOf(relay) + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('what is relayed', () => {
  it('lists the users', async () => {
    backend.reply = json(200, [JANE]);

    const answer = await call('GET');

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual([JANE]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(backend.received).toMatchObject([{ method: 'GET', url: '/users', body: '' }]);
  });

  it('adds a user', async () => {
    backend.reply = json(201, JANE);

    const answer = await call('POST', { body: JANE });

    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toEqual(JANE);
    expect(backend.received).toMatchObject([
      { method: 'POST', url: '/users', headers: { 'content-type': 'application/json' } },
    ]);
    expect(JSON.parse(backend.received[0]!.body)).toEqual(JANE);
  });

  it('changes a user', async () => {
    backend.reply = json(200, JANE);

    const answer = await call('PUT', { id: '2', body: JANE });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual(JANE);
    expect(backend.received).toMatchObject([{ method: 'PUT', url: '/users/2' }]);
    expect(JSON.parse(backend.received[0]!.body)).toEqual(JANE);
  });

  it.each([
    ['200 and a message', json(200, { message: 'User deleted' })],
    ['an empty 204', text(204, '')],
  ])('answers an empty 204 to a delete when the backend answers %s', async (_, reply) => {
    backend.reply = reply;

    const answer = await call('DELETE', { id: '2' });

    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(backend.received).toMatchObject([{ method: 'DELETE', url: '/users/2', body: '' }]);
  });

  it.each([
    ['a/b', '/users/a%2Fb'],
    ['../users', '/users/..%2Fusers'],
    ['ünï 漢字', '/users/%C3%BCn%C3%AF%20%E6%BC%A2%E5%AD%97'],
    ['a?b#c%d', '/users/a%3Fb%23c%25d'],
  ])('keeps the id %s one segment of the path', async (id, url) => {
    backend.reply = json(200, {});

    await call('DELETE', { id });

    expect(backend.received).toMatchObject([{ url }]);
  });

  it('hands on the id of the request', async () => {
    await call('GET', { headers: { 'X-Request-Id': 'trace-1' } });

    expect(backend.received[0]!.headers['x-request-id']).toBe('trace-1');
  });

  it('keeps a path of the backend URL', async () => {
    backendUrl = `${backend.url}/v1/`;

    await call('GET');

    expect(backend.received).toMatchObject([{ url: '/v1/users' }]);
  });
});

describe("the backend's refusals", () => {
  it.each([
    ['POST', undefined, 400, 'body must be one JSON object'],
    ['POST', undefined, 409, 'User already exists'],
    ['PUT', '9', 400, "'age' must be an integer"],
    ['PUT', '9', 404, 'User not found'],
    ['DELETE', '9', 404, 'User not found'],
  ])('pass through for %s %s with %i', async (method, id, status, error) => {
    backend.reply = json(status, { error });

    const body = method === 'DELETE' ? undefined : JANE;
    const answer = await call(method, { ...(id && { id }), body });

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({ error });
  });
});

describe('what the relay refuses itself', () => {
  it.each([
    ['PUT', undefined, 'GET, POST'],
    ['DELETE', undefined, 'GET, POST'],
    ['PATCH', undefined, 'GET, POST'],
    ['HEAD', undefined, 'GET, POST'],
    ['GET', '1', 'PUT, DELETE'],
    ['POST', '1', 'PUT, DELETE'],
    ['OPTIONS', '1', 'PUT, DELETE'],
  ])('fails when the method is %s on id %s', async (method, id, allow) => {
    const answer = await call(method, { ...(id && { id }) });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(backend.received).toEqual([]);
  });

  it('fails when the body is larger than 64 KiB', async () => {
    const answer = await call('POST', { body: 'x'.repeat(MAX_BODY_BYTES + 1) });

    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toEqual({ error: 'body must be at most 65536 bytes' });
    expect(backend.received).toEqual([]);
  });

  it('takes a body of exactly 64 KiB', async () => {
    backend.reply = json(400, { error: 'not JSON' });

    await call('POST', { body: 'x'.repeat(MAX_BODY_BYTES) });

    expect(backend.received[0]!.body).toHaveLength(MAX_BODY_BYTES);
  });

  it.each(['.', '..'])('fails when the id is %s, which no URL can carry', async (id) => {
    const handler = createServer((req, res) => void relayUser(req, res, id));
    await listenLocally(handler);

    const answer = await fetch(urlOf(handler), { method: 'DELETE' });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: `'id' must not be a relative path, got '${id}'`,
    });
    await close(handler);
  });

  it.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['same-origin', 201],
    ['none', 201],
  ])('answers a browser that says the request is %s with %i', async (site, status) => {
    backend.reply = json(201, JANE);

    const answer = await call('POST', { body: JANE, headers: { 'Sec-Fetch-Site': site } });

    expect(answer.status).toBe(status);
    expect(backend.received).toHaveLength(status === 201 ? 1 : 0);
  });
});

describe('a backend that fails', () => {
  it.each([
    ['is an HTML page', text(200, '<h1>hello</h1>'), 'backend did not answer with JSON'],
    ['is an HTML page with 404', text(404, 'not here'), 'backend did not answer with JSON'],
    ['is empty', text(200, ''), 'backend did not answer with JSON'],
    ['is a 500', json(500, { error: 'secret detail' }), 'backend answered 500'],
    ['is a redirect', redirect, 'backend answered 302'],
    ['stops in the middle', cutOff, 'backend is unreachable'],
    ['never comes', () => undefined, 'backend took too long'],
    ['never ends', neverEnding, 'backend took too long'],
  ])('is a 502 when the answer %s', async (_, reply, error) => {
    backend.reply = reply;

    const answer = await call('GET');

    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toEqual({ error });
    expect(backend.received).toHaveLength(1);
  });

  it('is a 502 and a log line with the reason when nothing listens', async () => {
    const gone = await FakeBackend.start();
    backendUrl = gone.url;
    await gone.stop();

    const answer = await call('GET', { headers: { 'X-Request-Id': 'trace-2' } });

    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toEqual({ error: 'backend is unreachable' });
    expect(JSON.parse(String(logged.mock.calls[0]![0]))).toMatchObject({
      level: 'error',
      msg: 'backend call failed',
      error: expect.stringContaining('ECONNREFUSED') as unknown,
      request_id: 'trace-2',
    });
  });
});

describe('the address of the backend', () => {
  afterEach(() => {
    delete process.env.BACKEND_URL;
  });

  it('is read when a request comes', async () => {
    const server = createServer((req, res) => void relayUsers(req, res));
    await listenLocally(server);
    process.env.BACKEND_URL = backend.url;

    const answer = await fetch(urlOf(server));

    expect(answer.status).toBe(200);
    expect(backend.received).toHaveLength(1);
    await close(server);
  });
});

function redirect(res: ServerResponse): void {
  res.writeHead(302, { Location: `${backend.url}/elsewhere` }).end();
}

function cutOff(res: ServerResponse): void {
  res.writeHead(200, { 'Content-Length': 100 }).write('[');
  setTimeout(() => res.destroy(), 20);
}

function neverEnding(res: ServerResponse): void {
  res.writeHead(200).write('[');
}
