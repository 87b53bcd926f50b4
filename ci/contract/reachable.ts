import type { Socket } from 'node:net';
import { connect } from './raw-step';
import { type Address, originOf, type Trust } from './target';

const timeoutMs = 5_000;

/** Why nobody can be asked at an address. */
export interface Obstacle {
  readonly kind: 'closed' | 'nameless' | 'plain' | 'silent' | 'untrusted' | 'other';
  readonly sentence: string;
}

/** One sentence that says why nobody can be asked at an address; undefined where somebody can. */
export async function whyUnreachable(address: Address, trust: Trust): Promise<string | undefined> {
  const obstacle = await obstacleAt(address, trust);
  if (obstacle?.kind !== 'untrusted') return obstacle?.sentence;
  return `${obstacle.sentence}; name its issuer with --ca, or take it as it is with --insecure`;
}

/** What keeps a connection to an address from being opened; undefined where nothing does. */
export async function obstacleAt(address: Address, trust: Trust): Promise<Obstacle | undefined> {
  const origin = originOf(address);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  const opening = connect(address, trust);
  try {
    const socket = await Promise.race([opening, late]);
    if (socket !== 'late') {
      socket.destroy();
      return undefined;
    }
    opening.then(
      (one: Socket) => one.destroy(),
      () => undefined,
    );
    return {
      kind: 'silent',
      sentence: `nothing answers at ${origin} within ${timeoutMs / 1000} s; is it running, and does a firewall let this machine through?`,
    };
  } catch (error) {
    return obstacleOf(origin, error as NodeJS.ErrnoException);
  } finally {
    clearTimeout(timer);
  }
}

function obstacleOf(origin: string, { code = '', message }: NodeJS.ErrnoException): Obstacle {
  if (code === 'ECONNREFUSED') {
    return { kind: 'closed', sentence: `nothing listens at ${origin}; is it running?` };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { kind: 'nameless', sentence: `the name in ${origin} has no address` };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return { kind: 'untrusted', sentence: `the certificate of ${origin} is not trusted (${code})` };
  }
  if (/WRONG_VERSION_NUMBER|EPROTO/.test(code)) {
    const sentence = `${origin} does not speak TLS; should the address begin with http://?`;
    return { kind: 'plain', sentence };
  }
  const reason = code === '' ? message : code;
  return { kind: 'other', sentence: `${origin} cannot be reached: ${reason}` };
}
