import { known } from '../core/known';
import { shown, throwProblems } from '../core/validation';
import { block, map, paragraphs } from './block';
import { accessLogLines } from './log';
import { configVariable, encodeConfig } from './payload';
import {
  sidecarHealthPort,
  type SidecarPlatform,
  sidecarPlatformProblems,
} from './sidecar-platform';
import {
  type SidecarUpstream,
  sidecarServer,
  sidecarUpstreamBlock,
  sidecarUpstreamProblems,
} from './sidecar-upstream';

/** What a sidecar is rendered from. */
export interface SidecarConfigProps {
  /** The callees, in any order. */
  readonly upstreams: readonly SidecarUpstream[];

  /** The place that the sidecar runs in. */
  readonly platform: SidecarPlatform;
}

/** What stands for the DNS server until the image puts in the one of its instance: no server has it (RFC 5737). */
const placeholderResolver = '192.0.2.53';

/**
 * The configuration of a sidecar that adds the identity of its service to every call: on localhost it has one port for
 * each callee, and what comes in there leaves over HTTPS with an ID token for that callee in
 * `X-Serverless-Authorization`. The application's own `Authorization` stays as it is.
 *
 * It runs in the image of the reverse proxy, which puts in the addresses of the callees: only the deployment knows them.
 *
 * @throws ValidationError with every problem
 * @see https://cloud.google.com/run/docs/authenticating/service-to-service
 */
export function renderSidecarConfig({ upstreams, platform }: SidecarConfigProps): string {
  throwProblems('the identity sidecar', [
    ...(upstreams.length === 0 ? [`'upstreams' is empty; add at least one callee`] : []),
    ...upstreams.flatMap(sidecarUpstreamProblems),
    ...repeatedProblems(upstreams, 'name'),
    ...repeatedProblems(upstreams, 'localPort'),
    ...sidecarPlatformProblems(platform),
  ]);
  const sorted = [...upstreams].sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = paragraphs(
    [
      '# Rendered from typed connections: change those and not this file.',
      `# slipway:readiness ${platform.lingerSeconds}`,
      '# slipway:resolver',
      ...sorted.map(({ name }) => `# slipway:origin ${name}`),
    ],
    [
      'load_module /usr/lib/nginx/modules/ngx_http_js_module.so;',
      'daemon off;',
      'worker_processes 2;',
      'worker_rlimit_nofile 8192;',
      `worker_shutdown_timeout ${platform.drainSeconds}s;`,
      `pid ${platform.writableDirectory}/run/nginx.pid;`,
      'error_log stderr warn;',
    ],
    block('events', ['worker_connections 2048;']),
    block('http', httpLines(sorted, platform)),
  );
  return `${lines.join('\n')}\n`;
}

/**
 * The variables of a sidecar's container: its configuration, and the `https://` address of each callee, which may be a
 * value that only the deployment knows.
 *
 * @throws ValidationError with every known address that is none
 */
export function sidecarVariables(
  upstreams: readonly { readonly name: string; readonly origin: string }[],
  configuration: string,
): Record<string, string> {
  throwProblems('the identity sidecar', upstreams.flatMap(originProblems));
  return {
    [configVariable]: encodeConfig(configuration),
    ...Object.fromEntries(upstreams.map(({ name, origin }) => [originVariable(name), origin])),
  };
}

/** Name of the variable with a callee's address: `users-api` has `ORIGIN_USERS_API`. */
export function originVariable(name: string): string {
  return `ORIGIN_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** What the entrypoint takes too: at least two labels, the last with a letter in it. */
const originForm =
  /^https:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

function originProblems(callee: { readonly name: string; readonly origin: string }): string[] {
  // an expression of Terraform written by hand is no more known than a token
  if (!known(callee.origin) || callee.origin.startsWith('${')) return [];
  if (originForm.test(callee.origin)) return [];
  return [
    `upstream ${shown(callee.name)}: 'origin' must be https:// and a lower-case host name, without a port and a path, got ${shown(callee.origin)}; use for example 'https://goapp-abc.a.run.app'`,
  ];
}

function repeatedProblems(
  upstreams: readonly SidecarUpstream[],
  prop: 'name' | 'localPort',
): string[] {
  return upstreams.flatMap((upstream, at) => {
    const first = upstreams.slice(0, at).find((other) => other[prop] === upstream[prop]);
    if (!first) return [];
    return [
      `upstream ${shown(upstream.name)}: '${prop}' is ${shown(upstream[prop])}, which ${shown(first.name)} has already; choose another`,
    ];
  });
}

function httpLines(upstreams: readonly SidecarUpstream[], platform: SidecarPlatform): string[] {
  return paragraphs(
    [
      'default_type application/octet-stream;',
      'server_tokens off;',
      'absolute_redirect off;',
      // what the application sends is passed on as it is
      'underscores_in_headers on;',
      'large_client_header_buffers 4 16k;',
      // Cloud Run itself refuses a body above 32 MiB that says its length
      'client_max_body_size 0;',
      'keepalive_timeout 75s;',
    ],
    ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${platform.writableDirectory}/temp/${kind};`,
    ),
    map('$http_x_request_id', '$edge_request_id', [
      ['""', '$request_id'],
      ['default', '$http_x_request_id'],
    ]),
    // only failures are logged, and its instance may have no CPU when a second is over
    accessLogLines('at once'),
    // the application logs its calls itself; here only what failed
    map('$status', '$failed', [
      ['~^5', '1'],
      ['default', '0'],
    ]),
    identityLines(),
    proxyLines(platform),
    [`resolver ${placeholderResolver} valid=10s ipv6=off;`, 'resolver_timeout 2s;'],
    healthServer(),
    ...upstreams.flatMap((upstream) => [
      sidecarUpstreamBlock(upstream, platform),
      sidecarServer(upstream, platform),
    ]),
  );
}

function identityLines(): string[] {
  return [
    'js_path /usr/local/share/reverse-proxy;',
    'js_import identity from id-token.js;',
    'js_shared_dict_zone zone=identity:1m timeout=1h evict;',
    'js_fetch_timeout 2s;',
    'js_var $identity_token;',
  ];
}

function proxyLines({ trustedCertificates }: SidecarPlatform): string[] {
  return [
    'proxy_http_version 1.1;',
    'proxy_connect_timeout 5s;',
    'proxy_send_timeout 15s;',
    // nothing is kept here: the only place for it is memory
    'proxy_buffering off;',
    'proxy_request_buffering off;',
    'proxy_ssl_server_name on;',
    'proxy_ssl_verify on;',
    'proxy_ssl_verify_depth 4;',
    'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
    `proxy_ssl_trusted_certificate ${trustedCertificates};`,
  ];
}

/** Of all ports the only one that is open to the outside, and it answers nothing but this. */
function healthServer(): string[] {
  return block('server', [
    `listen 0.0.0.0:${sidecarHealthPort};`,
    'access_log off;',
    ...block('location = /healthz', ['default_type text/plain;', "return 200 'ok';"]),
    ...block('location /', ['return 404;']),
  ]);
}
