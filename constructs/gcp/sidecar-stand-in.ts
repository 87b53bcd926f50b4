import { encodeConfig } from '../nginx/payload';

/** One service that the sidecar leads to. */
export interface SidecarUpstream {
  readonly name: string;
  readonly localPort: number;
  readonly protocol: 'http' | 'websocket';
  readonly keepAliveSeconds: number;
  readonly timeoutSeconds: number;
}
export const sidecarHealthPort = 15020;
export function cloudRunSidecarPlatform(): object {
  return {};
}
export function renderSidecarConfig(props: {
  readonly upstreams: readonly SidecarUpstream[];
  readonly platform: object;
}): string {
  return JSON.stringify(props.upstreams);
}
export function sidecarVariables(
  upstreams: readonly { readonly name: string; readonly origin: string }[],
  configuration: string,
): Record<string, string> {
  return {
    NGINX_CONF: encodeConfig(configuration),
    ...Object.fromEntries(
      upstreams.map(({ name, origin }) => [
        `ORIGIN_${name.toUpperCase().replaceAll('-', '_')}`,
        origin,
      ]),
    ),
  };
}
