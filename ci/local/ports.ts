import { createServer } from 'node:net';
import { setAmong } from '../variables';

/** Tells whether a port of loopback can be listened on. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** A port of loopback that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
      });
    });
  });
}

/** A port as a variable gives it, or the default. */
export function portOf(variable: string, fallback: number): number {
  const given = setAmong(process.env)[variable];
  const port = Number(given ?? fallback);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new RangeError(`${variable} must be a port from 1 to 65535, got '${given}'`);
}
