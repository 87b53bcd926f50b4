import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { Json, SocketConnect, SocketEvent, SocketStep } from './case';
import { type Difference, show } from './json-match';
import { originOf, type Target } from './target';

// long, since only what fails waits for it
const defaultMs = 10_000;
const pollMs = 10;

interface Connection {
  readonly socket: Socket;
  /** What has come and no step has looked at yet, oldest first. */
  readonly received: { readonly event: string; readonly payload: readonly unknown[] }[];
}

/** The Socket.IO connections of one case, by name. */
export class Sockets {
  private readonly connections = new Map<string, Connection>();

  constructor(private readonly target: Target) {}

  /** Does one step; answers with what is not as expected. */
  public async run(step: SocketStep): Promise<Difference[]> {
    if (step.connect !== undefined) return this.connect(step.name, step.connect);
    const connection = this.connections.get(step.name);
    if (connection === undefined) return [wrong('connection', 'one', `no '${step.name}'`)];
    if (step.emit !== undefined) connection.socket.emit(step.emit.event, ...payloadOf(step.emit));
    if (step.receive !== undefined) return receive(connection, step.receive);
    if (step.silent !== undefined) return silent(connection, step.silent);
    if (step.transport !== undefined) return becomes(connection, step.transport);
    if (step.close === true) connection.socket.disconnect();
    return [];
  }

  /** Ends every connection of the case. */
  public close(): void {
    for (const { socket } of this.connections.values()) socket.disconnect();
  }

  private async connect(name: string, step: SocketConnect): Promise<Difference[]> {
    const socket = io(originOf(this.target.address), this.optionsFor(step));
    const connection: Connection = { socket, received: [] };
    this.connections.set(name, connection);
    socket.onAny((event: string, ...payload: unknown[]) => {
      connection.received.push({ event, payload });
    });
    const outcome = await outcomeOf(socket, step.withinMs ?? defaultMs);
    const expected = step.refused === true ? 'refused' : 'connected';
    return outcome === expected ? [] : [wrong('connection', expected, outcome)];
  }

  private optionsFor(step: SocketConnect): Partial<ManagerOptions & SocketOptions> {
    const { prefix, login, trust } = this.target;
    const authorization = `Basic ${Buffer.from(login ?? '').toString('base64')}`;
    return {
      path: prefix + step.path,
      transports: [...step.transports],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      rejectUnauthorized: !trust.insecure,
      ...(trust.ca === undefined ? {} : { ca: trust.ca }),
      extraHeaders: { ...(login === undefined ? {} : { authorization }), ...step.headers },
    };
  }
}

function outcomeOf(socket: Socket, withinMs: number): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`no answer within ${withinMs} ms`), withinMs);
    const end = (outcome: string): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    socket.once('connect', () => end('connected'));
    socket.once('connect_error', (error) => end(refusalOf(error)));
    socket.connect();
  });
}

/** Only an answer of the server is a refusal: an unreachable one has not said no. */
function refusalOf(error: Error & { description?: unknown }): string {
  const { description, message } = error;
  if (description === undefined) return 'refused';
  const status =
    typeof description === 'number'
      ? description
      : Number(/response: (\d{3})/.exec(reasonOf(description))?.[1]);
  return status >= 400 && status < 500 ? 'refused' : `${message}: ${reasonOf(description)}`;
}

function reasonOf(description: unknown): string {
  if (typeof description !== 'object' || description === null) return String(description);
  const { message, error } = description as { message?: string; error?: Error };
  return error?.message ?? message ?? 'an unknown reason';
}

async function receive(
  { received }: Connection,
  expected: SocketEvent & { readonly withinMs?: number },
): Promise<Difference[]> {
  const { event, withinMs = defaultMs } = expected;
  const index = (): number => received.findIndex((one) => one.event === event);
  const came = await until(() => index() >= 0, withinMs);
  if (!came) return [wrong(`event '${event}'`, `within ${withinMs} ms`, 'nothing')];
  const [{ payload } = { payload: [] }] = received.splice(index(), 1);
  const wanted = payloadOf(expected);
  if (wanted.length === 0 || isDeepStrictEqual(payload, wanted)) return [];
  return [wrong(`event '${event}'`, shown(wanted), shown(payload))];
}

async function silent(
  { received }: Connection,
  { event, forMs }: { readonly event: string; readonly forMs: number },
): Promise<Difference[]> {
  await sleep(forMs);
  const got = received.find((one) => one.event === event);
  return got === undefined ? [] : [wrong(`event '${event}'`, 'none', shown(got.payload))];
}

async function becomes(
  { socket }: Connection,
  { becomes: name, withinMs = defaultMs }: NonNullable<SocketStep['transport']>,
): Promise<Difference[]> {
  const now = (): string => (socket.connected ? socket.io.engine.transport.name : 'disconnected');
  return (await until(() => now() === name, withinMs)) ? [] : [wrong('transport', name, now())];
}

/** What a payload is on the wire: bytes are within the object that carries them. */
function payloadOf({ data, base64 }: SocketEvent): unknown[] {
  if (base64 !== undefined) {
    const bytes = Buffer.from(base64, 'base64');
    return [data === undefined ? bytes : withBytes(data, bytes)];
  }
  return data === undefined ? [] : [data];
}

/** `<bytes>` within a payload stands for the bytes. */
function withBytes(value: Json, bytes: Buffer): unknown {
  if (value === '<bytes>') return bytes;
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => withBytes(one, bytes));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withBytes(one, bytes)]),
  );
}

async function until(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}

function shown(payload: readonly unknown[]): string {
  return payload
    .map((one) => (Buffer.isBuffer(one) ? `bytes ${one.toString('base64')}` : show(one as Json)))
    .join(', ');
}

function wrong(at: string, expected: string, got: string): Difference {
  return { at, expected, got };
}
