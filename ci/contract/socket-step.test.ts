import { createServer } from 'node:http';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import type { SocketStep } from './case';
import { listening, stopServers } from './server.fixture';
import { Sockets } from './socket-step';
import type { Target } from './target';

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers) await server.close();
  await stopServers();
});

/** A real server; `wrong` is what it does instead of the echo. */
async function start(
  onMessage: (socket: Socket, data: unknown) => void,
  options: Partial<ServerOptions> = {},
): Promise<Target> {
  const http = createServer();
  const server = new Server(http, { path: '/chat/socket', ...options });
  servers.push(server);
  server.on('connection', (socket) => {
    socket.emit('response', { data: 'hello' });
    socket.on('message', (data: unknown) => onMessage(socket, data));
  });
  return { ...(await listening(http, false)), prefix: '/chat' };
}

const echo = (socket: Socket, data: unknown) => {
  socket.emit('response', { data });
};
const connect: SocketStep = {
  name: 'one',
  connect: { path: '/socket', transports: ['websocket'] },
};
const greeted: SocketStep = {
  name: 'one',
  receive: { event: 'response', data: { data: 'hello' } },
};
const emit = (data: number | string): SocketStep => ({
  name: 'one',
  emit: { event: 'message', data },
});
const receive = (data: unknown, withinMs = 300): SocketStep => ({
  name: 'one',
  receive: { event: 'response', data: { data: data as string }, withinMs },
});

async function run(target: Target, ...steps: readonly SocketStep[]): Promise<string[]> {
  const sockets = new Sockets(target);
  try {
    for (const step of steps) {
      const found = await sockets.run(step);
      if (found.length > 0) {
        return found.map(({ at, expected, got }) => `${at}: ${expected}, ${got}`);
      }
    }
    return [];
  } finally {
    sockets.close();
  }
}

describe('a Socket.IO connection', () => {
  it('sends and receives below the prefix, texts and numbers and bytes', async () => {
    const target = await start(echo);
    const base64 = 'AAH/';

    expect(await run(target, connect, greeted, emit('ä'), receive('ä'))).toEqual([]);
    expect(await run(target, connect, greeted, emit(1.5), receive(1.5))).toEqual([]);
    expect(
      await run(
        target,
        connect,
        greeted,
        { name: 'one', emit: { event: 'message', base64 } },
        { name: 'one', receive: { event: 'response', base64, data: { data: '<bytes>' } } },
      ),
    ).toEqual([]);
  });

  it('says over what it travels, and when it has ended', async () => {
    const target = await start((socket) => socket.disconnect(true));
    const becomes = (one: 'websocket' | 'disconnected'): SocketStep => ({
      name: 'one',
      transport: { becomes: one, withinMs: 1000 },
    });

    expect(
      await run(target, connect, becomes('websocket'), emit('x'), becomes('disconnected')),
    ).toEqual([]);
    expect(await run(target, connect, becomes('disconnected'))).toEqual([
      'transport: disconnected, websocket',
    ]);
  });

  it('fails when the upgrade never happens', async () => {
    const target = await start(echo, { transports: ['polling'] });
    const both: SocketStep = {
      name: 'one',
      connect: { path: '/socket', transports: ['polling', 'websocket'] },
    };
    const upgraded: SocketStep = {
      name: 'one',
      transport: { becomes: 'websocket', withinMs: 300 },
    };

    expect(await run(target, both, greeted, upgraded)).toEqual(['transport: websocket, polling']);
  });

  it('is refused by the server, by its status or by its word', async () => {
    const closed = await start(echo, { allowRequest: (_, decide) => decide('no', false) });
    const word = await start(echo);
    servers.at(-1)!.use((_, next) => next(new Error('full')));
    const refused = (transport: 'polling' | 'websocket'): SocketStep => ({
      name: 'one',
      connect: { path: '/socket', transports: [transport], refused: true },
    });

    expect(await run(closed, refused('websocket'))).toEqual([]);
    expect(await run(closed, refused('polling'))).toEqual([]);
    expect(await run(word, refused('websocket'))).toEqual([]);
    expect(await run(closed, connect)).toEqual(['connection: connected, refused']);
  });

  it('fails when it is let in although it must not be', async () => {
    const refused: SocketStep = {
      name: 'one',
      connect: { path: '/socket', transports: ['websocket'], refused: true },
    };

    expect(await run(await start(echo), refused)).toEqual(['connection: refused, connected']);
  });

  it('is not taken for refused when nobody is there', async () => {
    const target = await start(echo);
    const gone: Target = { ...target, address: { ...target.address, port: 1 } };
    const refused: SocketStep = {
      name: 'one',
      connect: { path: '/socket', transports: ['websocket'], refused: true },
    };

    expect((await run(gone, refused))[0]).toMatch(/^connection: refused, .*ECONNREFUSED/);
  });

  it('fails when a step names another', async () => {
    const other: SocketStep = { name: 'two', emit: { event: 'message', data: 1 } };

    expect(await run(await start(echo), connect, other)).toEqual(["connection: one, no 'two'"]);
  });
});

describe('a wrong server is caught that', () => {
  it.each<[string, (socket: Socket, data: unknown) => void, RegExp]>([
    ['says nothing', () => undefined, /within 300 ms, nothing/],
    ['answers with another event', (socket, data) => socket.emit('answer', { data }), /nothing/],
    ['answers with another payload', (socket) => socket.emit('response', { data: 'y' }), /"y"/],
    [
      'turns numbers into texts',
      (socket, data) => socket.emit('response', { data: String(data) }),
      /"data":"7"/,
    ],
    ['adds a member', (socket, data) => socket.emit('response', { data, at: 1 }), /"at":1/],
    ['adds a payload', (socket, data) => socket.emit('response', { data }, 1), /, 1$/],
  ])('%s', async (_, wrong, message) => {
    const target = await start(wrong);

    const [problem = ''] = await run(target, connect, greeted, emit(7), receive(7));

    expect(problem).toMatch(message);
  });

  it('turns bytes into a text', async () => {
    const target = await start((socket, data) => {
      socket.emit('response', { data: (data as Buffer).toString('base64') });
    });
    const base64 = 'AAH/';
    const steps: SocketStep[] = [
      { name: 'one', emit: { event: 'message', base64 } },
      { name: 'one', receive: { event: 'response', base64, data: { data: '<bytes>' } } },
    ];

    expect(await run(target, connect, greeted, ...steps)).toHaveLength(1);
  });

  it('tells everybody', async () => {
    const target = await start((_, data) => servers.at(-1)!.emit('response', { data }));
    const second: SocketStep = { ...connect, name: 'two' };
    const silent: SocketStep = { name: 'two', silent: { event: 'response', forMs: 200 } };
    const secondGreeted: SocketStep = { ...greeted, name: 'two' };

    expect(await run(target, connect, second, greeted, secondGreeted, emit('x'), silent)).toEqual([
      `event 'response': none, {"data":"x"}`,
    ]);
  });

  it('mixes up the order', async () => {
    const held: unknown[] = [];
    const target = await start((socket, data) => {
      held.unshift(data);
      if (held.length === 2) for (const one of held) socket.emit('response', { data: one });
    });

    const found = await run(target, connect, greeted, emit(1), emit(2), receive(1), receive(2));

    expect(found).toHaveLength(1);
  });
});
