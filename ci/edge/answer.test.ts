import { closes, readAnswers } from './answer';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Request-Id: a\r\n\r\nhi';

function statuses(text: string, ended = false): number[] {
  return readAnswers(text, ended).whole.map(({ status }) => status);
}

describe('answers of a connection', () => {
  it('are read one by one, with their headers in lower case', () => {
    const { whole, rest } = readAnswers(`${ok}${ok.replace('200 OK', '404 Not Found')}`, false);

    expect(whole.map(({ status, body }) => [status, body])).toEqual([
      [200, 'hi'],
      [404, 'hi'],
    ]);
    expect(whole[0]!.headers['x-request-id']).toBe('a');
    expect(rest).toBe('');
  });

  it('are not taken for another when their body looks like one', () => {
    const inner = ok;
    const text = `HTTP/1.1 200 OK\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`;

    expect(statuses(text)).toEqual([200]);
  });

  it.each([
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi'],
    ['half a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhi'],
    ['no last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nhi'],
    ['another protocol', 'SSH-2.0\r\n'],
    ['no head at all', 'hello'],
  ])('are not whole with %s', (_, text) => {
    expect(readAnswers(text, false)).toEqual({ whole: [], rest: text });
  });

  it('end with the connection where they say no length', () => {
    expect(readAnswers('HTTP/1.0 200 OK\r\n\r\nhi', true).whole[0]!.body).toBe('hi');
  });

  it('are put together from chunks, with whatever stands around them', () => {
    const chunks = '1;a=b\r\nh\r\n1\r\ni\r\n0\r\nX-A: b\r\n\r\n';
    const text = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}${ok}`;

    expect(readAnswers(text, false).whole.map(({ body }) => body)).toEqual(['hi', 'hi']);
  });

  it('have no body where their status allows none', () => {
    expect(statuses(`HTTP/1.1 204 No Content\r\n\r\n${ok}`)).toEqual([204, 200]);
    expect(statuses(`HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n${ok}`)).toEqual([
      304, 200,
    ]);
  });

  it('leave out what only announces another', () => {
    expect(statuses(`HTTP/1.1 100 Continue\r\n\r\n${ok}`)).toEqual([200]);
  });

  it('end where another protocol begins', () => {
    const { whole, rest } = readAnswers(`HTTP/1.1 101 Switching\r\n\r\n${ok}`, false);

    expect(whole.map(({ status }) => status)).toEqual([101]);
    expect(rest).toBe(ok);
  });

  it('say whether the connection closes', () => {
    const [kept] = readAnswers(ok, false).whole;
    const [closed] = readAnswers(ok.replace('X-Request-Id: a', 'Connection: Close'), false).whole;

    expect([closes(kept!), closes(closed!)]).toEqual([false, true]);
  });
});
