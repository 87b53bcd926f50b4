import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { peerByName } from '../../constructs/core/connection';
import { resolveWorkload } from '../../constructs/core/workload';
import { renderNginxConfig } from '../../constructs/nginx/config';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { system } from '../../services/system';

/** The rendered configuration that `docker compose up` alone uses. */
export const localConfigPath = 'services/reverse-proxy/local.conf';

/** The configuration of the proxy on a laptop: every workload is found by its name. */
export function renderLocalConfig(publicPort = 8443): string {
  const upstreams = Object.fromEntries(
    Object.entries(system.workloads).map(([name, workload]) => {
      const { port, keepAliveSeconds, protocol } = resolveWorkload(workload);
      return [name, { host: peerByName(name, port).host, port, keepAliveSeconds, protocol }];
    }),
  );
  return renderNginxConfig({
    routes: system.routes,
    upstreams,
    platform: dockerPlatform({ publicPort }),
  });
}

/**
 * Writes the configuration for a public port and answers with its path. It is a file of its own that everybody may read:
 * the proxy's user could not read one of a checkout that was made with a strict umask.
 */
export function localConfigFor(publicPort: number): string {
  const path = join('.cache', 'slipway', `proxy-${publicPort}.conf`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, renderLocalConfig(publicPort));
  chmodSync(path, 0o644);
  return `./${path}`;
}
