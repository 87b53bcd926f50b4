import type { Answer } from './answer';
import { abuses, type AbuseOptions, type Spot } from './corpus/spot';
import type { Outcome } from './exchange';
import { failures, forwardingProblems, strayAnswers, type Trial, unexplained } from './judgement';
import type { LoggedRequest } from './request-log';

const at: Spot = { id: 'edge-a-1', path: '/edge-a-1', bodyPath: '/', bodyType: 'text/plain' };

const answer = (status: number, id = 'made-up', body = ''): Answer => ({
  status,
  headers: { 'x-request-id': id },
  body,
});

const fine: Outcome = {
  answers: [answer(400)],
  rest: '',
  end: 'open',
  same: [answer(404, 'edge-a-1-same')],
  fresh: [answer(404, 'edge-a-1-fresh')],
};

function trial(outcome: Partial<Outcome>, options: AbuseOptions = {}): Trial {
  const [abuse] = abuses('theme', { name: () => '' }, options);
  return { abuse: abuse!, at, outcome: { ...fine, ...outcome } };
}

const request = (id: string, path = '/'): LoggedRequest => ({
  id,
  method: 'GET',
  path,
  status: 200,
});

describe('a failure', () => {
  it.each<[string, Partial<Outcome>]>([
    ['a refusal', {}],
    ['an unknown method', { answers: [answer(501)] }],
    ['an unknown version', { answers: [answer(505)] }],
    ['a closed connection', { answers: [], end: 'closed', same: undefined }],
    ['a connection that waits', { answers: [], end: 'waiting', same: undefined }],
    ['an ordinary request taken for a body', { same: [answer(400)] }],
    ['a connection that was closed meanwhile', { same: [] }],
    ['another protocol', { answers: [answer(101, 'edge-a-1')], rest: '\x88\x02' }],
  ])('is not %s', (_, outcome) => {
    expect(failures(trial(outcome))).toEqual([]);
  });

  it.each<[string, Partial<Outcome>, string]>([
    ['500', { answers: [answer(500)] }, 'answers 500'],
    ['502', { answers: [answer(502)] }, 'answers 502'],
    [
      'a trace of Python',
      { answers: [answer(400, 'x', 'Traceback (most recent call last)')] },
      'stack',
    ],
    ['a trace of Go', { rest: 'goroutine 7 [running]:' }, 'shows a stack trace'],
    [
      'a trace of Node.js',
      { answers: [answer(400, 'x', 'Error\n    at f (/app/server.js:1:2)')] },
      'stack',
    ],
    ['what is no answer', { rest: 'hello' }, 'is no answer: "hello"'],
    ['a connection that never ends', { end: 'held' }, 'still connected'],
    ['no answer to another client', { fresh: [] }, 'answers 0 times on a fresh connection'],
    [
      'the answer of another to another client',
      { fresh: [answer(404, 'edge-a-1-hidden')] },
      'the fresh connection answers 404 to edge-a-1-hidden',
    ],
    [
      'the answer of another on the same connection',
      { same: [answer(200, 'edge-b-7')] },
      'the same connection answers 200 to edge-b-7',
    ],
    [
      'a failure afterwards',
      { fresh: [answer(502, 'edge-a-1-fresh')] },
      'fresh connection answers 502',
    ],
  ])('is %s', (_, outcome, problem) => {
    expect(failures(trial(outcome)).join('\n')).toContain(problem);
  });
});

describe('a stray answer', () => {
  it.each<[string, readonly Answer[], AbuseOptions]>([
    ['the own one', [answer(404, 'edge-a-1')], {}],
    ['a refusal of what follows', [answer(404, 'edge-a-1'), answer(400)], {}],
    [
      'one for each that may follow',
      [answer(404, 'edge-a-1'), answer(404, 'edge-a-1-second')],
      { atMost: 2, followers: ['-second'] },
    ],
  ])('is not %s', (_, answers, options) => {
    expect(strayAnswers(trial({ answers }, options))).toEqual([]);
  });

  it.each<[string, readonly Answer[], string]>([
    ['to what is hidden', [answer(404, 'edge-a-1-hidden')], 'answers to edge-a-1-hidden'],
    ['to another', [answer(404, 'edge-b-2')], 'answers to edge-b-2'],
    ['a second one', [answer(404, 'edge-a-1'), answer(404, 'edge-a-1')], 'answers 2 times'],
    ['a success behind', [answer(404, 'edge-a-1'), answer(200)], 'answers 200 once more'],
  ])('is one %s', (_, answers, problem) => {
    expect(strayAnswers(trial({ answers }))).toContain(problem);
  });
});

describe('what reaches the service', () => {
  const fresh = request('edge-a-1-fresh');

  it.each<[string, readonly LoggedRequest[], AbuseOptions]>([
    ['nothing', [fresh], {}],
    ['the request itself', [request('edge-a-1'), fresh], {}],
    [
      'those that may follow',
      [request('edge-a-1'), request('edge-a-1-second'), fresh],
      { atMost: 2, followers: ['-second'] },
    ],
  ])('may be %s', (_, behind, options) => {
    expect(forwardingProblems(trial({}, options), behind)).toEqual([]);
  });

  it.each<[string, readonly LoggedRequest[], string]>([
    [
      'the request twice',
      [request('edge-a-1'), request('edge-a-1'), fresh],
      'reached the service 2 times, and may 1 times',
    ],
    ['what is hidden', [request('edge-a-1-hidden'), fresh], 'smuggled'],
    ['what is hidden, by its path', [request('x', '/edge-a-1-hidden'), fresh], 'smuggled'],
    ['an ordinary request twice', [fresh, fresh], 'ordinary request reached the service 2 times'],
    ['no ordinary request', [], 'ordinary request reached the service 0 times'],
  ])('may not be %s', (_, behind, problem) => {
    expect(forwardingProblems(trial({}), behind).join('\n')).toContain(problem);
  });

  it('is explained when the proxy knows it, as often as it does', () => {
    const [a, b] = [request('a'), request('b')];

    expect(unexplained([a, b], [b, a])).toEqual([]);
    expect(unexplained([a, a, b], [a, b])).toEqual([a]);
    expect(unexplained([a, b], [a])).toEqual([b]);
  });
});
