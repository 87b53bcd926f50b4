/** Where one case is sent: each has names of its own, so that whatever arrives somewhere tells which case it came from. */
export interface Spot {
  /** Begins the `X-Request-Id` of everything that the case sends, and stands in its path. */
  readonly id: string;
  /** A path of the service that nothing answers to but a 404. */
  readonly path: string;
  /** A path of the service that takes a body, of this type. */
  readonly bodyPath: string;
  readonly bodyType: string;
}

/** Bytes that a hostile or broken client may send; one character is one byte. */
export type Bytes = (at: Spot) => string;

/** One thing that a client may do to the edge. */
export interface Abuse {
  /** Theme and what is wrong, unique. */
  readonly name: string;
  readonly bytes: Bytes;
  /** How many requests may reach a service at most. */
  readonly atMost: number;
  /** Ends of the `X-Request-Id` of requests that may follow the first in the same bytes. */
  readonly followers: readonly string[];
  /** Whether the client closes its half of the connection once it has sent everything. */
  readonly halfClose: boolean;
  /** Whether the answer may come without a head, as in version 0.9. */
  readonly headless: boolean;
}

/** What differs from one request, from which at most one may reach a service. */
export type AbuseOptions = Partial<Omit<Abuse, 'name' | 'bytes'>>;

/** The host that every request names unless its case is about that. */
export const host = 'Host: edge.example.org\r\n';

/** What a smuggler hides behind a request: it must never be answered, nor reach a service as a request of its own. */
export function hidden(at: Spot): string {
  return `GET ${at.path}-hidden HTTP/1.1\r\n${host}${trusted}X-Request-Id: ${at.id}-hidden\r\n\r\n`;
}

/** Header lines of a request that nobody complains about; the test stands where a balancer would that ends TLS. */
export function lines(at: Spot, end = ''): string {
  return `${host}${trusted}X-Request-Id: ${at.id}${end}\r\n`;
}

/** A request without a body: its head up to the last header line. */
export function get(at: Spot, end = ''): string {
  return `GET ${at.path} HTTP/1.1\r\n${lines(at, end)}`;
}

/** A request that may have a body: its head up to the last header line. */
export function post(at: Spot, end = ''): string {
  return `POST ${at.bodyPath} HTTP/1.1\r\n${lines(at, end)}Content-Type: ${at.bodyType}\r\n`;
}

/** One chunk of a body in chunks. */
export function chunk(data: string): string {
  return `${data.length.toString(16)}\r\n${data}\r\n`;
}

/** The end of a body in chunks. */
export const lastChunk = '0\r\n\r\n';

/** Cases of a theme from a table of bytes by what is wrong with them. */
export function abuses(
  theme: string,
  table: Readonly<Record<string, Bytes>>,
  options: AbuseOptions = {},
): Abuse[] {
  return Object.entries(table).map(([name, bytes]) => ({
    name: `${theme}: ${name}`,
    bytes,
    atMost: 1,
    followers: [],
    halfClose: false,
    headless: false,
    ...options,
  }));
}

/** A text as it stands in the name of a case. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 40)}… (${text.length})` : text);
}

export const trusted = 'X-Forwarded-Proto: https\r\n';
