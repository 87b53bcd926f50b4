import type { Socket } from 'node:net';
import { connect } from './raw-step';
import { type Address, originOf, type Trust } from './target';

const timeoutMs = 5_000;

/** One sentence that says why nobody can be asked at an address; undefined where somebody can. */
export async function whyUnreachable(address: Address, trust: Trust): Promise<string | undefined> {
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
    return `nothing answers at ${origin} within ${timeoutMs / 1000} s; is it running, and does a firewall let this machine through?`;
  } catch (error) {
    return sentence(origin, error as NodeJS.ErrnoException);
  } finally {
    clearTimeout(timer);
  }
}

function sentence(origin: string, { code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') return `nothing listens at ${origin}; is it running?`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the name in ${origin} has no address`;
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return `the certificate of ${origin} is not trusted (${code}); name its issuer with --ca, or take it as it is with --insecure`;
  }
  if (/WRONG_VERSION_NUMBER|EPROTO/.test(code)) {
    return `${origin} does not speak TLS; should the address begin with http://?`;
  }
  return `${origin} cannot be reached: ${code === '' ? message : code}`;
}
