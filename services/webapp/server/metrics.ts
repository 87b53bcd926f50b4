import { createServer, type Server } from 'node:http';

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

import { SOCKET_PATH } from '../protocol/events';
import { describe } from './log';
import { writeError } from './response';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Counts what the public port answers. */
export interface Metrics {
  readonly registry: Registry;
  begin(): void;
  end(method: string, route: string, status: number, seconds: number): void;
  /** A request that has become a socket: answered at once, however long the socket lives. */
  upgraded(): void;
}

/** Each call makes a registry of its own: the global one would be shared by every test. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const latency = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by method and route pattern.',
    labelNames: ['method', 'route'],
    registers,
  });
  const inFlight = new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests being answered now.',
    registers,
  });
  return {
    registry,
    begin: () => inFlight.inc(),
    end: (method, route, status, seconds) => {
      const labels = { method: methodLabel(method), route };
      inFlight.dec();
      requests.inc({ ...labels, status });
      latency.observe(labels, seconds);
    },
    upgraded: () => requests.inc({ method: 'GET', route: SOCKET_PATH, status: 101 }),
  };
}

/** Serves /metrics and nothing else; listens on a port of its own, which no route leads to. */
export function createMetricsServer(registry: Registry): Server {
  return createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') {
      writeError(res, 404, 'only GET /metrics is served here');
      return;
    }
    registry.metrics().then(
      (text) => res.setHeader('Content-Type', registry.contentType).end(text),
      (cause: unknown) => writeError(res, 500, describe(cause)),
    );
  });
}

/** What a client invents becomes one value: each new label value is memory that is never given back. */
function methodLabel(method: string): string {
  return METHODS.includes(method) ? method : 'other';
}
