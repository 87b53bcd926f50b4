import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { block } from './block';
import { sidecarHealthPort, type SidecarPlatform } from './sidecar-platform';

/** One service that the sidecar leads to. */
export interface SidecarUpstream {
  /** Discovery name of the callee. */
  readonly name: string;

  /** Port of localhost under which the application reaches the callee, 1024 to 65535. */
  readonly localPort: number;

  /** What the callee speaks; `websocket` lets a connection live for an hour. */
  readonly protocol: 'http' | 'websocket';

  /** Seconds after which the callee's side closes an idle connection; the sidecar closes it earlier. */
  readonly keepAliveSeconds: number;

  /** Seconds within which the callee must answer. */
  readonly timeoutSeconds: number;
}

/** Longest life of a WebSocket on Cloud Run, in seconds: one request may take no longer. */
const webSocketSeconds = 3600;

/** Longest idle time of a connection to a callee, in seconds. */
const longestIdleSeconds = 60;

/** What is wrong with one callee. */
export function sidecarUpstreamProblems(upstream: SidecarUpstream): string[] {
  return problemsOf(upstream, rules).map(
    (problem) => `upstream ${shown(upstream.name)}: ${problem}`,
  );
}

/** The `upstream` block of a callee. */
export function sidecarUpstreamBlock(
  upstream: SidecarUpstream,
  { upstreamPort }: SidecarPlatform,
): string[] {
  const { name, keepAliveSeconds } = upstream;
  const idle = Math.min(longestIdleSeconds, Math.floor((keepAliveSeconds * 2) / 3));
  // one address stands here as two equal peers, or nothing would be tried again
  const server = `server ${placeholderHost(name)}:${upstreamPort} resolve max_fails=0;`;
  return block(`upstream ${name}`, [
    `zone ${name} 64k;`,
    server,
    server,
    'keepalive 32;',
    `keepalive_timeout ${idle}s;`,
  ]);
}

/** The listener on localhost that leads to a callee. */
export function sidecarServer(upstream: SidecarUpstream, platform: SidecarPlatform): string[] {
  const { name, localPort, protocol } = upstream;
  const host = placeholderHost(name);
  const pass = passLines(upstream, host);
  return block('server', [
    `listen 127.0.0.1:${localPort};`,
    `set $identity_audience https://${host};`,
    `set $identity_metadata ${platform.metadataHost};`,
    'access_log /dev/stdout request if=$failed;',
    // a request that went to a location of its own may still fail
    'recursive_error_pages on;',
    'error_page 418 = @once;',
    ...(protocol === 'websocket' ? ['error_page 419 = @socket;'] : []),
    'error_page 500 = @unidentified;',
    'error_page 502 = @unreachable;',
    'error_page 504 = @late;',
    '',
    ...block('location /', [
      ...(protocol === 'websocket'
        ? block('if ($http_upgrade ~* "^websocket$")', ['return 419;'])
        : []),
      // nginx cannot choose the retry rule by method, so requests that change something go to a location of their own
      ...block('if ($request_method !~ "^(GET|HEAD|OPTIONS)$")', ['return 418;']),
      ...pass,
      'proxy_next_upstream error timeout;',
      'proxy_next_upstream_tries 2;',
      'proxy_next_upstream_timeout 5s;',
    ]),
    ...block('location @once', [...pass, 'proxy_next_upstream off;']),
    ...(protocol === 'websocket' ? socketLocation(upstream, host) : []),
    ...block('location = /.identity', [
      'internal;',
      'access_log off;',
      'js_content identity.provide;',
    ]),
    ...failure('@unidentified', 503, `no ID token for ${name}: the metadata server gave none`),
    ...failure('@unreachable', 502, `${name} cannot be reached`),
    ...failure('@late', 504, `${name} gave no answer in time`),
  ]);
}

function passLines({ name, timeoutSeconds }: SidecarUpstream, host: string): string[] {
  return [
    ...identifiedLines(host),
    'proxy_set_header Connection "";',
    `proxy_read_timeout ${timeoutSeconds}s;`,
    `proxy_pass https://${name};`,
  ];
}

/** Only a socket may stay open for so long: a request that never ends must not look like one. */
function socketLocation({ name }: SidecarUpstream, host: string): string[] {
  return block('location @socket', [
    ...identifiedLines(host),
    'proxy_set_header Upgrade $http_upgrade;',
    'proxy_set_header Connection upgrade;',
    'proxy_socket_keepalive on;',
    `proxy_read_timeout ${webSocketSeconds}s;`,
    `proxy_send_timeout ${webSocketSeconds}s;`,
    'proxy_next_upstream off;',
    `proxy_pass https://${name};`,
  ]);
}

function identifiedLines(host: string): string[] {
  return [
    'auth_request /.identity;',
    'js_header_filter identity.forget;',
    `proxy_set_header Host ${host};`,
    'proxy_set_header X-Serverless-Authorization "Bearer $identity_token";',
    // a redirect to the callee's own name would lead past the sidecar; some applications know only their own scheme
    `proxy_redirect https://${host}/ /;`,
    `proxy_redirect http://${host}/ /;`,
    `proxy_ssl_name ${host};`,
  ];
}

function failure(location: string, status: number, sentence: string): string[] {
  return block(`location ${location}`, [
    'default_type application/json;',
    `return ${status} '{"error":"${sentence}"}';`,
  ]);
}

/** What stands for a callee's host until the image puts it in: a name that cannot exist (RFC 2606). */
function placeholderHost(name: string): string {
  return `${name}.origin.invalid`;
}

const rules: readonly Rule<SidecarUpstream>[] = [
  {
    broken: ({ name }) => !/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name),
    message: ({ name }) =>
      `'name' must start with a letter and hold only lower-case letters, digits and inner hyphens, got ${shown(name)}; rename it, for example 'users-api'`,
  },
  {
    broken: ({ localPort }) =>
      !wholeNumber(localPort, 1024, 65535) || localPort === sidecarHealthPort,
    message: ({ localPort }) =>
      `'localPort' must be a whole number from 1024 to 65535 other than ${sidecarHealthPort}, got ${shown(localPort)}; choose another`,
  },
  {
    broken: ({ keepAliveSeconds }) =>
      known(keepAliveSeconds) && !wholeNumber(keepAliveSeconds, 2, 3600),
    message: ({ keepAliveSeconds }) =>
      `'keepAliveSeconds' must be a whole number from 2 to 3600, got ${shown(keepAliveSeconds)}; use the service's own idle timeout`,
  },
  {
    broken: ({ timeoutSeconds }) => !wholeNumber(timeoutSeconds, 1, webSocketSeconds),
    message: ({ timeoutSeconds }) =>
      `'timeoutSeconds' must be a whole number from 1 to ${webSocketSeconds}, got ${shown(timeoutSeconds)}; no request to Cloud Run takes longer`,
  },
];

function wholeNumber(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
