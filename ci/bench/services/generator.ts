import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../command';
import { type Counted, countedIn, latenciesIn } from './h2load';
import { processors } from './lab';
import { percentile } from './ratio';

/** Connections that are kept open, each with one request at a time. */
const connections = 32;

/** Requests after which nginx closes a connection: at a fixed rate h2load opens no other. */
const perConnection = 1000;

/** What a client behind a balancer that ended TLS sends. */
const headers = ['--header', 'X-Forwarded-Proto: https'];

/** The generator and how to get it. */
export const generator = {
  name: 'h2load',
  adds: 'the load on the services',
  remedy: 'apt-get install nghttp2-client',
  present: async () => (await run('h2load', ['--version'])).code === 0,
};

/** As many requests per second as the other side answers, until so many are answered. */
export async function saturate(url: string, requests: number): Promise<Counted> {
  return countedIn(await load(url, { requests, clients: connections }, []));
}

/** Requests at a fixed rate; answers with the milliseconds that 99 in 100 do not exceed. */
export async function p99At(url: string, seconds: number, perSecond: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const log = join(folder, 'requests');
    const requests = perSecond * seconds;
    const clients = Math.max(connections, Math.ceil(requests / perConnection) + 1);
    const rate = (perSecond / clients).toFixed(2);
    countedIn(await load(url, { requests, clients }, ['--rps', rate, '--log-file', log]));
    return percentile(latenciesIn(readFileSync(log, 'utf8')), 0.99);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The end is a number of requests, never `--duration`: with that, h2load 1.52 runs on for ever where a server has just
 * closed a connection, which nginx does after 1000 requests.
 */
async function load(
  url: string,
  { requests, clients }: { readonly requests: number; readonly clients: number },
  more: readonly string[],
): Promise<string> {
  const program = ['h2load', '--h1', '--threads', '1', '--clients', String(clients)];
  const count = Math.max(clients, Math.round(requests));
  const what = ['--requests', String(count), ...headers, ...more, url];
  const pinned = processors ? ['taskset', '--cpu-list', processors.rest] : [];
  const [first = '', ...others] = [...pinned, ...program, ...what];
  const { code, output } = await run(first, others);
  if (code !== 0) throw new Error(`h2load failed at ${url}:\n${output.trim()}`);
  return output;
}
