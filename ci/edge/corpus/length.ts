import { type Abuse, abuses, type Bytes, get, hidden, post, shown } from './spot';

/** Lengths of which one reading is that the body has one byte, and that nobody can be sure of. */
const lengths: readonly string[] = [
  '-1',
  '-0',
  '+1',
  '1 0',
  '0x1',
  '1.0',
  '1e0',
  '1,1',
  '1, 1',
  '1;1',
  '1_0',
  "'1'",
  '"1"',
  'one',
  '',
  '1\0',
  '\x0b1',
  '1\x0c',
  '\xa01',
  '\xb9',
  '\xd9\xa1',
  'NaN',
  'Infinity',
  'true',
  '4294967297',
  '9223372036854775808',
  '18446744073709551617',
  '99999999999999999999999999999999',
];

const oneOf = (length: string): Bytes => {
  return (at) => `${post(at)}Content-Length: ${length}\r\n\r\na${hidden(at)}`;
};

/** Several lines, of which each server might take another. */
const several: Readonly<Record<string, string>> = {
  'one and then all': 'Content-Length: 1\r\nContent-Length: 500',
  'all and then one': 'Content-Length: 500\r\nContent-Length: 1',
  'the same twice': 'Content-Length: 1\r\nContent-Length: 1',
  'none and then one': 'Content-Length: 0\r\nContent-Length: 1',
  'an empty one first': 'Content-Length:\r\nContent-Length: 1',
  'in two spellings': 'Content-Length: 1\r\ncontent-length: 500',
  'with a blank before the colon': 'Content-Length : 500',
  'with a tab before the colon': 'Content-Length\t: 500',
  'with a null byte in the name': 'Content-Length\0: 500',
  'with an underscore': 'Content_Length: 500',
  folded: 'Content-Length:\r\n 1',
  'folded onto another line': 'X-A: b\r\n Content-Length: 500',
  'behind a line feed': 'X-A: b\nContent-Length: 1',
  'behind a carriage return': 'X-A: b\rContent-Length: 500',
  'named by Connection': 'Connection: Content-Length\r\nContent-Length: 1',
  'named by Connection among others': 'Connection: close, content-length\r\nContent-Length: 1',
};

/** Lengths that are fine, of which the body is not. */
const bodies: Readonly<Record<string, Bytes>> = {
  'larger than the limit': (at) => `${post(at)}Content-Length: 65537\r\n\r\n`,
  'larger than the limit, and all of it': (at) =>
    `${post(at)}Content-Length: 70000\r\n\r\n${'a'.repeat(70_000)}`,
  'a gigabyte': (at) => `${post(at)}Content-Length: 1073741824\r\n\r\n${'a'.repeat(1000)}`,
  'more than a number of 63 bits holds': (at) =>
    `${post(at)}Content-Length: 9223372036854775807\r\n\r\na`,
  'leading zeros': (at) => `${post(at)}Content-Length: 0000000001\r\n\r\na`,
  'a thousand leading zeros': (at) => `${post(at)}Content-Length: ${'0'.repeat(1000)}1\r\n\r\na`,
  'a length and no body': (at) => `${post(at)}Content-Length: 10\r\n\r\n`,
  'no length and a body': (at) => `${post(at)}\r\n`,
  'a body of a read that is a request': (at) =>
    `${get(at)}Content-Length: ${hidden(at).length}\r\n\r\n${hidden(at)}`,
  'a body of a write that is a request': (at) =>
    `${post(at)}Content-Length: ${hidden(at).length}\r\n\r\n${hidden(at)}`,
  'a body of null bytes': (at) => `${post(at)}Content-Length: 1000\r\n\r\n${'\0'.repeat(1000)}`,
  'a body that is no text': (at) => `${post(at)}Content-Length: 4\r\n\r\n\xff\xfe\x80\xc0`,
  'a body of a removal that is a request': (at) =>
    `${get(at).replace('GET', 'DELETE')}Content-Length: ${hidden(at).length}\r\n\r\n${hidden(at)}`,
  'a body of OPTIONS that is a request': (at) =>
    `${get(at).replace('GET', 'OPTIONS')}Content-Length: ${hidden(at).length}\r\n\r\n${hidden(at)}`,
};

/** Where the body ends, said by a length. */
export const lengthAbuses: readonly Abuse[] = [
  ...abuses(
    'a length of',
    Object.fromEntries(lengths.map((length) => [shown(length), oneOf(length)])),
  ),
  ...abuses(
    'a length',
    Object.fromEntries(
      Object.entries(several).map(([name, header]) => [
        name,
        // whoever takes none or one finds a request behind it, unless that is what all would do
        (at) => `${post(at)}${header}\r\n\r\na`,
      ]),
    ),
  ),
  ...abuses('a body', bodies),
];
