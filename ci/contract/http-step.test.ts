import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { send } from './http-step';
import { parseAnswer } from './raw-step';
import { listening, serve, stopServers } from './server.fixture';
import type { Target } from './target';

afterAll(stopServers);

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers with what has arrived. */
const mirror: RequestListener = (request, response) => {
  void bodyOf(request).then((body) => {
    const { method, url, headers } = request;
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
    response.end(JSON.stringify({ method, url, headers, body }));
  });
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function seen(target: Target, request: Parameters<typeof send>[1]): Promise<Seen> {
  return JSON.parse((await send(target, request)).text) as Seen;
}

describe('a request', () => {
  let target: Target;

  beforeAll(async () => {
    target = await serve(mirror);
  });

  it('is sent with its method and path as they are written, below the prefix', async () => {
    const below = { ...target, prefix: '/form' };

    const first = await seen(below, {
      method: 'PROPFIND',
      path: '/a/../b/%2e%2e//c?x=1;y=<script>',
    });
    const second = await seen(below, { path: '/x', fromRoot: true });
    const third = await seen(target, {});

    expect(first).toMatchObject({
      method: 'PROPFIND',
      url: '/form/a/../b/%2e%2e//c?x=1;y=<script>',
    });
    expect([second.url, third.url, third.method]).toEqual(['/x', '/', 'GET']);
  });

  it('carries a body of each kind with its length and type', async () => {
    const json = await seen(target, { method: 'POST', json: { name: 'ä' } });
    const form = await seen(target, { method: 'POST', form: { name: 'a b&c' } });
    const text = await seen(target, { method: 'POST', text: '<a>' });
    const bytes = await seen(target, { method: 'PUT', bytesRepeat: { text: 'a', times: 70000 } });
    const none = await seen(target, { method: 'POST' });

    expect(json.body).toBe('{"name":"ä"}');
    expect(json.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '13',
    });
    expect(form.body).toBe('name=a+b%26c');
    expect(form.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(text.body).toBe('<a>');
    expect(text.headers['content-type']).toBeUndefined();
    expect(bytes.body).toHaveLength(70000);
    expect(none.headers['content-length']).toBe('0');
  });

  it('says nothing of its length when it is chunked', async () => {
    const { headers, body } = await seen(target, {
      method: 'POST',
      bytesRepeat: { text: 'a', times: 70000 },
      chunked: true,
    });

    expect(headers['transfer-encoding']).toBe('chunked');
    expect(headers['content-length']).toBeUndefined();
    expect(body).toHaveLength(70000);
  });

  it('lets a case take headers away', async () => {
    const { headers } = await seen(target, {
      method: 'POST',
      json: {},
      headers: { 'content-type': null, 'x-extra': '1' },
    });

    expect(headers['content-type']).toBeUndefined();
    expect(headers['x-extra']).toBe('1');
  });

  it('signs in unless it must not', async () => {
    const signedIn = { ...target, login: 'admin:secret' };

    const yes = await seen(signedIn, {});
    const no = await seen(signedIn, { login: false });
    const own = await seen(signedIn, { headers: { authorization: 'Bearer x' } });

    expect(yes.headers.authorization).toBe(`Basic ${btoa('admin:secret')}`);
    expect(no.headers.authorization).toBeUndefined();
    expect(own.headers.authorization).toBe('Bearer x');
  });

  it('goes to the plain entrance where it says so', async () => {
    const http = await serve((_, response) => response.writeHead(308).end());
    const both: Target = { ...target, http: http.address };

    expect((await send(both, { entrance: 'http' })).status).toBe(308);
    expect((await send(both, {})).status).toBe(200);
  });

  it('is sent byte by byte when it is raw', async () => {
    const { host, port } = target.address;
    const raw = `get /x HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`;

    // node's own server refuses a method in small letters, which only a raw request can have
    expect((await send(target, { raw })).status).toBe(400);
    expect((await send(target, { raw: raw.replace('get', 'GET') })).status).toBe(200);
  });
});

describe('an answer', () => {
  it('keeps headers that come twice, each on its line', async () => {
    const { headers } = await send(await serve(mirror), {});

    expect(headers['set-cookie']).toBe('a=1\nb=2');
  });

  it('is taken although the server closes before it has read everything', async () => {
    const target = await serve((_, response) => {
      response.writeHead(413, { connection: 'close' }).end('{"error":"too large"}');
    });

    const times = 200_000;
    const { status } = await send(target, { method: 'POST', bytesRepeat: { text: 'a', times } });

    expect(status).toBe(413);
  });

  it('is of status 0 when the connection ends without one', async () => {
    const silent = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port));
    });
    const address = { secure: false, host: '127.0.0.1', port };
    const target: Target = { mode: 'direct', address, prefix: '', trust: { insecure: false } };

    const sent = await send(target, {});
    const raw = await send(target, { raw: 'GET / HTTP/1.1\r\n\r\n' });
    await new Promise((resolve) => silent.close(resolve));

    expect([sent.status, raw.status]).toEqual([0, 0]);
  });

  it('of status 0 is also one that breaks in the middle', async () => {
    const target = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });

    expect((await send(target, {})).status).toBe(0);
  });

  it('to a tunnel or an upgrade is its status', async () => {
    const server = createHttpServer();
    for (const event of ['connect', 'upgrade'] as const) {
      server.on(event, (_: IncomingMessage, socket: Duplex) => {
        socket.end('HTTP/1.1 200 Opened\r\n\r\n');
      });
    }
    const target = await listening(server, false);
    const headers = { connection: 'upgrade', upgrade: 'websocket' };

    expect((await send(target, { method: 'CONNECT', path: 'goapp:8080' })).status).toBe(200);
    expect((await send(target, { headers })).status).toBe(200);
  });

  it('is read from bytes, and whatever follows is part of its text', () => {
    const first = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nX-A: b: c\r\n\r\na';
    const second = 'HTTP/1.1 404 Not Found\r\n\r\n';

    expect(parseAnswer(first)).toEqual({
      status: 200,
      headers: { 'content-length': '1', 'x-a': 'b: c' },
      text: 'a',
    });
    expect(parseAnswer(first + second).text).toContain('HTTP/1.1 404');
    expect(parseAnswer(second).status).toBe(404);
    expect(parseAnswer('SSH-2.0-x\r\n').status).toBe(0);
  });
});
