import { readFileSync } from 'node:fs';
import { Server } from 'node:http';
import { join } from 'node:path';

import type { Handler } from './app';
import { contentSecurityPolicy } from './content-security-policy';

export interface NextHandler {
  readonly handler: Handler;
  readonly contentSecurityPolicy: string;
}

/** Next's request handler on the standalone output in `folder`; does what the generated server.js does, minus the server. */
export async function createNextHandler(folder: string): Promise<NextHandler> {
  const manifest = readFileSync(join(folder, '.next', 'required-server-files.json'), 'utf8');
  const { config } = JSON.parse(manifest) as { config: unknown };
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // the way the generated server.js hands over the configuration: standalone output has no next.config
    __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(config),
  });

  // loaded late, so that the health check does not load it at all
  const { default: next } = await import('next');
  // next adds its upgrade handler to this server, which never listens: the real one has an upgrade handler of its own
  const app = next({ dev: false, dir: folder, httpServer: new Server() });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handler: (req, res) => handle(req, res),
    contentSecurityPolicy: contentSecurityPolicy(join(folder, '.next', 'server', 'pages')),
  };
}
