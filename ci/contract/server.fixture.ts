import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import type { Target } from './target';

const running = new Set<Server>();

/** Starts a real server on a free port of loopback; `stopServers` ends it. */
export function serve(listener: RequestListener): Promise<Target> {
  return listening(createServer(listener), false);
}

/** The same over TLS. */
export function serveSecurely(listener: RequestListener, options: TlsOptions): Promise<Target> {
  return listening(createSecureServer(options, listener), true);
}

/** A target for a server that somebody has made. */
export function listening(server: Server, secure: boolean): Promise<Target> {
  running.add(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const address = { secure, host: '127.0.0.1', port };
      resolve({ mode: 'direct', address, prefix: '', trust: { insecure: secure } });
    });
  });
}

/** Ends every server that the test file has started. */
export async function stopServers(): Promise<void> {
  for (const server of running) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  running.clear();
}

/** The URL of a target. */
export function urlOf({ address }: Target): string {
  return `${address.secure ? 'https' : 'http'}://${address.host}:${address.port}`;
}

/** A key and a certificate for localhost that nobody has signed; made anew, so that no key lies in the repository. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-contract-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  // RSA, since TLS 1.0 knows little else
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  try {
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
