import { setTimeout as sleep } from 'node:timers/promises';
import { Route } from '../../constructs/core/route';
import { renderNginxConfig } from '../../constructs/nginx/config';
import type { Answer, Proxy } from '../../constructs/nginx/container.fixture';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { type Attempt, attempts, cookieName, formOf, formOrigin, type Visit } from './csrf-attempt';
import { EdgeLab, upstreams } from './edge-lab.fixture';

const lab = new EdgeLab();
let proxy: Proxy;
let visit: Visit;
let other: Visit;

const host = new URL(formOrigin).host;

beforeAll(async () => {
  await lab.start('users-api', 'users-form');
  proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes: [Route.path('/form', 'users-form', { stripPrefix: true })],
      upstreams,
      platform: dockerPlatform(),
    }),
  });
  visit = visitOf(await opened());
  other = visitOf(await open());
}, 120_000);
afterAll(() => lab.remove(), 60_000);

/** Opens the form as a browser does. */
function open(): Promise<Answer> {
  return proxy.secure('/form/', { headers: { host, accept: 'text/html' } });
}

/** Opens the form as soon as it is there: a proxy that has just started may not have found the service yet. */
async function opened(): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await open();
    if (answer.status === 200) return answer;
    if (attempt === 20) throw new Error(`the form answers ${answer.status}: ${answer.body}`);
    await sleep(500);
  }
}

function visitOf({ headers, body }: Answer): Visit {
  const [cookie = ''] = headers['set-cookie'] ?? [];
  return {
    cookie: cookie.split(';')[0]!,
    token: /name="csrf_token" value="([^"]+)"/.exec(body)![1]!,
  };
}

/** Sends the form as the page does, but for what an attempt does otherwise. */
function submit(id: number, attempt: Partial<Attempt> = {}): Promise<Answer> {
  const lines = {
    host,
    accept: 'text/html',
    'accept-language': 'en',
    cookie: visit.cookie,
    'content-type': 'application/x-www-form-urlencoded',
    origin: formOrigin,
    'sec-fetch-site': 'same-origin',
    ...attempt.headers?.(visit),
  };
  const headers = Object.entries<string | undefined>(lines).filter(
    (line): line is [string, string] => line[1] !== undefined,
  );
  const body = attempt.body?.(id, visit, other) ?? formOf(id, visit.token);
  return proxy.secure(`/form/${attempt.query?.(id, visit) ?? ''}`, {
    method: attempt.method ?? 'POST',
    headers: Object.fromEntries(headers),
    ...(body === '' ? {} : { body }),
  });
}

/** The ids of all users that users-api has. */
async function users(): Promise<number[]> {
  const { host: address, port } = lab.service('users-api');
  const answer = await fetch(`http://${address}:${port}/users`);
  return ((await answer.json()) as { id: number }[]).map(({ id }) => id);
}

describe('the form', () => {
  it('gives a cookie that other hosts cannot set and other sites do not send', async () => {
    const [cookie, ...more] = (await open()).headers['set-cookie'] ?? [];
    const [pair = '', ...attributes] = cookie!.split('; ');

    expect(more).toEqual([]);
    expect(pair).toMatch(new RegExp(`^${cookieName}=[A-Za-z0-9_-]{43}$`));
    // no Domain, which the prefix forbids, and no lifetime beyond the browser's
    expect(attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  it('has the token of its cookie, and sends itself below its prefix', async () => {
    const { body } = await open();

    expect(visit.cookie).toBe(`${cookieName}=${visit.token}`);
    expect(visit.token).not.toBe(other.token);
    expect(body).toContain('<form method="post" action="/form/"');
  });

  it('creates a user when it is sent as the page does', async () => {
    const answer = await submit(1);

    expect(answer.status).toBe(201);
    expect(answer.body).toContain('class="notice success"');
    expect(await users()).toContain(1);
  });

  it('creates a user for a browser that sends no origin, as after a typed address', async () => {
    const headers = () => ({ origin: undefined, 'sec-fetch-site': 'none' });

    expect((await submit(2, { headers })).status).toBe(201);
  });

  it('stays valid in two tabs', async () => {
    const again = await proxy.secure('/form/', { headers: { host, cookie: visit.cookie } });

    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain(visit.token);
    expect((await submit(3)).status).toBe(201);
  });

  it('is not sent over plain HTTP', async () => {
    const answer = await proxy.plain('/form/', { method: 'POST', body: formOf(4, visit.token) });

    expect([answer.status, answer.headers.location]).toEqual([308, 'https://127.0.0.1:8443/form/']);
  });

  it('goes into no frame, and sends nothing elsewhere', async () => {
    const policy = String((await open()).headers['content-security-policy']);

    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
  });
});

describe('a form that the page did not send', () => {
  const firstId = 1000;

  it.each(attempts.map((attempt, index) => ({ ...attempt, id: firstId + index })))(
    'is refused: $name',
    async (attempt) => {
      const answer = await submit(attempt.id, attempt);

      expect(attempt.statuses).toContain(answer.status);
      expect(answer.body).not.toContain('notice success');
    },
  );

  it('has created nobody', async () => {
    expect((await users()).filter((id) => id >= firstId)).toEqual([]);
  });

  it('leaves the page as it was', async () => {
    expect((await submit(5)).status).toBe(201);
    expect(lab.isWell('users-form')).toBe(true);
  });
});
