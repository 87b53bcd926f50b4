import { type Abuse, abuses, type Bytes, get, hidden, lines } from './spot';

/** Header lines that are none, or that two servers would read differently. */
const wrong: Readonly<Record<string, string>> = {
  'an empty name': ': b',
  'a blank before the colon': 'X-A : b',
  'a tab before the colon': 'X-A\t: b',
  'a blank inside the name': 'X A: b',
  'a null byte in the name': 'X-\0A: b',
  'a control character in the name': 'X-\x01A: b',
  'a byte beyond ASCII in the name': 'X-\xffA: b',
  'a delete character in the name': 'X-\x7fA: b',
  'brackets in the name': '(X-A): b',
  'an underscore in the name': 'X_Request_Id: edge-underscore',
  'a quote in the name': '"X-A": b',
  'no colon': 'X-A b',
  'a colon alone': ':',
  'a null byte in the value': 'X-A: b\0c',
  'a control character in the value': 'X-A: b\x01c',
  'an escape sequence in the value': 'User-Agent: \x1b[2J\x1b]0;x\x07',
  'a delete character in the value': 'X-A: b\x7fc',
  'bytes beyond ASCII in the value': 'X-A: \xff\xfe\x80',
  'a carriage return in the value': 'X-A: b\rc',
  'a carriage return at its end': 'X-A: b\r',
  'a line feed at its end': 'X-A: b\nX-B: c',
  'a folded line': 'X-A: b\r\n c',
  'a line folded by a tab': 'X-A: b\r\n\tc',
  'a line folded three times': 'X-A: b\r\n c\r\n d\r\n e',
  'an empty folded line': 'X-A: b\r\n \r\nX-B: c',
  'a blank before the name': ' X-A: b',
  'a line of 7,000 bytes': `X-A: ${'b'.repeat(7000)}`,
  'a line of 9,000 bytes': `X-A: ${'b'.repeat(9000)}`,
  'a line of 100,000 bytes': `X-A: ${'b'.repeat(100_000)}`,
  'a name of 9,000 bytes': `${'X'.repeat(9000)}: b`,
  'ninety lines': 'X-A: b\r\n'.repeat(89) + 'X-A: b',
  'a hundred and twenty lines': 'X-A: b\r\n'.repeat(119) + 'X-A: b',
  'ten thousand lines': 'X-A: b\r\n'.repeat(9999) + 'X-A: b',
  'six lines of 7,000 bytes': `X-A: ${'b'.repeat(7000)}\r\n`.repeat(5) + 'X-A: b',
};

/** Headers that mean something to a server and must not be believed, or must not make it fail. */
const meaningful: Readonly<Record<string, string>> = {
  'a cookie of no form': 'Cookie: =;;=; a; =b; \x7f',
  'a cookie of 7,000 bytes': `Cookie: a=${'b'.repeat(7000)}`,
  'a thousand cookies': `Cookie: ${'a=b; '.repeat(1000)}`,
  'two cookie lines': 'Cookie: a=b\r\nCookie: c=d',
  'a cookie in quotes': 'Cookie: a="b\\"; c=d\\073"',
  'an authorization of no form': 'Authorization: Basic ====',
  'an unknown authorization': 'Authorization: Negotiate \xff',
  'languages of no form': 'Accept-Language: ;q=,*;q=nan,en;q=1e999,\xff',
  'types of no form': 'Accept: */*;q=inf,text/;q=-1,;;;,/',
  'a coding of the answer of no form': 'Accept-Encoding: gzip;q=NaN, br;;, *;q=0',
  'a range of no form': 'Range: bytes=9-1,-,abc-,99999999999999999999-',
  'a thousand ranges': `Range: bytes=${'0-0,'.repeat(1000)}0-0`,
  'a condition of no form': 'If-Modified-Since: Fri, 99 Foo 99999 99:99:99 GMT',
  'a condition of an open quote': 'If-None-Match: "abc, W/"',
  'a content type of no form': 'Content-Type: ;charset=\xff;;=;',
  'an unknown content coding': 'Content-Encoding: bomb',
  'an expectation': 'Expect: 100-continue',
  'an unknown expectation': 'Expect: 200-ok',
  'two expectations': 'Expect: 100-continue\r\nExpect: 100-continue',
  'a method that overrides':
    'X-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: PUT\r\nX-Method-Override: PATCH',
  'a path that overrides': 'X-Original-URL: /users\r\nX-Rewrite-URL: /users',
  'an id that is none': 'X-Request-Id: \r\n',
  'an id of markup': 'X-Request-Id: "}<script>',
  'an id of 9,000 bytes': `X-Request-Id: ${'a'.repeat(9000)}`,
  'a trace of no form': 'traceparent: 00-zz-zz-zz\r\ntracestate: ,,=,',
  'forwarded addresses of no form': 'X-Forwarded-For: ,,"><,::ffff:999.1.1.1',
  'a forwarded host of markup': 'X-Forwarded-Host: "><script>, a, b',
  'a forwarded port of no form': 'X-Forwarded-Port: -1',
  'a forwarded prefix of markup': 'X-Forwarded-Prefix: //evil.example/"><script>',
  'a standard forwarded line': 'Forwarded: for=_x;host="\r";proto=https',
  'a proxy for programs': 'Proxy: http://evil.example:3128',
  'an early request': 'Early-Data: 1',
  'a sub-request of Next.js':
    'x-middleware-subrequest: src/middleware:src/middleware:src/middleware',
  'words of Next.js':
    'x-nextjs-data: 1\r\nx-invoke-path: /_error\r\nx-matched-path: /%ff\r\nrsc: 1\r\nnext-action: x',
  'an origin of no form': 'Origin: http://[::1\r\nReferer: http://[::1',
};

/** Header names that Connection takes away from what follows, which must not reach a service without them. */
const nominated: readonly string[] = [
  'close, X-Forwarded-For',
  'keep-alive, X-Forwarded-Proto',
  'X-Forwarded-Host, X-Forwarded-Prefix',
  'X-Request-Id',
  'Host',
  'Authorization, Cookie',
  'close, close, keep-alive',
  'upgrade',
  ',,,',
  '\x01',
  'keep-alive\r\nConnection: close',
  'keep-alive\r\nKeep-Alive: timeout=-1, max=\xff',
  'close\r\nProxy-Connection: keep-alive',
];

function each(
  table: Readonly<Record<string, string>>,
  bytes: (line: string) => Bytes,
): Record<string, Bytes> {
  return Object.fromEntries(Object.entries(table).map(([name, line]) => [name, bytes(line)]));
}

/** Lines between the first one and the body. */
export const headerLineAbuses: readonly Abuse[] = [
  ...abuses(
    'a header line with',
    each(wrong, (line) => (at) => `${get(at)}${line}\r\n\r\n`),
  ),
  ...abuses(
    'a first header line with',
    each(
      {
        'a blank before the name': ' X-A: b',
        'a tab before the name': '\tX-A: b',
        'a carriage return before the name': '\rX-A: b',
        'no name': ': b',
        'nothing but a blank': ' ',
      },
      (line) => (at) => `GET ${at.path} HTTP/1.1\r\n${line}\r\n${lines(at)}\r\n`,
    ),
  ),
  ...abuses(
    'a header with',
    each(meaningful, (line) => (at) => `${get(at)}${line}\r\n\r\n`),
  ),
  ...abuses(
    'Connection of',
    Object.fromEntries(
      nominated.map((value) => [
        JSON.stringify(value),
        (at) => `${get(at)}Connection: ${value}\r\n\r\n`,
      ]),
    ),
  ),
  ...abuses('a header that hides a request', {
    'behind two line feeds': (at) => `${get(at)}X-A: b\n\n${hidden(at)}`.replace('\n\n', '\n \n'),
    'behind a carriage return': (at) => `${get(at)}X-A: b\r\r${hidden(at)}`,
    'behind encoded line ends': (at) =>
      `${get(at)}X-A: b%0d%0a%0d%0a${encodeURI(hidden(at))}\r\n\r\n`,
    'behind letters that end in line ends': (at) =>
      `${get(at)}X-A: b\xc4\x8d\xc4\x8a\xc4\x8d\xc4\x8aGET /hidden\r\n\r\n`,
  }),
];
