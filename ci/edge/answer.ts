/** One answer on a connection. */
export interface Answer {
  readonly status: number;
  /** Header lines by their name in lower case; the last one of several. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the bytes of a connection are made of. */
export interface Answers {
  /** Answers that are whole, without those that only announce another. */
  readonly whole: readonly Answer[];
  /** What follows them: the beginning of another answer, or no answer at all. */
  readonly rest: string;
}

/**
 * Reads answers of HTTP/1.1 from the bytes that a server sent, one character each.
 *
 * @param ended whether the connection is closed, which is where a body ends that says nothing else
 */
export function readAnswers(text: string, ended: boolean): Answers {
  const whole: Answer[] = [];
  let rest = text;
  for (;;) {
    const next = readAnswer(rest, ended);
    if (next === undefined) return { whole, rest };
    rest = next.rest;
    // 100 and 103 announce an answer; 101 ends HTTP on the connection
    if (next.answer.status >= 200 || next.answer.status === 101) whole.push(next.answer);
    if (next.answer.status === 101) return { whole, rest };
  }
}

/** Whether the server wants to close the connection after an answer. */
export function closes({ headers, status }: Answer): boolean {
  return status === 101 || headers.connection?.toLowerCase() === 'close';
}

interface Read {
  readonly answer: Answer;
  readonly rest: string;
}

function readAnswer(text: string, ended: boolean): Read | undefined {
  const head = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(text);
  if (head === null) return undefined;
  const status = Number(head[1]);
  const headers = readHeaders(head[2] ?? '');
  const behind = text.slice(head[0].length);
  const body = readBody(status, headers, behind, ended);
  if (body === undefined) return undefined;
  return { answer: { status, headers, body: body.data }, rest: body.rest };
}

function readHeaders(lines: string): Record<string, string> {
  const pairs = lines
    .split('\r\n')
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    });
  return Object.fromEntries(pairs);
}

interface Body {
  readonly data: string;
  readonly rest: string;
}

function readBody(
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
  ended: boolean,
): Body | undefined {
  if (status < 200 || status === 204 || status === 304) return { data: '', rest: text };
  if (headers['transfer-encoding']?.toLowerCase() === 'chunked') return readChunks(text);
  const length = headers['content-length'];
  if (length === undefined) return ended ? { data: text, rest: '' } : undefined;
  if (text.length < Number(length)) return undefined;
  return { data: text.slice(0, Number(length)), rest: text.slice(Number(length)) };
}

function readChunks(text: string): Body | undefined {
  let data = '';
  let rest = text;
  for (;;) {
    const line = /^([0-9a-f]+)[^\r\n]*\r\n/i.exec(rest);
    if (line === null) return undefined;
    const size = parseInt(line[1] ?? '', 16);
    rest = rest.slice(line[0].length);
    if (size === 0) {
      const trailer = /^(?:[^\r\n]+\r\n)*\r\n/.exec(rest);
      return trailer === null ? undefined : { data, rest: rest.slice(trailer[0].length) };
    }
    if (rest.length < size + 2) return undefined;
    data += rest.slice(0, size);
    rest = rest.slice(size + 2);
  }
}
