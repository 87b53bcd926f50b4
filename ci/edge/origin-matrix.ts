/** What a server is to say to a handshake with some headers. */
export interface OriginRow {
  readonly name: string;
  /** Lines of the header `Origin`, if any. */
  readonly origin?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly welcome: boolean;
}

const portOf = ({ port }: URL): string => (port === '' ? '' : `:${port}`);

/** Ways to be a page of another origin, and to pretend to be one of an origin. */
const foreign: readonly (readonly [name: string, origin: (own: URL) => string])[] = [
  ['none, as a page in a sandbox has', () => 'null'],
  ['nothing', () => ''],
  ['anybody', () => '*'],
  ['a foreign one', () => 'https://evil.example'],
  ['a foreign one on the same port', (own) => `https://evil.example${portOf(own)}`],
  [
    'its own host before a foreign one',
    (own) => `${own.protocol}//${own.hostname}.evil.example${portOf(own)}`,
  ],
  ['its own host and port before a foreign one', (own) => `${own.origin}.evil.example`],
  ['its own host with a word before', (own) => `${own.protocol}//evil-${own.host}`],
  ['its own host with letters before', (own) => `${own.protocol}//evil${own.host}`],
  ['its own host with letters behind', (own) => `${own.protocol}//${own.hostname}x${portOf(own)}`],
  ['a host below its own', (own) => `${own.protocol}//evil.${own.host}`],
  ['its own host without its first letter', (own) => `${own.protocol}//${own.host.slice(1)}`],
  ['another scheme', (own) => `${own.protocol === 'https:' ? 'http:' : 'https:'}//${own.host}`],
  ['the scheme of sockets', (own) => `wss://${own.host}`],
  ['the scheme of files', (own) => `file://${own.host}`],
  ['no scheme', (own) => own.host],
  ['slashes and no scheme', (own) => `//${own.host}`],
  ['another port', (own) => `${own.protocol}//${own.hostname}:8444`],
  ['a port that begins like its own', (own) => `${own.protocol}//${own.hostname}:${own.port}0`],
  ['a port that is none', (own) => `${own.protocol}//${own.hostname}:x`],
  ['capital letters', (own) => own.origin.toUpperCase()],
  ['capital letters in the host', (own) => `${own.protocol}//${own.host.toUpperCase()}`],
  ['a dot at the end of the host', (own) => `${own.protocol}//${own.hostname}.${portOf(own)}`],
  ['a slash at its end', (own) => `${own.origin}/`],
  ['a path', (own) => `${own.origin}/chat`],
  ['a user', (own) => `${own.protocol}//user@${own.host}`],
  ['its own as the user of a foreign one', (own) => `${own.origin}@evil.example`],
  [
    'its own as the password of a foreign one',
    (own) => `${own.protocol}//a:${own.hostname}@evil.example`,
  ],
  ['its own in the query of a foreign one', (own) => `https://evil.example?${own.origin}`],
  [
    'its own behind the number sign of a foreign one',
    (own) => `https://evil.example#${own.origin}`,
  ],
  ['its own behind a backslash', (own) => `https://evil.example\\${own.host}`],
  ['two in one line', (own) => `${own.origin}, https://evil.example`],
  ['two in one line, its own last', (own) => `https://evil.example, ${own.origin}`],
  ['two with a blank', (own) => `${own.origin} https://evil.example`],
  [
    'an encoded letter',
    (own) => `${own.protocol}//%${own.hostname.charCodeAt(0).toString(16)}${own.host.slice(1)}`,
  ],
  ['a letter of another script', (own) => `${own.protocol}//\xd0\xbe${own.host.slice(1)}`],
  ['the loopback address', (own) => `${own.protocol}//127.0.0.1${portOf(own)}`],
  ['the loopback address of IPv6', (own) => `${own.protocol}//[::1]${portOf(own)}`],
];

/** What a server that is open to one origin is to say to that one and to every other. */
export function originMatrix(own: string): OriginRow[] {
  return [
    { name: 'the same', origin: [own], welcome: true },
    ...foreign.map(([name, origin]) => ({ name, origin: [origin(new URL(own))], welcome: false })),
    { name: 'two lines', origin: [own, 'https://evil.example'], welcome: false },
    { name: 'two lines, its own last', origin: ['https://evil.example', own], welcome: false },
    { name: 'no line, from a program', welcome: true },
    {
      name: 'a foreign one that names itself as the host',
      origin: ['https://evil.example'],
      headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
      welcome: false,
    },
  ];
}
