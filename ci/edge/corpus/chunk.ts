import { type Abuse, abuses, type Bytes, chunk, hidden, lastChunk, post, type Spot } from './spot';

function chunked(at: Spot): string {
  return `${post(at)}Transfer-Encoding: chunked\r\n\r\n`;
}

/** Chunks that carry a request as data, by how their size is written. */
const sizes: Readonly<Record<string, (hex: string) => string>> = {
  'leading zeros': (hex) => `0000${hex}`,
  'very many leading zeros': (hex) => `${'0'.repeat(500)}${hex}`,
  'capital digits': (hex) => hex.toUpperCase(),
  'a prefix 0x': (hex) => `0x${hex}`,
  'a plus': (hex) => `+${hex}`,
  'a minus': (hex) => `-${hex}`,
  'a blank before': (hex) => ` ${hex}`,
  'a blank behind': (hex) => `${hex} `,
  'a tab behind': (hex) => `${hex}\t`,
  'a vertical tab behind': (hex) => `${hex}\x0b`,
  'a null byte behind': (hex) => `${hex}\0`,
  'a letter behind': (hex) => `${hex}g`,
  'an underscore': (hex) => `${hex.slice(0, 1)}_${hex.slice(1)}`,
  'a dot': (hex) => `${hex}.0`,
  'a comma': (hex) => `${hex},${hex}`,
  'an extension': (hex) => `${hex};a=b`,
  'an extension without a value': (hex) => `${hex};a`,
  'an extension in quotes': (hex) => `${hex};a="b;c"`,
  'an extension of nothing': (hex) => `${hex};`,
  'an extension with a blank before': (hex) => `${hex} ;a`,
  'an extension with a line feed': (hex) => `${hex};a\nb`,
  'an extension with a carriage return': (hex) => `${hex};a\rb`,
  'an extension with a null byte': (hex) => `${hex};a\0b`,
  'an extension with a quoted line end': (hex) => `${hex};a="\r\n"`,
  'an extension that is long': (hex) => `${hex};${'a'.repeat(5000)}`,
  'an extension that is very long': (hex) => `${hex};${'a'.repeat(70_000)}`,
  'a number beyond 32 bits': (hex) => `1000000${hex.padStart(2, '0')}`,
  'a number beyond 64 bits': (hex) => `1${hex.padStart(16, '0')}`,
  nothing: () => '',
  'a word': () => 'size',
};

const written = (size: (hex: string) => string): Bytes => {
  return (at) => {
    const data = hidden(at);
    return `${chunked(at)}${size(data.length.toString(16))}\r\n${data}\r\n${lastChunk}`;
  };
};

/** Ends of lines and of the body that a lenient reader takes for others. */
const ends: Readonly<Record<string, Bytes>> = {
  'a line feed behind the size': (at) => `${chunked(at)}1\na\r\n${lastChunk}`,
  'a carriage return behind the size': (at) => `${chunked(at)}1\ra\r\n${lastChunk}`,
  'a line feed behind the data': (at) => `${chunked(at)}1\r\na\n${lastChunk}`,
  'two other bytes behind the data': (at) => `${chunked(at)}1\r\naXX${lastChunk}`,
  'nothing behind the data': (at) => `${chunked(at)}1\r\na${lastChunk}`,
  'more data than the size says': (at) => `${chunked(at)}1\r\nab\r\n${lastChunk}`,
  'line feeds alone': (at) => `${chunked(at)}1\na\n0\n\n`,
  'a last chunk of two zeros': (at) => `${chunked(at)}${chunk('a')}00\r\n\r\n`,
  'a last chunk with a blank': (at) => `${chunked(at)}${chunk('a')}0 \r\n\r\n`,
  'a last chunk of minus zero': (at) => `${chunked(at)}${chunk('a')}-0\r\n\r\n${hidden(at)}`,
  'a last chunk with an extension': (at) => `${chunked(at)}${chunk('a')}0;a=b\r\n\r\n`,
  'no last chunk': (at) => `${chunked(at)}${chunk('a')}`,
  'half a last chunk': (at) => `${chunked(at)}${chunk('a')}0\r\n`,
  'an empty line before the first size': (at) => `${chunked(at)}\r\n${chunk('a')}${lastChunk}`,
  'above the limit in sum': (at) =>
    `${chunked(at)}${chunk('a'.repeat(20_000)).repeat(4)}${lastChunk}`,
  'a thousand chunks of one byte': (at) => `${chunked(at)}${chunk('a').repeat(1000)}${lastChunk}`,
  'a size and no data': (at) => `${chunked(at)}ffff\r\n`,
};

/** Header lines behind the body. */
const trailers: Readonly<Record<string, string>> = {
  'a line': 'X-A: b\r\n',
  'a length': 'Content-Length: 5\r\n',
  'a coding': 'Transfer-Encoding: chunked\r\n',
  'a host': 'Host: other.example.org\r\n',
  'an id': 'X-Request-Id: edge-trailer\r\n',
  'a forwarded address': 'X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Prefix: /evil\r\n',
  'a line without a colon': 'X-A\r\n',
  'a name with a blank': 'X A: b\r\n',
  'a name with a null byte': 'X\0A: b\r\n',
  'a folded line': 'X-A: b\r\n c\r\n',
  'a line that ends in a line feed': 'X-A: b\n',
  'two hundred lines': 'X-A: b\r\n'.repeat(200),
  'a very long line': `X-A: ${'b'.repeat(40_000)}\r\n`,
};

/** Where the body ends, said by chunks. */
export const chunkAbuses: readonly Abuse[] = [
  ...abuses(
    'a chunk whose size has',
    Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, written(size)])),
  ),
  ...abuses('chunks with', ends),
  ...abuses(
    'a trailer of',
    Object.fromEntries(
      Object.entries(trailers).map(([name, trailer]) => [
        name,
        (at) => `${chunked(at)}${chunk('a')}0\r\n${trailer}\r\n`,
      ]),
    ),
  ),
  ...abuses('a trailer announced', {
    'and sent': (at) =>
      `${post(at)}Trailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('a')}0\r\nX-A: b\r\n\r\n`,
    'of a name that may not be one': (at) =>
      `${post(at)}Trailer: Host, Content-Length\r\nTransfer-Encoding: chunked\r\n\r\n${lastChunk}`,
    'without a body': (at) => `${post(at)}Trailer: X-A\r\nContent-Length: 0\r\n\r\n`,
  }),
];
