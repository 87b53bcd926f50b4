import { setTimeout as sleep } from 'node:timers/promises';

import { FakeBackend } from '../test/backend';
import { Client, Relay, until } from '../test/relay';

const GREETING = 'Connected to server!';
const LOST = 'No answer came: this may not have arrived.';

let backend: FakeBackend;
let relay: Relay;
let client: Client;

beforeEach(async () => {
  backend = await FakeBackend.start();
  relay = await Relay.start({ backendUrl: backend.url });
  client = new Client(relay.url);
  await until(() => client.responses.length === 1);
});

afterEach(async () => {
  client.close();
  await relay.stop();
  await backend.stop();
});

async function away(): Promise<void> {
  await backend.stop();
  await until(() => client.statuses.at(-1) === 'reconnecting');
}

async function back(): Promise<void> {
  await backend.restart();
  await until(() => client.statuses.at(-1) === 'connected');
}

describe('the connection to the backend', () => {
  it('is a WebSocket without Origin that carries the id of the request', async () => {
    const [connected] = await relay.logged('socket connected');

    expect(backend.handshakes).toHaveLength(1);
    expect(backend.handshakes[0]).toMatchObject({
      upgrade: 'websocket',
      'x-request-id': connected?.['request_id'],
    });
    expect(backend.handshakes[0]).not.toHaveProperty('origin');
  });

  it('ends with the browser', async () => {
    client.close();

    await until(() => backend.sockets.size === 0);
    expect(await relay.logged('socket disconnected')).toHaveLength(1);
  });

  it('ends with a browser that breaks off', async () => {
    client.socket.io.engine.transport.close();
    client.close();

    await until(() => backend.sockets.size === 0);
  });
});

describe('a backend that goes away', () => {
  it('comes back without the browser connecting again', async () => {
    await away();
    await back();

    client.send('hello again');

    await until(() => client.responses.length === 3);
    expect(client.responses).toEqual([GREETING, GREETING, 'hello again']);
    expect(client.statuses).toEqual(['connected', 'reconnecting', 'connected']);
    expect(client.disconnects).toEqual([]);
  }, 15_000);

  it('is told to the log once per outage', async () => {
    await away();
    await sleep(1_500);
    await back();

    expect(await relay.logged('backend is away')).toHaveLength(1);
    expect(await relay.logged('backend is back')).toHaveLength(1);
  }, 15_000);

  it('comes back too when it has sent its clients away', async () => {
    backend.sendAway();
    await until(() => client.statuses.length === 3);

    client.send('hello again');

    await until(() => client.responses.length === 3);
    expect(client.statuses).toEqual(['connected', 'reconnecting', 'connected']);
  }, 15_000);

  it('gets what was sent meanwhile, once and in order', async () => {
    await away();
    client.send('one', 'two', 'three');
    await sleep(100);
    await back();

    await until(() => client.responses.length === 5);
    expect(client.responses.slice(2)).toEqual(['one', 'two', 'three']);
    expect(backend.received).toEqual(['one', 'two', 'three']);
    expect(client.problems).toEqual([]);
  }, 15_000);

  it('takes no more than fifty meanwhile, and says which it does not take', async () => {
    await away();
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    client.send(...texts);
    await sleep(200);

    client.send('one too many');

    await until(() => client.problems.length === 1);
    expect(client.problems).toEqual([
      { error: 'Too many messages wait for an answer. This was not sent.', text: 'one too many' },
    ]);
    expect(await relay.sample('websocket_messages_refused_total{reason="full"}')).toBe('1');
    await back();
    await until(() => client.responses.length === 52);
    expect(backend.received).toEqual(texts);
  }, 15_000);

  it('leaves no message without an answer or a sentence', async () => {
    backend.answer = () => undefined;
    client.send('swallowed', 'swallowed too');
    await until(() => backend.received.length === 2);

    await away();

    await until(() => client.problems.length === 2);
    expect(client.problems).toEqual([
      { error: LOST, text: 'swallowed' },
      { error: LOST, text: 'swallowed too' },
    ]);
    expect(await relay.sample('websocket_messages_refused_total{reason="lost"}')).toBe('2');
    await back();
    expect(backend.received).toEqual(['swallowed', 'swallowed too']);
  }, 15_000);

  it('is never named to the browser', async () => {
    client.send('before');
    await until(() => client.responses.length === 2);
    await away();
    client.send('during', 5);
    await sleep(200);
    await back();
    await until(() => client.responses.length === 4);

    const { host, port } = new URL(backend.url);
    expect(client.seen.length).toBeGreaterThan(6);
    for (const event of client.seen) {
      expect(event).not.toContain(host);
      expect(event).not.toContain(port);
      expect(event).not.toMatch(/ECONN|websocket error|xhr|stack/);
    }
  }, 15_000);
});

describe('a backend that says nothing', () => {
  it('is named after ten seconds, with the message that it owes', async () => {
    backend.answer = () => undefined;
    const started = performance.now();

    client.send('anybody?');

    await until(() => client.problems.length === 1);
    expect(client.problems).toEqual([{ error: LOST, text: 'anybody?' }]);
    expect(performance.now() - started).toBeGreaterThan(9_900);
    expect(client.socket.connected).toBe(true);
  }, 15_000);

  it.each([
    ['more than data', { data: 'x', more: 1 }],
    ['no data', {}],
    ['null', null],
    ['data that is no text', { data: [1, { a: null }] }],
  ])('or something else is passed on as it is: %s', async (_, response) => {
    backend.answer = (socket) => socket.emit('response', response);

    client.send('x');

    await until(() => client.seen.length === 3);
    expect(client.seen[2]).toBe(JSON.stringify(['response', response]));
  });
});
