import { setTimeout as sleep } from 'node:timers/promises';

import { FakeBackend } from '../test/backend';
import { Client, Relay, until } from '../test/relay';

const GREETING = 'Connected to server!';

let backend: FakeBackend;
let relay: Relay;
let clients: Client[];

beforeEach(async () => {
  backend = await FakeBackend.start();
  relay = await Relay.start({ backendUrl: backend.url });
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  await relay.stop();
  await backend.stop();
});

function connect(): Client {
  const client = new Client(relay.url);
  clients.push(client);
  return client;
}

async function connected(): Promise<Client> {
  const client = connect();
  await until(() => client.responses.length > 0);
  return client;
}

describe('a message', () => {
  it('goes up, and its response comes down', async () => {
    const client = connect();

    client.send('hello');

    await until(() => client.responses.length === 2);
    expect(client.responses).toEqual([GREETING, 'hello']);
    expect(backend.received).toEqual(['hello']);
    expect(client.seen).toContain('["response",{"data":"hello"}]');
  });

  it.each([
    ['markup', '<script>alert(1)</script>'],
    ['quotes', `'; DROP TABLE users; -- "`],
    ['other scripts', '漢字 🎉 עברית'],
    ['control characters', 'a\0b\u001b[31m\n\t'],
    ['spaces around it', '  two  '],
    ['nothing', ''],
    ['as much as is allowed', 'x'.repeat(4_000)],
    ['as many bytes as is allowed', '漢'.repeat(4_000)],
  ])('is passed on unchanged with %s', async (_, text) => {
    const client = await connected();

    client.send(text);

    await until(() => client.responses.length === 2);
    expect(client.responses[1]).toBe(text);
    expect(backend.received).toEqual([text]);
  });

  it('keeps its place among others', async () => {
    const client = await connected();
    const texts = Array.from({ length: 40 }, (_, index) => `${index}`);

    client.send(...texts);

    await until(() => client.responses.length === 41);
    expect(client.responses.slice(1)).toEqual(texts);
  });

  it('never is in the log', async () => {
    const client = await connected();

    client.send('very private', 5);
    await until(() => client.responses.length === 2);
    client.close();

    await relay.logged('socket disconnected');
    expect(relay.lines.join('')).not.toContain('private');
  });
});

describe('many browsers', () => {
  it('have one backend connection each', async () => {
    const [first, second] = [await connected(), await connected()];

    expect(backend.sockets.size).toBe(2);

    first.close();
    await until(() => backend.sockets.size === 1);
    second.send('still here');
    await until(() => second.responses.length === 2);
    expect(first.responses).toEqual([GREETING]);
  });

  it('see only their own responses', async () => {
    const [first, second] = [await connected(), await connected()];

    first.send('from the first');
    second.send('from the second');

    await until(() => first.responses.length + second.responses.length === 4);
    await sleep(50);
    expect(first.responses).toEqual([GREETING, 'from the first']);
    expect(second.responses).toEqual([GREETING, 'from the second']);
  });

  it('see only their own responses when they are fifty at once', async () => {
    const all = Array.from({ length: 50 }, connect);
    const textsOf = (client: Client) =>
      Array.from({ length: 10 }, (_, index) => `client ${all.indexOf(client)} text ${index}`);

    for (const client of all) client.send(...textsOf(client));

    await until(() => all.every(({ responses }) => responses.length === 11));
    for (const client of all) expect(client.responses).toEqual([GREETING, ...textsOf(client)]);
    expect(backend.sockets.size).toBe(50);
  }, 20_000);
});

describe('what is no message', () => {
  it.each([
    ['a number', 5],
    ['nothing', undefined],
    ['null', null],
    ['an object', { data: 'x' }],
    ['a list', ['x']],
    ['bytes', Buffer.from('x')],
  ])('is answered with a sentence: %s', async (_, payload) => {
    const client = await connected();

    client.send(payload);

    await until(() => client.problems.length === 1);
    expect(client.problems).toEqual([{ error: 'A message must be a text.' }]);
    expect(await relay.sample('websocket_messages_refused_total{reason="type"}')).toBe('1');
    expect(backend.received).toEqual([]);
    expect(client.socket.connected).toBe(true);
  });

  it('is answered with a sentence: too long', async () => {
    const client = await connected();

    client.send('x'.repeat(4_001));

    await until(() => client.problems.length === 1);
    expect(client.problems).toEqual([{ error: 'A message has at most 4000 characters.' }]);
    expect(await relay.sample('websocket_messages_refused_total{reason="length"}')).toBe('1');
  });

  it.each(['response', 'error_message', 'status', 'constructor', '__proto__'])(
    'is answered with a sentence: event %s',
    async (event) => {
      const client = await connected();

      client.socket.emit(event, { data: 'forged' });

      await until(() => client.problems.length === 1);
      expect(client.problems).toEqual([{ error: "Only the event 'message' is understood here." }]);
      client.send('still here');
      await until(() => client.responses.length === 2);
      expect(await relay.sample('websocket_messages_refused_total{reason="event"}')).toBe('1');
      expect(backend.received).toEqual(['still here']);
    },
  );
});

describe('a browser that sends too fast', () => {
  it('is told which messages were not sent, and goes on', async () => {
    const client = await connected();
    const texts = Array.from({ length: 90 }, (_, index) => `${index}`);

    client.send(...texts);
    await until(() => client.responses.length - 1 + client.problems.length === 90);

    const answered = client.responses.slice(1);
    const refused = client.problems.map(({ text }) => text);
    expect(answered.length).toBeGreaterThanOrEqual(50);
    expect(refused.length).toBeGreaterThan(20);
    expect([...answered, ...refused].sort()).toEqual([...texts].sort());
    expect(client.problems[0]?.error).toBe(
      'Too fast: at most 20 messages a second. This was not sent.',
    );
    await sleep(200);
    client.send('slowly');
    await until(() => client.responses.includes('slowly'));
  });

  it('is cut off when it floods, and nobody else is', async () => {
    const [flooder, other] = [await connected(), await connected()];

    for (let sent = 0; sent < 5_000; sent += 1) flooder.send(1);

    await until(() => flooder.disconnects.length === 1);
    expect(flooder.disconnects).toEqual(['transport close']);
    expect(await relay.logged('socket cut off')).toHaveLength(1);
    other.send('unmoved');
    await until(() => other.responses.length === 2);
  });
});
