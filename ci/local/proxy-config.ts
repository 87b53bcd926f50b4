import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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

/** Path of a configuration for this public port: the committed one, or one made for another port. */
export function localConfigFor(publicPort: number): string {
  if (publicPort === 8443 && existsSync(localConfigPath)) return `./${localConfigPath}`;
  const path = join('.cache', 'slipway', `proxy-${publicPort}.conf`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, renderLocalConfig(publicPort));
  return `./${path}`;
}
