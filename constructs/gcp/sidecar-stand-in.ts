import { encodeConfig } from '../nginx/payload';

// stands in for constructs/nginx/identity-sidecar.ts, whose names these are

/** One service that the sidecar leads to. */
export interface SidecarUpstream {
  /** Discovery name of the callee. */
  readonly name: string;

  /** Port of localhost that leads to it. */
  readonly localPort: number;

  /** What the callee speaks. */
  readonly protocol: 'http' | 'websocket';

  /** Seconds after which the callee closes an idle connection. */
  readonly keepAliveSeconds: number;

  /** Seconds within which the callee answers. */
  readonly timeoutSeconds: number;
}

/** Port that tells whether the sidecar can serve: GET /healthz. */
export const sidecarHealthPort = 15020;

/** Everything about Cloud Run that the configuration depends on. */
export function cloudRunSidecarPlatform(): object {
  return {};
}

/** The configuration of the sidecar. */
export function renderSidecarConfig(props: {
  readonly upstreams: readonly SidecarUpstream[];
  readonly platform: object;
}): string {
  return JSON.stringify(props.upstreams);
}

/** The variables of the sidecar's container. */
export function sidecarVariables(
  upstreams: readonly { readonly name: string; readonly origin: string }[],
  configuration: string,
): Record<string, string> {
  const variable = (name: string) => `ORIGIN_${name.toUpperCase().replaceAll('-', '_')}`;
  return {
    NGINX_CONF: encodeConfig(configuration),
    ...Object.fromEntries(upstreams.map(({ name, origin }) => [variable(name), origin])),
  };
}
