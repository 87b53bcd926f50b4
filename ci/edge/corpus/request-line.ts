import { type Abuse, abuses, type Bytes, hidden, lines, shown, type Spot } from './spot';

const withLine = (line: (at: Spot) => string): Bytes => {
  return (at) => `${line(at)}\r\n${lines(at)}\r\n`;
};

function named(texts: readonly string[], bytes: (text: string) => Bytes): Record<string, Bytes> {
  return Object.fromEntries(texts.map((text) => [shown(text), bytes(text)]));
}

const methods: readonly string[] = [
  'get',
  'Get',
  'G=T',
  'G\0T',
  'G\x01T',
  'G\xffT',
  'GET:',
  'GET,POST',
  'GET/',
  '"GET"',
  '',
  ' GET',
  '\tGET',
  'GET\t',
  'TRACE',
  'TRACK',
  'PRI',
  'FOO',
  'PROPFIND',
  'A'.repeat(5000),
  'X-HTTP-METHOD',
];

const versions: readonly string[] = [
  'HTTP/2.0',
  'HTTP/3',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/1.10',
  'HTTP/1.',
  'HTTP/1',
  'HTTP/.1',
  'HTTP/11',
  'HTTP/01.1',
  'HTTP/1.01',
  'HTTP/1,1',
  'HTTP/+1.1',
  'HTTP/1.-1',
  'HTTP/9999999999.1',
  'HTTP /1.1',
  'HTTP/ 1.1',
  'HTTP/1.1 x',
  'HTTP/1.1\0',
  'HTTP/1.1\x0b',
  'http/1.1',
  'HTTPS/1.1',
  'HTTP\\1.1',
  'RTSP/1.0',
  'ICAP/1.0',
  '',
];

const separated: Readonly<Record<string, (at: Spot) => string>> = {
  'tabs for blanks': ({ path }) => `GET\t${path}\tHTTP/1.1`,
  'two blanks': ({ path }) => `GET  ${path}  HTTP/1.1`,
  'a blank behind': ({ path }) => `GET ${path} HTTP/1.1 `,
  'a vertical tab for a blank': ({ path }) => `GET\x0b${path}\x0bHTTP/1.1`,
  'a space that does not break': ({ path }) => `GET\xa0${path}\xa0HTTP/1.1`,
  'a carriage return inside': ({ path }) => `GET\r${path} HTTP/1.1`,
  'a carriage return before the version': ({ path }) => `GET ${path}\rHTTP/1.1`,
  'a line feed inside': ({ path }) => `GET\n${path} HTTP/1.1`,
  'a blank in the path': ({ path }) => `GET ${path} x HTTP/1.1`,
  'a request in the path': ({ path }) => `GET ${path} HTTP/1.1 GET ${path}-hidden HTTP/1.1`,
  'no path': () => 'GET HTTP/1.1',
  'no method': ({ path }) => `${path} HTTP/1.1`,
  'nothing but a method': () => 'GET',
  'nothing but blanks': () => '   ',
  'two carriage returns at its end': ({ path }) => `GET ${path} HTTP/1.1\r`,
};

const whole: Readonly<Record<string, Bytes>> = {
  'empty lines before it': (at) => `\r\n\r\n\r\nGET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`,
  'a hundred empty lines before it': (at) =>
    `${'\r\n'.repeat(100)}GET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`,
  'line feeds before it': (at) => `\n\nGET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`,
  'a null byte before it': (at) => `\0GET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`,
  'a byte order mark before it': (at) => `\xef\xbb\xbfGET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`,
  'line feeds alone': (at) =>
    `GET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`.replaceAll('\r\n', '\n'),
  'carriage returns alone': (at) =>
    `GET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`.replaceAll('\r\n', '\r'),
  'the preface of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0',
  'the preface of HTTP/2 and a request': (at) => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden(at)}`,
  'the preface of HTTP/2 with a host': (at) => `PRI * HTTP/2.0\r\n${lines(at)}\r\nSM\r\n\r\n`,
  'a greeting of TLS': () => '\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03\r\n\r\n',
  'a greeting of SSH': () => 'SSH-2.0-OpenSSH_9.9\r\n',
  'a greeting of SMTP': () => 'EHLO edge.example.org\r\nQUIT\r\n',
  'a command of Redis': () => '*1\r\n$8\r\nFLUSHALL\r\n',
  'the header of the PROXY protocol': (at) =>
    `PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET ${at.path} HTTP/1.1\r\n${lines(at)}\r\n`,
  'the binary PROXY protocol': () =>
    '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01\0\x01\0\x02',
  'bytes without meaning': () => '\x80\x90\xff\xfe\x01\x00\x7f\r\n\r\n',
  'a kilobyte of null bytes': () => '\0'.repeat(1024),
  'an answer': () => 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  'a path of 9,000 bytes': (at) => `GET ${at.path}${'x'.repeat(9000)} HTTP/1.1\r\n${lines(at)}\r\n`,
  'a path of 100,000 bytes': (at) =>
    `GET ${at.path}${'x'.repeat(100_000)} HTTP/1.1\r\n${lines(at)}\r\n`,
  'a query of 7,000 bytes': (at) =>
    `GET ${at.path}?${'x'.repeat(7000)} HTTP/1.1\r\n${lines(at)}\r\n`,
  'a line without an end': () => `GET /${'x'.repeat(60_000)}`,
};

/** The first line of a request. */
export const requestLineAbuses: readonly Abuse[] = [
  ...abuses(
    'the method',
    named(methods, (method) => withLine(({ path }) => `${method} ${path} HTTP/1.1`)),
  ),
  ...abuses(
    'the version',
    named(versions, (version) => withLine(({ path }) => `GET ${path} ${version}`)),
    { headless: true },
  ),
  ...abuses(
    'the first line with',
    Object.fromEntries(Object.entries(separated).map(([name, line]) => [name, withLine(line)])),
    { headless: true },
  ),
  ...abuses('instead of a first line', whole),
  ...abuses(
    'version 0.9',
    {
      'a line alone': ({ path }) => `GET ${path}\r\n`,
      'a line and a request': (at) => `GET ${at.path}\r\n${hidden(at)}`,
    },
    { headless: true },
  ),
];
