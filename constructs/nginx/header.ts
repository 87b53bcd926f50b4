import { map, paragraphs, quoted } from './block';

/** Two years, what Mozilla's guideline 6.0 asks for. */
export const strictTransportSecurity = 'max-age=63072000';

/**
 * Headers of an answer for which the service's own value wins: name, value otherwise. The content security policy is not
 * among them, since only the service knows what its pages load.
 */
const defaultHeaders: readonly (readonly [name: string, value: string])[] = [
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
];

/** Headers that the proxy alone decides: a service cannot weaken them, and what it sends is not doubled. */
const ownHeaders: readonly (readonly [name: string, value: string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Strict-Transport-Security', '$strict_transport_security'],
  ['X-Request-Id', '$edge_request_id'],
];

/**
 * Request headers that mean something to a service but must not come from outside. Next.js takes `x-middleware-*` and
 * `x-nextjs-*` for its own words; nginx cannot remove by pattern, so each one that Next.js knows is named.
 */
const strippedHeaders = [
  'Forwarded',
  'Proxy',
  'X-Forwarded-Server',
  'X-Forwarded-Ssl',
  'X-Original-Url',
  'X-Rewrite-Url',
  ...[
    'cache',
    'invoke',
    'next',
    'override-headers',
    'prefetch',
    'redirect',
    'refresh',
    'rewrite',
    'set-cookie',
    'skip',
    'subrequest',
    'subrequest-id',
  ].map((name) => `x-middleware-${name}`),
  ...[
    'action-not-found',
    'cache',
    'data',
    'deployment-id',
    'html-request-id',
    'matched-path',
    'postponed',
    'prerender',
    'redirect',
    'request-id',
    'rewrite',
    'rewritten-path',
    'rewritten-query',
    'stale-time',
  ].map((name) => `x-nextjs-${name}`),
];

/** Headers of every answer. They stand on the http level alone: a level with an `add_header` inherits none. */
export function responseHeaderLines(): string[] {
  const names = defaultHeaders.map(([name]) => name);
  return paragraphs(
    ...defaultHeaders.map(([name, value]) =>
      map(`$upstream_http_${snake(name)}`, `$default_${snake(name)}`, [
        ['""', quoted(value)],
        ['default', '""'],
      ]),
    ),
    // a browser must ignore the header on plain HTTP, and RFC 6797 forbids sending it there
    map('$client_scheme', '$strict_transport_security', [
      ['https', quoted(strictTransportSecurity)],
      ['default', '""'],
    ]),
    [
      ...ownHeaders.map(([name, value]) => `add_header ${name} ${value} always;`),
      ...names.map((name) => `add_header ${name} $default_${snake(name)} always;`),
      ...ownHeaders.map(([name]) => `proxy_hide_header ${name};`),
      'proxy_hide_header X-Powered-By;',
      // an internal redirect chosen by a service would enter a location that it was not asked for
      'proxy_ignore_headers X-Accel-Redirect;',
    ],
  );
}

/**
 * Headers of the proxy's own error pages: all of them literal, since what a failed upstream sent must not decide what
 * the page carries.
 *
 * @param allowed what the page itself needs of its content security policy
 */
export function errorHeaderLines(allowed: readonly string[] = []): string[] {
  const policy = [
    "default-src 'none'",
    ...allowed,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return [
    ...[...ownHeaders, ...defaultHeaders].map(
      ([name, value]) =>
        `add_header ${name} ${value.startsWith('$') ? value : quoted(value)} always;`,
    ),
    `add_header Content-Security-Policy ${quoted(policy)} always;`,
    'add_header Cache-Control no-store always;',
  ];
}

/**
 * Headers of every request to a service. What differs by route comes in variables, since these too are inherited only
 * by a level that has none of its own.
 */
export function requestHeaderLines(publicPort: number): string[] {
  const passed: readonly (readonly [string, string])[] = [
    ['Host', '$host$is_request_port$request_port'],
    ['X-Request-Id', '$edge_request_id'],
    ['X-Real-IP', '$remote_addr'],
    ['X-Forwarded-For', '$remote_addr'],
    ['X-Forwarded-Proto', '$client_scheme'],
    ['X-Forwarded-Host', '$host$is_request_port$request_port'],
    ['X-Forwarded-Port', String(publicPort)],
    ['X-Forwarded-Prefix', '$route_prefix'],
    ['Authorization', '$route_authorization'],
    ['Upgrade', '$route_upgrade'],
    ['Connection', '$route_connection'],
  ];
  return [
    ...passed.map(([name, value]) => `proxy_set_header ${name} ${value};`),
    ...strippedHeaders.map((name) => `proxy_set_header ${name} "";`),
  ];
}

/** Maps that the request headers are made from. */
export function requestHeaderMaps(): string[] {
  return paragraphs(
    map('$http_x_request_id', '$edge_request_id', [
      ['""', '$request_id'],
      ['"~^[A-Za-z0-9._-]{8,128}$"', '$http_x_request_id'],
      ['default', '$request_id'],
    ]),
    map('$http_upgrade', '$websocket_upgrade', [
      ['websocket', 'websocket'],
      ['default', '""'],
    ]),
    // some servers take the host of such a line for where to connect (CVE-2026-44578), and no client writes one
    map('$http_upgrade', '$refused_upgrade', [
      ['""', '0'],
      ['default', '$is_absolute_form'],
    ]),
    map('$request', '$is_absolute_form', [
      ['"~^[^ ]+ /"', '0'],
      ['default', '1'],
    ]),
    map('$websocket_upgrade', '$websocket_connection', [
      ['websocket', 'upgrade'],
      ['default', '""'],
    ]),
  );
}

function snake(header: string): string {
  return header.toLowerCase().replaceAll('-', '_');
}
