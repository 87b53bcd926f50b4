import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { request } from 'node:https';

/** What is asked in both versions. */
export interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is answered. */
export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const host = 'edge.example.org';

// the proxy puts the id into its error pages, and makes one up where there is none
const sent = { 'x-request-id': 'edge-two-versions' };

/** Asks over HTTP/1.1. */
export function askHttp1(
  origin: string,
  { path, method = 'GET', headers, body }: Asked,
): Promise<Told> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        ...{ host: hostname, port, path, method, rejectUnauthorized: false, agent: false },
        headers: { host, ...sent, ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (data: string) => (text += data));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Asks over HTTP/2, on a connection of its own unless it is given one. */
export async function askHttp2(to: string | ClientHttp2Session, asked: Asked): Promise<Told> {
  if (typeof to !== 'string') return onSession(to, asked);
  const session = connect(to, { rejectUnauthorized: false });
  try {
    return await onSession(session, asked);
  } finally {
    session.destroy();
  }
}

function onSession(
  session: ClientHttp2Session,
  { path, method = 'GET', headers, body }: Asked,
): Promise<Told> {
  const lines: OutgoingHttpHeaders = {
    ...{ ':path': path, ':method': method, ':authority': host },
    ...sent,
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const stream = session.request(lines, { endStream: body === undefined });
    let text = '';
    let told: IncomingHttpHeaders & { ':status'?: number } = {};
    session.on('error', reject);
    stream.setEncoding('utf8');
    stream.on('response', (received) => (told = received));
    stream.on('data', (data: string) => (text += data));
    stream.on('error', reject);
    stream.on('end', () => resolve({ status: told[':status'] ?? 0, headers: told, body: text }));
    if (body !== undefined) stream.end(body);
  });
}

/** An answer without what belongs to one version or to one moment; ids that the proxy made up are all the same. */
export function comparable({ status, headers, body }: Told): unknown {
  const own = new Set([':status', 'connection', 'keep-alive', 'transfer-encoding', 'date']);
  const rest = Object.entries(headers).filter(([name]) => !own.has(name));
  const text = JSON.stringify({ status, headers: Object.fromEntries(rest), body });
  return JSON.parse(text.replaceAll(/\b[0-9a-f]{32}\b/g, 'made-up'));
}
