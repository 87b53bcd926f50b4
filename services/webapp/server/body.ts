import type { IncomingMessage } from 'node:http';

export const MAX_BODY_BYTES = 64 * 1024;

/** Whether the body is small enough; reads it to the end, or to the limit. No route here wants one. */
export function isBodySmall(req: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // what follows is read and dropped: closing now would reset the connection before the 413 arrives
      if (size > MAX_BODY_BYTES) resolve(false);
    });
    req.on('end', () => resolve(true));
    req.on('error', () => resolve(true));
  });
}
