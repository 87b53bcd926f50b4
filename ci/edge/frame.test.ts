import { createServer, type IncomingHttpHeaders } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import {
  endHeaders,
  endStream,
  fields,
  frame,
  integer,
  preface,
  readFrames,
  repeated,
  type,
} from './frame';

describe('a frame', () => {
  it('is read as it was written', () => {
    const bytes = Buffer.concat([
      frame(type.ping, 1, 0, Buffer.from('12345678')),
      frame(type.reset, 0, 7, Buffer.from([0, 0, 0, 8])),
    ]);

    expect(readFrames(bytes)).toEqual([
      { type: 6, flags: 1, stream: 0, payload: Buffer.from('12345678') },
      { type: 3, flags: 0, stream: 7, payload: Buffer.from([0, 0, 0, 8]) },
    ]);
  });

  it('is left out while it is not whole', () => {
    const bytes = frame(type.ping, 0, 0, Buffer.from('12345678'));

    expect(readFrames(bytes.subarray(0, 12))).toEqual([]);
  });
});

// the examples of RFC 7541, appendix C.1
it.each([
  [10, 5, [10]],
  [1337, 5, [31, 154, 10]],
  [42, 8, [42]],
])('writes %i in %i bits', (value, bits, bytes) => {
  expect([...integer(value, bits)]).toEqual(bytes);
});

describe('header fields', () => {
  it('are what another implementation reads', async () => {
    const server = createServer({ maxHeaderListPairs: 2000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as AddressInfo).port;
    const read = new Promise<IncomingHttpHeaders>((resolve) => {
      server.on('stream', (_, headers) => resolve(headers));
    });
    const socket = connect(port, '127.0.0.1');
    const head = Buffer.concat([
      fields([
        [':method', 'GET'],
        [':scheme', 'http'],
        [':path', '/x'],
        [':authority', 'edge.example.org'],
      ]),
      repeated('x-a', 'b'.repeat(200), 3),
    ]);
    socket.write(Buffer.concat([preface, frame(type.headers, endStream | endHeaders, 1, head)]));

    const headers = await read;
    socket.destroy();
    server.close();

    expect(headers[':path']).toBe('/x');
    expect(headers['x-a']).toBe(Array.from({ length: 4 }, () => 'b'.repeat(200)).join(', '));
  });
});
