import {
  type Abuse,
  abuses,
  type Bytes,
  chunk,
  get,
  hidden,
  host,
  lastChunk,
  lines,
  post,
  type Spot,
  trusted,
} from './spot';

const socket = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n';
const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\n`;

function asking(at: Spot, target: string, header: string): string {
  return `GET ${target} HTTP/1.1\r\n${lines(at)}${header}\r\n`;
}

/** Upgrades that are none, with a request behind them that a proxy would pass on unread once it believes them. */
const upgrades: Readonly<Record<string, string>> = {
  'of an unknown version': `${upgrade}Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n`,
  'without a key': `${upgrade}Sec-WebSocket-Version: 13\r\n`,
  'without a version': `${upgrade}Sec-WebSocket-Key: x\r\n`,
  'with two keys': `${upgrade}${socket}Sec-WebSocket-Key: x\r\n`,
  'without Connection': `Upgrade: websocket\r\n${socket}`,
  'without Upgrade': `Connection: Upgrade\r\n${socket}`,
  'to plain HTTP/2':
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n',
  'to TLS': 'Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n',
  'to two protocols': `Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n${socket}`,
  'to something unknown': `Connection: Upgrade\r\nUpgrade: x\r\n`,
  'to something in capitals': `Connection: UPGRADE\r\nUpgrade: WEBSOCKET\r\n${socket}`,
  'with a body': `${upgrade}${socket}Content-Length: 1\r\n`,
  'with an unknown extension': `${upgrade}${socket}Sec-WebSocket-Extensions: x;y="\r\n`,
  'with a foreign origin': `${upgrade}${socket}Origin: https://evil.example\r\n`,
};

const absolute: readonly ((at: Spot) => string)[] = [
  ({ path }) => `http://goapp:8080${path}`,
  ({ path }) => `http://169.254.169.254${path}`,
  ({ path }) => `http://127.0.0.1:9090${path}`,
  ({ path }) => `https://edge.example.org${path}`,
  ({ path }) => `http://edge.example.org${path}`,
  ({ path }) => `//goapp:8080${path}`,
  ({ path }) => `http:/goapp:8080${path}`,
  () => 'http://goapp:8080',
];

const streams: Readonly<Record<string, Bytes>> = {
  'nothing at all': () => '',
  'one letter': () => 'G',
  'half a first line': ({ path }) => `GET ${path}`,
  'a first line alone': ({ path }) => `GET ${path} HTTP/1.1\r\n`,
  'half a header': (at) => get(at).slice(0, -4),
  'no empty line': (at) => get(at),
  'half a body': (at) => `${post(at)}Content-Length: 10\r\n\r\naaaaa`,
  'half a chunk': (at) => `${post(at)}Transfer-Encoding: chunked\r\n\r\nff\r\naaaa`,
  'chunks without the last one': (at) =>
    `${post(at)}Transfer-Encoding: chunked\r\n\r\n${chunk('a')}`,
  'a whole request': (at) => `${get(at)}\r\n`,
  'a whole request with a body': (at) => `${post(at)}Content-Length: 1\r\n\r\na`,
  'an expectation and no body': (at) =>
    `${post(at)}Expect: 100-continue\r\nContent-Length: 10\r\n\r\n`,
  'an expectation and half a body': (at) =>
    `${post(at)}Expect: 100-continue\r\nContent-Length: 10\r\n\r\naaa`,
};

const expectations: Readonly<Record<string, Bytes>> = {
  'and its body at once': (at) => `${post(at)}Expect: 100-continue\r\nContent-Length: 1\r\n\r\na`,
  'and no body': (at) => `${post(at)}Expect: 100-continue\r\nContent-Length: 0\r\n\r\n`,
  'and a body that is a request': (at) =>
    `${post(at)}Expect: 100-continue\r\nContent-Length: ${hidden(at).length}\r\n\r\n${hidden(at)}`,
  'of a body that is too large': (at) =>
    `${post(at)}Expect: 100-continue\r\nContent-Length: 10000000\r\n\r\n`,
  'in version 1.0': (at) =>
    `${post(at).replace('HTTP/1.1', 'HTTP/1.0')}Expect: 100-continue\r\nContent-Length: 1\r\n\r\na`,
  'of something else': (at) => `${post(at)}Expect: y 100-continue\r\nContent-Length: 1\r\n\r\na`,
  'with chunks': (at) =>
    `${post(at)}Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('a')}${lastChunk}`,
};

/** Requests that follow each other before the first is answered, which is allowed. */
const pipelines: Readonly<Record<string, Bytes>> = {
  'three reads': (at) => `${get(at)}\r\n${get(at, '-second')}\r\n${get(at, '-third')}\r\n`,
  'a write between reads': (at) =>
    `${get(at)}\r\n${post(at, '-second')}Content-Length: 1\r\n\r\na${get(at, '-third')}\r\n`,
  'a write in chunks between reads': (at) =>
    `${get(at)}\r\n${post(at, '-second')}Transfer-Encoding: chunked\r\n\r\n${chunk('a')}${lastChunk}${get(at, '-third')}\r\n`,
  'a read and rubbish': (at) => `${get(at)}\r\n\xff\xfe\0\r\n\r\n`,
  'a read and half a read': (at) => `${get(at)}\r\n${get(at, '-second').slice(0, -6)}`,
  'a read and a length of words': (at) =>
    `${get(at)}\r\n${post(at, '-second')}Content-Length: x\r\n\r\n${hidden(at)}`,
  'empty lines between reads': (at) => `${get(at)}\r\n\r\n\r\n${get(at, '-second')}\r\n`,
};

/** What comes before, after and instead of a request on one connection. */
export const connectionAbuses: readonly Abuse[] = [
  ...abuses(
    'an upgrade',
    Object.fromEntries(
      Object.entries(upgrades).map(([name, header]) => [name, (at) => asking(at, at.path, header)]),
    ),
  ),
  ...abuses(
    'an upgrade with a request behind it',
    {
      'that is refused': (at) =>
        `${asking(at, at.path, `${upgrade}${socket}`)}${get(at, '-second')}\r\n`,
    },
    { atMost: 2, followers: ['-second'] },
  ),
  ...abuses(
    'an upgrade in absolute form (CVE-2026-44578)',
    Object.fromEntries(
      absolute.map((target) => [
        target({ id: '', path: '/P', bodyPath: '', bodyType: '' }),
        (at) => asking(at, target(at), `${upgrade}${socket}`),
      ]),
    ),
  ),
  ...abuses('an end after', streams, { halfClose: true }),
  ...abuses('an expectation', expectations),
  ...abuses('one after the other:', pipelines, { atMost: 3, followers: ['-second', '-third'] }),
  ...abuses('a request after the end', {
    'of a connection that closes': (at) => `${get(at)}Connection: close\r\n\r\n${hidden(at)}`,
    'of version 1.0': (at) =>
      `GET ${at.path} HTTP/1.0\r\n${host}${trusted}X-Request-Id: ${at.id}\r\n\r\n${hidden(at)}`,
  }),
];
