import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Answer } from './expectation';
import { type Address, type Trust, tlsOptions } from './target';

/** Opens a connection, with TLS where the address has it; rejects where there is none to open. */
export function connect(address: Address, trust: Trust): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port } = address;
    const socket = address.secure
      ? connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...tlsOptions(address, trust) })
      : connectPlain({ host, port, family: isIP(host) });
    socket.once(address.secure ? 'secureConnect' : 'connect', () => resolve(socket));
    // stays: an error that nobody listens for would end the process
    socket.on('error', reject);
  });
}

/** Writes bytes as they are and reads what comes until the server closes the connection. */
export async function sendRaw(
  address: Address,
  trust: Trust,
  bytes: string,
  timeoutMs: number,
): Promise<Answer> {
  const socket = await connect(address, trust);
  const received = await new Promise<string>((resolve) => {
    let text = '';
    const end = (): void => resolve(text);
    socket.setEncoding('latin1');
    socket.setTimeout(timeoutMs, end);
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', end);
    socket.on('close', end);
    // one character is one byte, so that a case can write any
    socket.write(bytes, 'latin1');
  });
  socket.destroy();
  return parseAnswer(received);
}

/** The first answer of a connection; whatever follows it is part of its text. */
export function parseAnswer(received: string): Answer {
  const [, status, lines = '', text = ''] =
    /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n([^]*?)\r\n\r\n([^]*)$/.exec(
      // a head without headers has no line between its first and the empty one
      received.replace(/^(HTTP\/1\.[01] \d{3}[^\r\n]*\r\n)(?=\r\n)/, '$1x-none: 1\r\n'),
    ) ?? [];
  if (status === undefined) return { status: 0, headers: {}, text: received };
  const headers = lines.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(status),
    headers: Object.fromEntries(headers) as Answer['headers'],
    text: Buffer.from(text, 'latin1').toString(),
  };
}
