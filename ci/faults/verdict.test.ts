import { isOwnPage, judge as judgeAllDown } from './all-down';
import { attempt, attempts } from './attempt.fixture';
import { isForeign } from './chat';
import { judge as judgeFlaky } from './flaky-service';
import { judge as judgeFullDisk } from './full-disk';
import { judge as judgeKillCache } from './kill-cache';
import { judge as judgeKillReplica } from './kill-replica';
import { judge as judgeKillWriter } from './kill-writer';
import { executions } from './replicas';
import { judge as judgeRestartChat } from './restart-chat';
import { judge as judgeRestartWriter } from './restart-writer';
import { says } from './second-writer';
import { judge as judgeStopService } from './stop-service';

describe('kill-writer', () => {
  const good = { requests: 9, unanswered: 1, lost: [], broken: [], gaps: [500, 700] };

  it('passes where nothing is lost', () => {
    expect(judgeKillWriter(2, 8, good).problems).toEqual([]);
  });

  it.each([
    ['a write is lost', 8, { lost: ['user 1 is absent'] }, '1 acknowledged writes lost'],
    ['the file is not sound', 8, { broken: ['round 1: row missing'] }, 'row missing'],
    ['it comes back late', 8, { gaps: [10_001] }, 'back after 10001 ms'],
    ['nothing was written', 1, {}, 'only 1 writes'],
  ])('fails when %s', (_, acknowledged, bad, problem) => {
    const { problems } = judgeKillWriter(2, acknowledged, { ...good, ...bad });

    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('second-writer', () => {
  it.each([
    ['{"msg":"open database","error":"/data/users.db is in use by another process"}', true],
    ['{"msg":"listening"}', false],
    ['panic: /data/users.db', false],
  ])('takes %s for a clear message: %s', (log, clear) => {
    expect(says(log)).toBe(clear);
  });
});

describe('full-disk', () => {
  const refused = { status: 507, body: '{"error":"the disk is full"}' };
  const good = {
    before: attempts(40, { status: 201 }),
    during: attempts(40, refused),
    reads: attempts(40),
    after: attempts(40, { status: 201 }),
    kept: 80,
  };

  it('passes where every promise is kept', () => {
    expect(judgeFullDisk(good)).toMatchObject({ problems: [], lost: 0, failed: 0 });
  });

  it.each([
    ['the disk was never full', { during: attempts(3, refused) }, 'only 3 writes'],
    ['a refusal is a 500', { during: [...good.during, attempt({ status: 500 })] }, 'no 507'],
    ['a read fails', { reads: [attempt({ status: 503 })] }, '1 reads failed'],
    ['it stays full', { after: [attempt(refused)], kept: 40 }, '1 writes failed'],
    ['a user is lost', { kept: 79 }, '80 users acknowledged and 79 there'],
  ])('fails when %s', (_, bad, problem) => {
    expect(judgeFullDisk({ ...good, ...bad }).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('stop-service', () => {
  const good = { accepted: attempts(9), slow: attempts(3, { status: 201 }), code: 0, ms: 2500 };

  it('passes where everything accepted is answered', () => {
    expect(judgeStopService('goapp', good)).toMatchObject({ problems: [], failed: 0 });
  });

  it.each([
    ['an accepted request is cut off', { accepted: [attempt({ error: 'reset' })] }, 'GET reset'],
    ['a slow request is dropped', { slow: [attempt({ status: 503 })] }, '1 failed'],
    ['it exits with an error', { code: 137 }, 'exits with 137'],
    ['it takes too long', { ms: 10_001 }, 'exits after 10001 ms'],
    ['nothing was asked', { accepted: [] }, 'nothing was asked'],
  ])('fails when %s', (_, bad, problem) => {
    const { problems } = judgeStopService('goapp', { ...good, ...bad });

    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('replicas', () => {
  const told = (status: number | undefined): ReturnType<typeof executions> =>
    executions(new Map([['a-1', attempt({ status })]]), new Set());

  it('have lost what was acknowledged and is not there', () => {
    expect(told(201).lost).toEqual(['a-1']);
  });

  it('have made twice what was sent once and is refused as being there', () => {
    expect(told(409).twice).toEqual(['a-1']);
  });

  it.each([502, undefined])('may or may not have made what was answered with %s', (status) => {
    expect(told(status)).toEqual({ acknowledged: 0, lost: [], twice: [], unanswered: 1 });
  });
});

describe('kill-replica', () => {
  const good = { acknowledged: 5, lost: [], twice: [], unanswered: 1 };
  const post = { method: 'POST', path: '/' };

  it('passes where only a POST is answered with an error', () => {
    const all = [...attempts(9), attempt({ ask: post, status: 502 })];

    expect(judgeKillReplica(1, all, good)).toMatchObject({ problems: [], failed: 0 });
  });

  it.each([
    ['a GET fails', [attempt({ status: 502 })], good, '1 safe requests failed'],
    ['a POST is made twice', attempts(9), { ...good, twice: ['a-1'] }, 'made twice: a-1'],
    ['a POST is lost', attempts(9), { ...good, lost: ['a-1'] }, 'users lost: a-1'],
    ['no POST was made', attempts(9), { ...good, acknowledged: 0 }, 'no POST'],
  ])('fails when %s', (_, all, made, problem) => {
    expect(judgeKillReplica(1, all, made).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('restart-writer', () => {
  const steady = Array.from({ length: 9 }, (_, at) => attempt({ startedAt: at * 1000 }));
  const good = { attempts: [steady, steady], lost: [], codes: [0] };

  it('passes where the gap is short', () => {
    expect(judgeRestartWriter(1, good).problems).toEqual([]);
  });

  it.each([
    [
      'the gap is long',
      { attempts: [[...steady, attempt({ startedAt: 24_000 })]] },
      'no answer for 16000 ms',
    ],
    ['it is not served at the end', { attempts: [[...steady, attempt({ status: 502 })]] }, 'end'],
    ['a write is lost', { lost: ['user 1 is absent'] }, 'user 1 is absent'],
    ['it does not exit by itself', { codes: [137] }, 'exit codes 137'],
  ])('fails when %s', (_, bad, problem) => {
    const { problems } = judgeRestartWriter(1, { ...good, ...bad });

    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('restart-chat', () => {
  const chatter = { sent: 3, answered: 3, foreign: [], connected: true };
  const good = { chatters: [chatter], recovered: [900], codes: [0] };

  it('passes where all chat again', () => {
    expect(judgeRestartChat(1, good).problems).toEqual([]);
  });

  it.each([
    ['one stays away', { chatters: [{ ...chatter, connected: false }] }, '1 browsers'],
    ['one hears another', { chatters: [{ ...chatter, foreign: ['b says 1'] }] }, 'b says 1'],
    ['it takes long', { recovered: [45_001] }, 'it takes 45001 ms'],
    ['a service is killed', { codes: [137] }, 'exit codes 137'],
  ])('fails when %s', (_, bad, problem) => {
    const { problems } = judgeRestartChat(1, { ...good, ...bad });

    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['Connected to server!', false],
    ['browser 1 says 4', false],
    ['browser 11 says 4', true],
    ['browser 2 says 1', true],
  ])('for browser 1 the words %s are foreign: %s', (words, foreign) => {
    expect(isForeign('browser 1', words)).toBe(foreign);
  });
});

describe('all-down', () => {
  const page = (accept: string, more: object = {}): ReturnType<typeof attempt> =>
    attempt({
      ask: { path: '/', headers: { accept } },
      status: 502,
      headers: { 'retry-after': '5', 'content-type': `${accept}; charset=utf-8` },
      body: accept === 'text/html' ? '<h1>Away</h1>' : '{"error":"Away"}',
      ...more,
    });

  it.each(['text/html', 'application/json'])('takes the own page as %s', (accept) => {
    expect(isOwnPage(page(accept))).toBe(true);
  });

  it.each([
    ['another status', { status: 500 }],
    ['no time to come again', { headers: { 'content-type': 'text/html' } }],
    ['another form', { headers: { 'retry-after': '5', 'content-type': 'application/json' } }],
    ['a stack', { body: '<h1>Away</h1> at serve (server.js:12:3)' }],
    ['an address', { body: '<h1>Away</h1> 172.18.0.3' }],
    ['the plain page of nginx', { body: '<center>nginx/1.30.0</center>' }],
  ])('takes none with %s', (_, more) => {
    expect(isOwnPage(page('text/html', more))).toBe(false);
  });

  it.each([
    ['a page is wrong', [page('text/html', { status: 500 })], [900], '1 are no such page'],
    ['a page is slow', [page('text/html', { ms: 10_001 })], [900], 'a page took 10001 ms'],
    ['it stays away', [page('text/html')], [15_001], 'it serves after 15001 ms'],
  ])('fails when %s', (_, pages, back, problem) => {
    expect(judgeAllDown(1, pages, back).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('kill-cache', () => {
  const chatter = { sent: 3, answered: 3, foreign: [], slowestMs: 9 };
  const good = { during: attempts(9, { status: 503 }), back: [900], chatters: [chatter] };

  it('passes where goapp says 503 and the chat goes on', () => {
    expect(judgeKillCache(1, good)).toMatchObject({ problems: [], failed: 0 });
  });

  it.each([
    ['goapp answers otherwise', { during: [attempt({ status: 500 })] }, '1 answers are no 503'],
    ['goapp hangs', { during: [attempt({ status: 503, ms: 5001 })] }, 'an answer took 5001 ms'],
    ['goapp stays away', { back: [15_001] }, 'goapp serves after 15001 ms'],
    ['a word has no answer', { chatters: [{ ...chatter, answered: 2 }] }, '1 of 3 words'],
    ['one hears another', { chatters: [{ ...chatter, foreign: ['b says 1'] }] }, 'b says 1'],
  ])('fails when %s', (_, bad, problem) => {
    expect(judgeKillCache(1, { ...good, ...bad }).problems).toEqual([
      expect.stringContaining(problem),
    ]);
  });
});

describe('flaky-service', () => {
  const series = (errors: number, status = 500): ReturnType<typeof attempts> => [
    ...attempts(errors, { status }),
    ...attempts(5000 - errors),
  ];

  it('passes where the proxy makes 1 of 100 of 10 of 100', () => {
    expect(judgeFlaky(1, series(500), series(50)).problems).toEqual([]);
  });

  it.each([
    ['the proxy does not try again', series(500), series(500), '500 of 5000 fail'],
    ['it tries only every other one again', series(500), series(275), '275 of 5000 fail'],
    ['uptime does not fail', series(0), series(50), '0 of 5000 fail directly'],
    [
      'uptime itself is silent',
      [...series(500), attempt({ error: 'reset' })],
      series(50),
      '1 direct requests are lost',
    ],
    ['the proxy fails by itself', series(500), series(9, 502), "9 failures are not uptime's own"],
  ])('fails when %s', (_, direct, proxied, problem) => {
    expect(judgeFlaky(1, direct, proxied).problems).toEqual([expect.stringContaining(problem)]);
  });
});
