import { request, type IncomingMessage } from 'node:http';

import { WebSocket } from 'ws';

import { FakeBackend } from '../test/backend';
import { Client, Relay, until } from '../test/relay';

const PATH = '/api/socket/?EIO=4&transport=websocket';
const HANDSHAKE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};

const PLAIN = { Connection: undefined, Upgrade: undefined };
const POLLING = '/api/socket/?EIO=4&transport=polling';

type Headers = Record<string, string | undefined>;

let backend: FakeBackend;
let relay: Relay;
const cleanUp: (() => void)[] = [];

async function start(options: Parameters<typeof Relay.start>[0] = {}): Promise<void> {
  relay = await Relay.start({ backendUrl: backend.url, ...options });
}

beforeEach(async () => {
  backend = await FakeBackend.start();
});

afterEach(async () => {
  for (const close of cleanUp.splice(0)) close();
  await relay.stop();
  await backend.stop();
});

function connect(options: ConstructorParameters<typeof Client>[1] = {}): Client {
  const client = new Client(relay.url, options);
  cleanUp.push(() => client.close());
  return client;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** A handshake by hand; resolves with the answer, which is 101 without a body when it is accepted. */
function handshake(headers: Headers = {}, path = PATH, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const given = Object.entries({ ...HANDSHAKE, ...headers }).filter(
      ([, value]) => value !== undefined,
    );
    const { hostname, port } = new URL(relay.url);
    const upgrade = request({ hostname, port, path, method, headers: Object.fromEntries(given) });
    upgrade.on('upgrade', ({ headers: answered }, socket) => {
      socket.destroy();
      resolve({ status: 101, body: '', headers: answered });
    });
    upgrade.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        resolve({ status: response.statusCode, body, headers: response.headers });
      });
    });
    upgrade.on('error', reject).end();
  });
}

describe('a handshake', () => {
  beforeEach(() => start());

  it('is accepted with and without a slash at the end, and without an origin', async () => {
    expect(await handshake()).toMatchObject({ status: 101 });
    expect(await handshake({}, '/api/socket?EIO=4&transport=websocket')).toMatchObject({
      status: 101,
    });
  });

  it.each<{ name: string; status: number; headers?: Headers; path?: string; method?: string }>([
    { name: 'long polling', status: 400, headers: PLAIN, path: POLLING },
    { name: 'long polling by POST', status: 405, headers: PLAIN, path: POLLING, method: 'POST' },
    { name: 'long polling as an upgrade', status: 400, path: POLLING },
    { name: 'two transports', status: 400, path: `${PATH}&transport=polling` },
    { name: 'no transport', status: 400, path: '/api/socket/?EIO=4' },
    { name: 'an old protocol', status: 400, path: PATH.replace('4', '3') },
    { name: 'no protocol', status: 400, path: '/api/socket/?transport=websocket' },
    { name: 'a session', status: 400, path: `${PATH}&sid=abc` },
    { name: 'no query', status: 400, path: '/api/socket' },
    { name: 'no upgrade', status: 400, headers: PLAIN },
    { name: 'another upgrade', status: 400, headers: { Upgrade: 'h2c' } },
    { name: 'no key', status: 400, headers: { 'Sec-WebSocket-Key': undefined } },
    { name: 'a short key', status: 400, headers: { 'Sec-WebSocket-Key': 'AA==' } },
    { name: 'an old WebSocket', status: 400, headers: { 'Sec-WebSocket-Version': '8' } },
    { name: 'a foreign origin', status: 403, headers: { Origin: 'https://evil.example' } },
    { name: 'a null origin', status: 403, headers: { Origin: 'null' } },
    { name: 'a browser without origin', status: 403, headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { name: 'another method', status: 405, method: 'DELETE' },
  ])('fails with $name', async ({ status, headers, path, method }) => {
    const answer = await handshake(headers, path, method);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ error: expect.stringMatching(/\w/) as unknown });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers.allow).toBe(status === 405 ? 'GET' : undefined);
    const [line] = await relay.logged('request served');
    expect(line).toMatchObject({ status, request_id: answer.headers['x-request-id'] });
    expect(backend.handshakes).toEqual([]);
  });

  it('is accepted with the origin that the browser has asked, through the proxy too', async () => {
    const proxied = { 'X-Forwarded-Host': 'chat.example', 'X-Forwarded-Proto': 'https' };

    expect(await handshake({ Origin: relay.url })).toMatchObject({ status: 101 });
    expect(await handshake({ ...proxied, Origin: 'https://chat.example' })).toMatchObject({
      status: 101,
    });
    expect(await handshake({ ...proxied, Origin: relay.url })).toMatchObject({ status: 403 });
  });

  it('leads elsewhere when its path is another', async () => {
    for (const path of [
      '/',
      '/api/sockets',
      '/api/socket/x',
      '/socket.io/?EIO=4&transport=websocket',
    ]) {
      expect(await handshake({}, path)).toMatchObject({ status: 200, body: 'hello' });
    }
  });

  it('fails when its target is a URL', async () => {
    const answer = await handshake({}, `http://169.254.170.2${PATH}`);

    expect(answer).toMatchObject({
      status: 400,
      body: '{"error":"request target must be a path"}',
    });
  });

  it('that nobody waits for does no harm', async () => {
    const { hostname, port } = new URL(relay.url);
    const upgrade = request({ hostname, port, path: '/', headers: HANDSHAKE });
    relay.handler = async () => void upgrade.destroy();
    upgrade.on('error', () => undefined).end();

    expect(await relay.logged('request served')).toMatchObject([{ status: 499 }]);
    expect(await handshake()).toMatchObject({ status: 101 });
  });
});

describe('ALLOWED_ORIGINS', () => {
  it('lets the named origins in beside its own', async () => {
    await start({ allowedOrigins: ['https://partner.example'] });

    expect(await handshake({ Origin: 'https://partner.example' })).toMatchObject({ status: 101 });
    expect(await handshake({ Origin: relay.url })).toMatchObject({ status: 101 });
    expect(await handshake({ Origin: 'https://other.example' })).toMatchObject({ status: 403 });
  });
});

describe('MAX_CONNECTIONS', () => {
  it('refuses one more with a sentence, and takes it when another has gone', async () => {
    await start({ maxConnections: 2 });
    const first = connect();
    const second = connect();
    await until(() => first.responses.length + second.responses.length === 2);

    const third = connect();
    await until(() => third.refusals.length === 1);
    expect(third.refusals).toEqual([
      'The chat is full at the moment. It is tried again by itself.',
    ]);
    expect(await relay.sample('websocket_connections_turned_away_total')).toBe('1');
    expect(await relay.logged('socket turned away')).toHaveLength(1);
    await relay.logged('socket disconnected');
    expect(backend.sockets.size).toBe(2);

    first.close();
    await relay.logged('socket disconnected', 2);
    third.socket.connect();
    await until(() => third.responses.length === 1);
  });

  it('refuses the handshake itself when even sentences are too many', async () => {
    await start({ maxConnections: 1 });
    const idle = Array.from(
      { length: 51 },
      () => new WebSocket(relay.url.replace('http', 'ws') + PATH),
    );
    cleanUp.push(() => idle.forEach((socket) => socket.terminate()));
    await relay.logged('socket connected', 51);

    const answer = await handshake();

    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toEqual({ error: 'too many connections are open' });
  });
});

describe('a socket', () => {
  beforeEach(() => start());

  /** A WebSocket that speaks the protocol by hand. */
  function raw(): { socket: WebSocket; frames: string[] } {
    const socket = new WebSocket(relay.url.replace('http', 'ws') + PATH);
    const frames: string[] = [];
    socket.on('message', (data: Buffer) => frames.push(data.toString()));
    socket.on('error', () => undefined);
    cleanUp.push(() => socket.terminate());
    return { socket, frames };
  }

  it('says how often it is asked for a sign of life, and how much it takes', async () => {
    const { frames } = raw();

    await until(() => frames.length > 0);
    expect(JSON.parse(frames[0]?.slice(1) ?? '')).toMatchObject({
      pingInterval: 25_000,
      pingTimeout: 20_000,
      maxPayload: 65_536,
      upgrades: [],
    });
  });

  it('has one line at its start and one at its end, and counts as a request', async () => {
    const client = connect({ extraHeaders: { 'X-Request-Id': 'trace-1' } });
    await until(() => client.responses.length === 1);
    expect(await relay.sample('websocket_connections_open')).toBe('1');

    client.close();

    expect(await relay.logged('socket connected')).toEqual([
      {
        time: expect.any(String) as unknown,
        level: 'info',
        msg: 'socket connected',
        request_id: 'trace-1',
      },
    ]);
    expect(await relay.logged('socket disconnected')).toEqual([
      {
        time: expect.any(String) as unknown,
        level: 'info',
        msg: 'socket disconnected',
        request_id: 'trace-1',
        // the client has said goodbye, which is answered by closing
        reason: 'forced close',
        duration_ms: expect.any(Number) as unknown,
      },
    ]);
    expect(relay.lines).toHaveLength(2);
    expect(await relay.sample('websocket_connections_open')).toBe('0');
    const counted = 'http_requests_total{method="GET",route="/api/socket",status="101"}';
    expect(await relay.sample(counted)).toBe('1');
    expect(await relay.sample('http_requests_in_flight')).toBe('0');
  });

  it('counts its messages by direction', async () => {
    const client = connect();
    client.send('one', 'two');

    await until(() => client.responses.length === 3);
    const relayed = (direction: string) =>
      relay.sample(`websocket_messages_relayed_total{direction="${direction}"}`);
    expect([await relayed('to_backend'), await relayed('to_browser')]).toEqual(['2', '3']);
  });

  it('is closed when a message is over 64 KiB, and the server goes on', async () => {
    const client = connect();
    await until(() => client.responses.length === 1);

    client.send('x'.repeat(70_000));

    await until(() => client.responses.length === 2);
    expect(client.disconnects).toEqual(['transport close']);
    expect(backend.received).toEqual([]);
  });

  it.each([
    'nonsense',
    '4',
    '49',
    '42',
    '42[',
    '42{"a":1}',
    '42[]',
    '451-["message",{"_placeholder":true}]',
    '40/admin,',
  ])('that says %p does not harm another', async (frame) => {
    const other = connect();
    const { socket, frames } = raw();
    await until(() => frames.length > 0);
    socket.send('40');
    await until(() => frames.length > 2);

    socket.send(frame);
    socket.send('42["message","after"]');

    other.send('unmoved');
    await until(() => other.responses.length === 2);
    expect(frames.join('')).not.toContain('unmoved');
  });

  it('gets one backend connection, however often it joins', async () => {
    const { socket, frames } = raw();
    await until(() => frames.length > 0);

    for (let time = 0; time < 20; time += 1) socket.send('40');

    await until(() => socket.readyState === WebSocket.CLOSED);
    expect(backend.handshakes.length).toBeLessThanOrEqual(1);
  });

  it('gets one backend connection, however often it leaves and joins', async () => {
    const { socket, frames } = raw();
    await until(() => frames.length > 0);

    for (let time = 0; time < 20; time += 1) {
      socket.send('40');
      socket.send('41');
    }

    await until(() => socket.readyState === WebSocket.CLOSED);
    await until(() => backend.sockets.size === 0);
    expect(backend.handshakes.length).toBeLessThanOrEqual(1);
  });
});

describe('close', () => {
  it('makes clients come back by themselves, to whoever listens then', async () => {
    await start();
    const client = connect();
    const codes: unknown[] = [];
    client.socket.on('disconnect', (_, details) => {
      codes.push((details as { context?: { code?: number } } | undefined)?.context?.code);
    });
    await until(() => client.responses.length === 1);
    const port = Number(new URL(relay.url).port);

    relay.server.close();
    await relay.gateway.close();

    await until(() => client.disconnects.length === 1);
    expect(client.disconnects).toEqual(['transport close']);
    expect(codes).toEqual([1012]);
    expect(client.socket.active).toBe(true);
    await until(() => backend.sockets.size === 0);
    relay = await Relay.start({ backendUrl: backend.url }, port);
    await until(() => client.responses.length === 2);
  });
});
