import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt } from './attempt.fixture';
import { isFailure, Load, longestGapMs, reasons, send, tally } from './load';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a request', () => {
  it('that is answered has a status and the body', async () => {
    const base = await serve((_, response) => response.writeHead(404).end('no'));
    const { status, body, error } = await send(base, { path: '/' });

    expect({ status, body, error }).toEqual({ status: 404, body: 'no', error: undefined });
  });

  it('whose answer is cut off is a failure, though its status came', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    const answer = await send(base, { path: '/' });

    expect(answer.status).toBeUndefined();
    expect(isFailure(answer)).toBe(true);
  });

  it('that nobody takes is a failure with its reason', async () => {
    const answer = await send('http://127.0.0.1:1', { path: '/' });

    expect(answer.error).toContain('ECONNREFUSED');
    expect(isFailure(answer)).toBe(true);
  });

  it('that is not answered in time is a failure', async () => {
    const base = await serve(() => undefined);
    const answer = await send(base, { path: '/' }, { timeoutMs: 50 });

    expect(answer.error).toBe('no answer within 50 ms');
  });

  it('with a slow body sends its end late', async () => {
    const base = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(body));
    });
    const ask = { method: 'POST', path: '/', body: 'whole' };
    const answer = await send(base, ask, { finishAfterMs: 100 });

    expect(answer.body).toBe('whole');
    expect(answer.ms).toBeGreaterThanOrEqual(90);
  });
});

describe('a load', () => {
  it('records every request that the server saw, and each client learns of its own', async () => {
    let seen = 0;
    let learned = 0;
    const base = await serve((_, response) => {
      seen += 1;
      response.writeHead(seen % 2 === 0 ? 500 : 200).end();
    });
    const client = { next: () => ({ path: '/' }), learn: () => (learned += 1) };
    const load = new Load(base, [client, client]);
    await sleep(200);
    const attempts = await load.stop();

    expect(attempts).toHaveLength(seen);
    expect(learned).toBe(seen);
    expect(tally(attempts)).toMatchObject({ requests: seen, failed: Math.floor(seen / 2) });
  });

  it('ends by itself after its limit', async () => {
    const base = await serve((_, response) => response.end());
    const client = { next: () => ({ path: '/' }) };

    expect(await new Load(base, [client, client, client], { limit: 20 }).finished()).toHaveLength(
      20,
    );
  });

  it('goes on after the server is gone, and counts each refusal', async () => {
    const base = await serve((_, response) => response.end());
    const load = new Load(base, [{ next: () => ({ path: '/' }) }]);
    await sleep(100);
    servers[0]?.closeAllConnections();
    servers[0]?.close();
    await sleep(200);

    expect(tally(await load.stop()).failed).toBeGreaterThan(0);
  });
});

describe('the counts', () => {
  it.each([
    [200, 1, 0],
    [409, 0, 0],
    [500, 0, 1],
    [undefined, 0, 1],
  ])('of an answer with %s are %i acknowledged and %i failed', (status, acknowledged, failed) => {
    expect(tally([attempt({ status })])).toMatchObject({ requests: 1, acknowledged, failed });
  });

  it('hold the slowest answer and the longest time without one', () => {
    const attempts = [0, 100, 900].map((startedAt) => attempt({ startedAt, ms: startedAt / 10 }));

    expect(tally(attempts).slowestMs).toBe(90);
    expect(longestGapMs(attempts)).toBe(990 - 110);
    expect(longestGapMs([...attempts, attempt({ startedAt: 500, status: 502 })])).toBe(880);
  });

  it('say what failed, most frequent first', () => {
    const failures = [attempt({ error: 'reset' }), ...[1, 2].map(() => attempt({ status: 502 }))];

    expect(reasons(failures)).toBe('2 x GET 502, 1 x GET reset');
  });
});
