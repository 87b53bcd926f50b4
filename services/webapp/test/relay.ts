import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

import { SOCKET_PATH, type ChatProblem, type ChatResponse } from '../protocol/events';
import { Gateway, type GatewayOptions } from '../relay/gateway';
import { createRelayMetrics } from '../relay/metrics';
import { createApp, type Handler } from '../server/app';
import type { Health } from '../server/health';
import { createLog } from '../server/log';
import { createMetrics } from '../server/metrics';
import { createUpgradeListener } from '../server/upgrade';
import { listenLocally, urlOf } from './backend';

export const POLICY = "default-src 'none'";

/** The whole server but for the page, in this process. */
export class Relay {
  readonly lines: string[] = [];
  readonly metrics = createMetrics();
  readonly health: Health = { ready: true };
  readonly gateway: Gateway;
  readonly server: Server;
  handler: Handler = async (_, res) => void res.end('hello');

  private constructor(options: Partial<GatewayOptions>) {
    const { metrics, health } = this;
    const log = createLog((line) => this.lines.push(line));
    this.gateway = new Gateway({
      backendUrl: 'http://127.0.0.1:9',
      allowedOrigins: [],
      maxConnections: 500,
      metrics: createRelayMetrics(metrics.registry),
      log,
      ...options,
    });
    const { gateway } = this;
    const handler: Handler = (req, res) => this.handler(req, res);
    const app = createApp({
      handler,
      gateway,
      contentSecurityPolicy: POLICY,
      health,
      metrics,
      log,
    });
    this.server = createServer(app);
    this.server.on('upgrade', createUpgradeListener({ app, gateway, metrics }));
  }

  static async start(options: Partial<GatewayOptions> = {}, port = 0): Promise<Relay> {
    const relay = new Relay(options);
    await listenLocally(relay.server, port);
    return relay;
  }

  get url(): string {
    return urlOf(this.server);
  }

  /** The lines with this message; waits until there are as many as asked for. */
  async logged(msg: string, count = 1): Promise<Record<string, unknown>[]> {
    const found = () => {
      const lines = this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      return lines.filter((line) => line['msg'] === msg);
    };
    await until(() => found().length >= count);
    return found();
  }

  sample(name: string): Promise<string | undefined> {
    return sampleOf(this.metrics.registry.metrics(), name);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.gateway.close();
    this.gateway.cutOff();
  }
}

async function sampleOf(metrics: Promise<string>, name: string): Promise<string | undefined> {
  const line = (await metrics).split('\n').find((it) => it.startsWith(`${name} `));
  return line?.slice(name.length + 1);
}

type ClientOptions = Partial<ManagerOptions & SocketOptions>;

/** A real client that notes what it is told. */
export class Client {
  readonly socket: Socket;
  readonly responses: unknown[] = [];
  readonly problems: ChatProblem[] = [];
  readonly statuses: string[] = [];
  /** Every event with all that it carried, as text. */
  readonly seen: string[] = [];
  readonly disconnects: string[] = [];
  readonly refusals: string[] = [];

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = io(url, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      ...options,
    });
    this.socket.onAny((...event: unknown[]) => this.seen.push(JSON.stringify(event)));
    this.socket.on('response', (response: ChatResponse | null) => {
      this.responses.push(response?.data);
    });
    this.socket.on('error_message', (problem: ChatProblem) => this.problems.push(problem));
    this.socket.on('status', ({ backend }: { backend: string }) => this.statuses.push(backend));
    this.socket.on('disconnect', (reason) => this.disconnects.push(reason));
    this.socket.on('connect_error', ({ message }) => this.refusals.push(message));
  }

  send(...messages: unknown[]): void {
    for (const message of messages) this.socket.emit('message', message);
  }

  close(): void {
    this.socket.disconnect();
  }
}

const PATIENCE_MS = 12_000;

/** Has an end of its own: a loop that outlives its test would keep the process. */
export async function until(condition: () => boolean): Promise<void> {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > PATIENCE_MS)
      throw new Error(`never came: ${String(condition)}`);
    await sleep(5);
  }
}
