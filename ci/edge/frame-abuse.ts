import { endHeaders, endStream, fields, frame, preface, repeated, type } from './frame';

/** What a client of HTTP/2 may send instead of a request. */
export interface FrameAbuse {
  readonly name: string;
  /** Everything that is sent; requests carry the id, and hide another that ends in `-hidden`. */
  readonly bytes: (id: string) => Buffer;
}

type Pair = readonly [name: string, value: string];

const pseudo = (id: string): Pair[] => [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', `/go/${id}`],
  [':authority', 'edge.example.org'],
];

function headers(
  pairs: readonly Pair[],
  flags: number = endStream | endHeaders,
  stream = 1,
): Buffer {
  return frame(type.headers, flags, stream, fields(pairs));
}

const named = (id: string): Pair => ['x-request-id', id];
const hiddenRequest = (id: string): string =>
  `GET /go/${id}-hidden HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}-hidden\r\n\r\n`;

/** A request with some fields more, or other ones. */
const request = (change: (id: string) => readonly Pair[]) => (id: string) =>
  headers([...pseudo(id), named(id), ...change(id)]);

const replaced = (name: string, value: (id: string) => string) => (id: string) =>
  headers([
    ...pseudo(id).map((pair): Pair => (pair[0] === name ? [name, value(id)] : pair)),
    named(id),
  ]);

function withBody(pairs: readonly Pair[], data: string) {
  return (id: string): Buffer =>
    Buffer.concat([
      headers([[':method', 'POST'], ...pseudo(id).slice(1), named(id), ...pairs], endHeaders),
      frame(type.data, endStream, 1, Buffer.from(data.replace('HIDDEN', hiddenRequest(id)))),
    ]);
}

const empty = Buffer.alloc(0);
const number = (value: number): Buffer => Buffer.from([0, 0, value >> 8, value & 255]);
const many = (times: number, one: (turn: number) => Buffer) => () =>
  Buffer.concat(Array.from({ length: times }, (_, turn) => one(turn)));

/** What a proxy must not write into a request of HTTP/1.1 as it came. */
const translations: Readonly<Record<string, (id: string) => Buffer>> = {
  'a line end in a value': request((id) => [['x-a', `b\r\nX-Request-Id: ${id}-hidden`]]),
  'a request in a value': request((id) => [['x-a', `b\r\n\r\n${hiddenRequest(id)}`]]),
  'a line feed in a value': request((id) => [['x-a', `b\n\n${hiddenRequest(id)}`]]),
  'a null byte in a value': request(() => [['x-a', 'b\0c']]),
  'a line end in a name': request(() => [['x-a\r\nx-b', 'c']]),
  'a colon in a name': request(() => [['x-a: b', 'c']]),
  'a blank in a name': request(() => [['x a', 'b']]),
  'capital letters in a name': request(() => [['X-A', 'b']]),
  'an empty name': request(() => [['', 'b']]),
  'a coding': withBody([['transfer-encoding', 'chunked']], '0\r\n\r\nHIDDEN'),
  'a coding without a body': request(() => [['transfer-encoding', 'chunked']]),
  'a length that is too short': withBody([['content-length', '1']], 'aHIDDEN'),
  'a length of nothing': withBody([['content-length', '0']], 'HIDDEN'),
  'a length that is too long': withBody([['content-length', '1000']], 'a'),
  'a length that is no number': withBody([['content-length', '1\r\nX: y']], 'a'),
  'two lengths': withBody(
    [
      ['content-length', '1'],
      ['content-length', '2'],
    ],
    'a',
  ),
  'no length and a request as the body': withBody([], 'HIDDEN'),
  'a connection to close': request(() => [['connection', 'close, x-request-id']]),
  'an upgrade': request(() => [
    ['connection', 'upgrade'],
    ['upgrade', 'websocket'],
  ]),
  'a kept connection': request(() => [
    ['keep-alive', 'timeout=1'],
    ['proxy-connection', 'keep-alive'],
  ]),
  'a coding to expect': request(() => [['te', 'chunked']]),
  'another host': request(() => [['host', 'other.example.org']]),
  'a path with a line end': replaced(':path', (id) => `/go/${id} HTTP/1.1\r\nHost: a\r\n\r\n`),
  'a path with a blank': replaced(':path', (id) => `/go/${id} HTTP/1.1`),
  'a path without a slash': replaced(':path', (id) => `go/${id}`),
  'a path of a whole address': replaced(':path', (id) => `http://goapp:8080/${id}`),
  'an empty path': replaced(':path', () => ''),
  'a method with a blank': replaced(':method', () => 'GET /go/x HTTP/1.1\r\nHost: a\r\n\r\nGET'),
  'a method of nothing': replaced(':method', () => ''),
  'a tunnel': replaced(':method', () => 'CONNECT'),
  'a scheme that is none': replaced(':scheme', () => 'x y\r\n'),
  'a host with a line end': replaced(':authority', () => 'a\r\nX-A: b'),
  'a host with a path': replaced(':authority', () => 'a/b'),
  'a host of nothing': replaced(':authority', () => ''),
  'a path twice': request((id) => [[':path', `/go/${id}-hidden`]]),
  'an unknown pseudo-header': request(() => [[':x', 'y']]),
  'a status': request(() => [[':status', '200']]),
  'no path': (id) => headers([...pseudo(id).filter(([name]) => name !== ':path'), named(id)]),
  'no method': (id) => headers([...pseudo(id).slice(1), named(id)]),
  'nothing at all': () => headers([]),
};

/** Headers that are too many or too large. */
const bombs: Readonly<Record<string, (id: string) => Buffer>> = {
  'two hundred fields': request(() => Array.from({ length: 200 }, (_, n) => [`x-a-${n}`, 'b'])),
  'a field of 12,000 bytes': request(() => [['x-a', 'b'.repeat(12_000)]]),
  'five fields of 3,000 bytes': request(() =>
    Array.from({ length: 5 }, (_, n) => [`x-a-${n}`, 'b'.repeat(3000)]),
  ),
  'a remembered field of 3,000 bytes ten thousand times': (id) =>
    frame(
      type.headers,
      endStream | endHeaders,
      1,
      Buffer.concat([
        fields([...pseudo(id), named(id)]),
        repeated('x-a', 'b'.repeat(3000), 10_000),
      ]),
    ),
  'a place in the table that is empty': () =>
    frame(type.headers, endStream | endHeaders, 1, Buffer.from([0xff, 0x7f])),
  'a number without an end': () =>
    frame(type.headers, endStream | endHeaders, 1, Buffer.alloc(100, 0xff)),
  'a table of a gigabyte': () =>
    frame(
      type.headers,
      endStream | endHeaders,
      1,
      Buffer.from([0x3f, 0xff, 0xff, 0xff, 0xff, 0x03]),
    ),
  'headers that go on and on': (id) =>
    Buffer.concat([
      headers([...pseudo(id), named(id)], 0),
      ...Array.from({ length: 2000 }, (_, n) =>
        frame(type.continuation, 0, 1, fields([[`x-a-${n}`, 'b'.repeat(100)]])),
      ),
    ]),
  'empty headers that go on and on': (id) =>
    Buffer.concat([
      headers([...pseudo(id), named(id)], 0),
      ...Array.from({ length: 5000 }, () => frame(type.continuation, 0, 1, empty)),
    ]),
};

/** Frames that have no place where they are. */
const frames: Readonly<Record<string, (id: string) => Buffer>> = {
  'headers on stream 0': (id) => headers([...pseudo(id), named(id)], endStream | endHeaders, 0),
  'headers on an even stream': (id) =>
    headers([...pseudo(id), named(id)], endStream | endHeaders, 2),
  'a stream that goes back': (id) =>
    Buffer.concat([5, 3].map((stream) => headers([...pseudo(id), named(id)], 5, stream))),
  'a continuation of nothing': () => frame(type.continuation, endHeaders, 1, empty),
  'a ping within headers': (id) =>
    Buffer.concat([
      headers([...pseudo(id), named(id)], 0),
      frame(type.ping, 0, 0, Buffer.alloc(8)),
    ]),
  'data for nothing': () => frame(type.data, endStream, 1, Buffer.from('a')),
  'data on stream 0': () => frame(type.data, 0, 0, Buffer.from('a')),
  'a reset of nothing': () => frame(type.reset, 0, 1, number(8)),
  'a promise': () => frame(type.push, endHeaders, 1, Buffer.concat([number(2), fields([])])),
  'a ping of three bytes': () => frame(type.ping, 0, 0, Buffer.from('abc')),
  'settings of five bytes': () => frame(type.settings, 0, 0, Buffer.alloc(5)),
  'settings of a stream': () => frame(type.settings, 0, 1, empty),
  'a window of 4 gigabytes': () =>
    frame(type.settings, 0, 0, Buffer.from([0, 4, 255, 255, 255, 255])),
  'a frame size of nothing': () => frame(type.settings, 0, 0, Buffer.from([0, 5, 0, 0, 0, 0])),
  'a window that grows by nothing': () => frame(type.windowUpdate, 0, 0, number(0)),
  'a window that overflows': () =>
    frame(type.windowUpdate, 0, 0, Buffer.from([0x7f, 255, 255, 255])),
  'padding that is longer than the frame': () =>
    frame(type.headers, 0x0d, 1, Buffer.from([200, 0])),
  'a stream that waits for itself': () => frame(type.priority, 0, 1, Buffer.from([0, 0, 0, 1, 16])),
  'a frame of 16 megabytes': () => Buffer.concat([frame(type.data, 0, 1, empty).fill(255, 0, 3)]),
  'an unknown frame': () => frame(99, 255, 77, Buffer.from('abc')),
  'ten thousand pings': many(10_000, () => frame(type.ping, 0, 0, Buffer.alloc(8))),
  'ten thousand settings': many(10_000, () => frame(type.settings, 0, 0, empty)),
  'ten thousand priorities': many(10_000, (turn) =>
    frame(type.priority, 0, 2 * turn + 1, Buffer.from([0, 0, 0, 0, 16])),
  ),
  'ten thousand windows': many(10_000, () => frame(type.windowUpdate, 0, 0, number(1))),
  'ten thousand pieces of data without data': (id) =>
    Buffer.concat([
      headers([[':method', 'POST'], ...pseudo(id).slice(1), named(id)], endHeaders),
      ...Array.from({ length: 10_000 }, () => frame(type.data, 0, 1, empty)),
    ]),
  'HTTP/1.1 behind the preface': (id) => Buffer.from(hiddenRequest(id)),
};

/** All of it, each behind the words that open a connection. */
export const frameAbuses: readonly FrameAbuse[] = Object.entries({
  ...translations,
  ...bombs,
  ...frames,
}).map(([name, bytes]) => ({ name, bytes: (id) => Buffer.concat([preface, bytes(id)]) }));
