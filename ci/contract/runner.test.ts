import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Case } from './case';
import { concreteCases } from './case-file';
import type { PlannedGroup } from './plan';
import { Redaction } from './redaction';
import { type CaseResult, runGroups } from './runner';
import { serve, stopServers } from './server.fixture';
import type { Target } from './target';

afterAll(stopServers);

/** What may be wrong with a shop. */
type Fault =
  | 'loses'
  | 'keeps'
  | 'doubles'
  | 'renames'
  | 'crashes'
  | 'hangs up'
  | 'forgets a header'
  | 'tells its stack';

/** A small real service: POST /things, GET and DELETE /things/:id. */
function shop(fault?: Fault, asked: string[] = []): RequestListener {
  const things = new Map<string, { id: string; name: string }>();
  return (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    void bodyOf(request).then((body) => {
      if (fault === 'hangs up') response.destroy();
      else if (fault === 'tells its stack') say(response, 500, { error: 'x\n    at main.js:1' });
      else if (request.method === 'POST') create(body, response);
      else onOne(request, response);
    });
  };

  function create(body: string, response: ServerResponse): void {
    const thing = JSON.parse(body) as { id: string; name: string };
    if (fault === 'crashes') {
      say(response, 500, { error: 'internal error' });
      return;
    }
    if (things.has(thing.id) && fault !== 'doubles') {
      say(response, 409, { error: 'it exists' });
      return;
    }
    if (fault !== 'loses') things.set(thing.id, thing);
    const { name } = thing;
    say(response, 201, { ...thing, name: fault === 'renames' ? name.toLowerCase() : name });
  }

  function onOne({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    const id = url.split('/')[2] ?? '';
    const thing = things.get(id);
    if (thing === undefined) {
      say(response, 404, { error: 'not found' });
      return;
    }
    if (method === 'DELETE' && fault !== 'keeps') things.delete(id);
    say(response, 200, method === 'DELETE' ? { message: 'gone' } : thing);
  }

  function say(response: ServerResponse, status: number, value: unknown): void {
    const type = fault === 'forgets a header' ? 'text/plain' : 'application/json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

const thing = { id: '${unique}', name: 'Tea Pot' };
const life: Case = {
  name: 'is made, shown and taken away',
  steps: [
    {
      request: { method: 'POST', path: '/things', json: thing },
      expect: { status: 201, json: thing },
      capture: { made: { json: '/id' } },
    },
    {
      request: { method: 'POST', path: '/things', json: thing },
      expect: { status: 409, error: true },
    },
    { request: { path: '/things/${made}' }, expect: { status: 200, json: thing } },
    { request: { method: 'DELETE', path: '/things/${made}' }, expect: { status: 200 } },
    { request: { path: '/things/${made}' }, expect: { status: 404, error: true } },
  ],
  cleanup: [{ request: { method: 'DELETE', path: '/things/${unique}' } }],
};
const always = [{ text: { lacks: '    at ' } }];

async function run(
  target: Target,
  cases: readonly Case[],
  more: Partial<PlannedGroup> = {},
): Promise<CaseResult[]> {
  const group: PlannedGroup = {
    service: 'shop',
    name: 'things',
    target,
    mounts: [],
    always,
    cases: cases.flatMap(concreteCases),
    ...more,
  };
  return runGroups([group], { slow: false, redaction: new Redaction() });
}

describe('a sequence of steps', () => {
  it('passes against a right server, again and again', async () => {
    const target = await serve(shop());

    for (const round of [1, 2]) {
      const [result] = await run(target, [life]);

      expect({ round, ...result }).toMatchObject({ outcome: 'passed', problems: [] });
    }
  });

  it.each<[Fault, RegExp, string]>([
    ['loses', /^step 2: POST /, 'status'],
    ['keeps', /^step 5: GET /, 'status'],
    ['doubles', /^step 2: POST /, 'status'],
    ['renames', /^step 1: POST .*Tea Pot/, 'body'],
    ['crashes', /^step 1: POST /, 'status'],
    ['hangs up', /^step 1: POST /, 'status'],
    ['forgets a header', /^step 2: POST /, 'header content-type'],
    ['tells its stack', /^step 1: POST /, 'body'],
  ])('fails against a server that %s', async (fault, at, place) => {
    const [result] = await run(await serve(shop(fault)), [life]);

    expect(result!.outcome).toBe('failed');
    expect(result!.problems[0]!.at).toMatch(at);
    expect(result!.problems[0]!.differences.map((one) => one.at)).toContain(place);
  });

  it('ends at the first problem, and cleans up all the same', async () => {
    const asked: string[] = [];
    const target = await serve(shop('doubles', asked));

    await run(target, [life]);

    expect(asked.map((one) => one.split(' ')[0])).toEqual(['POST', 'POST', 'DELETE']);
    expect(asked.at(-1)).toMatch(/^DELETE \/things\/c/);
  });

  it('fails when there is nothing to capture', async () => {
    const lost: Case = {
      name: 'captures',
      request: { path: '/things/1' },
      expect: { status: 404 },
      capture: { token: { pattern: 'token=(\\w+)' } },
    };

    const [result] = await run(await serve(shop()), [lost]);

    expect(result!.problems[0]!.differences).toEqual([
      { at: 'capture token', expected: 'token=(\\w+)', got: 'nothing' },
    ]);
  });

  it('fails, and does not throw, when a variable is unknown', async () => {
    const wrong: Case = {
      name: 'reads',
      request: { path: '/${nobody}' },
      expect: { status: 404 },
    };

    const [result] = await run(await serve(shop()), [wrong]);

    expect(result!.problems[0]!.answer).toContain('${nobody}');
  });
});

describe('a row', () => {
  it('makes a case of its own, with its own names', async () => {
    const asked: string[] = [];
    const rows: Case = {
      name: 'says ${status} to ${method}',
      each: [
        { method: 'GET', status: 404 },
        { method: 'DELETE', status: 409 },
      ],
      request: { method: '${method}', path: '/things/${unique}' },
      expect: { status: '${status}' as unknown as number },
    };

    const results = await run(await serve(shop(undefined, asked)), [rows]);

    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['says 404 to GET', 'passed'],
      ['says 409 to DELETE', 'failed'],
    ]);
    expect(new Set(asked.map((one) => one.split(' ')[1])).size).toBe(2);
  });
});

describe('what always holds', () => {
  const ask: Case = { name: 'asks', request: { path: '/things/1' }, expect: { status: 404 } };

  it('fails a case whose own expectations are met', async () => {
    const secure = [{ headers: { 'strict-transport-security': { pattern: 'max-age' } } }];

    const [result] = await run(await serve(shop()), [ask], { always: secure });

    expect(result!.problems[0]!.differences.map(({ at }) => at)).toEqual([
      'header strict-transport-security',
    ]);
  });

  it('is not asked of the entrance that only redirects', async () => {
    const target = await serve(shop());
    const plain: Case = {
      name: 'asks',
      request: { path: '/things/1', entrance: 'http' },
      expect: { status: 404 },
    };
    const secure = [{ headers: { 'strict-transport-security': { pattern: 'max-age' } } }];
    const both = { ...target, http: target.address };

    expect((await run(both, [plain], { always: secure }))[0]!.outcome).toBe('passed');
    expect((await run(target, [plain]))[0]!.reason).toMatch(/--http-url/);
  });
});

describe('a case is left out', () => {
  it('when it looks at what is not there, needs TLS, or waits', async () => {
    const target = await serve(shop());
    const base = { request: { path: '/things/1' }, expect: { status: 404 } };
    const cases: Case[] = [
      { name: 'two', ...base, needs: ['site-a', 'site-b'] },
      { name: 'tls', steps: [{ tls: { version: 'TLSv1.2', accepted: true } }] },
      { name: 'slow', slow: true, ...base },
      { name: 'one', ...base, needs: ['site-a'] },
    ];

    const results = await run(target, cases, { mounts: ['site-a'] });

    expect(results.map(({ outcome }) => outcome)).toEqual([
      'skipped',
      'skipped',
      'skipped',
      'passed',
    ]);
    expect(results[0]!.reason).toBe('needs site-b, left out by --only');
  });
});

describe('a silent connection', () => {
  const idle = (open: boolean): Case => ({
    name: 'is silent',
    steps: [{ idle: { request: { path: '/things/1' }, seconds: 1, open } }],
  });

  it.each([
    [true, 'passed', 'failed'],
    [false, 'failed', 'passed'],
  ])('is still there: %s', async (kept, whenOpen, whenClosed) => {
    const server = shop();
    const target = await serve((request, response) => {
      server(request, response);
      if (!kept) response.on('finish', () => setTimeout(() => request.socket.end(), 300));
    });

    const results = await run(target, [idle(true), idle(false)]);

    expect(results.map(({ outcome }) => outcome)).toEqual([whenOpen, whenClosed]);
  });
});
