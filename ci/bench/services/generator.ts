import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../command';
import { type Counted, countedIn, latenciesIn } from './h2load';
import { processors } from './lab';
import { percentile } from './ratio';

/** Connections that are kept open, each with one request at a time. */
const connections = 32;

/** What a client behind a balancer that ended TLS sends. */
const headers = ['--header', 'X-Forwarded-Proto: https'];

/** The generator and how to get it. */
export const generator = {
  name: 'h2load',
  adds: 'the load on the services',
  remedy: 'apt-get install nghttp2-client',
  present: async () => (await run('h2load', ['--version'])).code === 0,
};

/** As many requests as the other side answers. */
export async function saturate(url: string, seconds: number): Promise<Counted> {
  return countedIn(await load(url, seconds, []));
}

/** Requests at a fixed rate; answers with the milliseconds that 99 in 100 do not exceed. */
export async function p99At(url: string, seconds: number, perSecond: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const log = join(folder, 'requests');
    const rate = (perSecond / connections).toFixed(2);
    countedIn(await load(url, seconds, ['--rps', rate, '--log-file', log]));
    return percentile(latenciesIn(readFileSync(log, 'utf8')), 0.99);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function load(url: string, seconds: number, more: readonly string[]): Promise<string> {
  const program = ['h2load', '--h1', '--threads', '1', '--clients', String(connections)];
  const what = ['--duration', String(seconds), ...headers, ...more, url];
  const pinned = processors ? ['taskset', '--cpu-list', processors.rest] : [];
  const [first = '', ...others] = [...pinned, ...program, ...what];
  const { code, output } = await run(first, others);
  if (code !== 0) throw new Error(`h2load failed at ${url}:\n${output.trim()}`);
  return output;
}
