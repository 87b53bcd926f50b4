import { connect } from 'node:tls';
import type { TlsStep } from './case';
import type { Difference } from './json-match';
import type { Address } from './target';

const timeoutMs = 10_000;
/** What goes wrong before a server is asked, and so is no refusal. */
const notAsked = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ERR_SSL_(NO_PROTOCOLS|UNSUPPORTED))/;

interface Handshake {
  readonly outcome: string;
  readonly alpn: string;
}

/** Offers one version of TLS alone; which certificate answers is no part of it. */
export async function offerTls(address: Address, step: TlsStep): Promise<Difference[]> {
  const { outcome, alpn } = await shakeHands(address, step);
  const expected = step.accepted ? 'accepted' : 'refused';
  if (outcome !== expected) return [{ at: step.version, expected, got: outcome }];
  if (step.alpn === undefined || alpn === step.alpn) return [];
  return [{ at: `protocol over ${step.version}`, expected: step.alpn, got: alpn }];
}

function shakeHands({ host, port }: Address, { version, alpn }: TlsStep): Promise<Handshake> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      minVersion: version,
      maxVersion: version,
      // OpenSSL 3 offers the old versions at this level only: without it every server would seem to refuse them
      ciphers: 'DEFAULT@SECLEVEL=0',
      rejectUnauthorized: false,
      ...(alpn === undefined ? {} : { ALPNProtocols: [alpn] }),
    });
    const end = (outcome: string, chosen = 'none'): void => {
      socket.destroy();
      resolve({ outcome, alpn: chosen });
    };
    socket.setTimeout(timeoutMs, () => end('silence'));
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) =>
      end(notAsked.test(code) ? code : 'refused'),
    );
    socket.once('secureConnect', () => end('accepted', nameOf(socket.alpnProtocol)));
  });
}

/** Node says `false` where nothing was agreed on, and null where nothing was offered. */
function nameOf(protocol: string | false | null): string {
  return typeof protocol === 'string' ? protocol : 'none';
}
