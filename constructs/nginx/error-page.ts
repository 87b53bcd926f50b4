import { block, map, paragraphs, quoted } from './block';
import { errorDocument, errorLink, errorStyleHash } from './error-document';
import { errorHeaderLines } from './header';
import type { ProxyPlatform } from './platform';

/** Path below which the proxy keeps its own pages; no route may lie there. */
export const ownPathPrefix = '/.slipway';

const soon = 'Please try again in a moment';
const changed = 'Please change the request and try again';

/** Each status that the proxy itself may answer with: what happened, and what a person can do. */
const texts: readonly (readonly [status: number, text: string, advice: string])[] = [
  [400, 'The request is not valid', changed],
  [401, 'Please sign in', 'This page asks for a user and a password'],
  [403, 'You may not see this', 'This page is open to certain networks only'],
  [404, 'There is nothing here', 'The address may be mistyped, or the page has moved'],
  [405, 'This cannot be done here', changed],
  [408, 'The request took too long to arrive', soon],
  [411, 'The request does not say how long it is', changed],
  [413, 'The request is too large', 'Please send less at once'],
  [414, 'The address is too long', changed],
  [415, 'This kind of content is not accepted', changed],
  [416, 'There is no such part', changed],
  [421, 'This connection does not lead there', 'Please open the page anew'],
  [429, 'Too many requests', soon],
  [431, 'The headers of the request are too large', 'Deleting the cookies of this site may help'],
  [500, 'Something went wrong', soon],
  [501, 'This is not supported', changed],
  [502, 'The service cannot be reached', soon],
  [503, 'The service is not available', soon],
  [504, 'The service took too long to answer', soon],
  [505, 'This version of HTTP is not supported', changed],
  [507, 'There is no room left', 'Please try again later'],
];

/** Seconds after which a client should ask again, where time alone may help. */
const retryAfterSeconds: readonly (readonly [status: string, seconds: string])[] = [
  // so long it takes until one more request is free, whatever the limit
  ['429', '1'],
  ['502', '5'],
  ['503', '5'],
  ['504', '5'],
];

/** What the error pages are made from: text by status, form by what the client accepts. */
export function errorMaps(): string[] {
  return paragraphs(
    map('$status', '$error_text', [
      ...texts.map(([status, text]) => [String(status), quoted(text)] as const),
      ['default', quoted('Something went wrong')],
    ]),
    map('$status', '$error_advice', [
      ...texts
        .filter(([, , advice]) => advice !== soon)
        .map(([status, , advice]) => [String(status), quoted(advice)] as const),
      ['default', quoted(soon)],
    ]),
    map('$status', '$retry_after', [...retryAfterSeconds, ['default', '""']]),
    map('$retry_after', '$error_link', [
      ['""', quoted(errorLink('/', 'Go to the start page'))],
      ['default', quoted(errorLink('', 'Try again'))],
    ]),
    map('$http_accept', '$error_form', [
      ['"~text/html"', 'html'],
      ['default', 'json'],
    ]),
  );
}

/** Which statuses lead to an error page. The answers of services pass as they are. */
export function errorPageLines(platform: ProxyPlatform): string[] {
  const statuses = texts.map(([status]) => status).join(' ');
  return [
    // a location with an error_page of its own would lose these, so where a request goes on is a variable
    'error_page 418 = $route_once;',
    'error_page 419 = $route_send;',
    'recursive_error_pages on;',
    `error_page ${statuses} ${ownPathPrefix}/error.$error_form;`,
    // nginx's own word for a header that is too large
    `error_page 494 =431 ${ownPathPrefix}/error.$error_form;`,
    // and for plain HTTP on the TLS port
    ...(platform.listeners === 'https-self-signed'
      ? [`error_page 497 =308 https://$host:${platform.publicPort}$request_uri;`]
      : []),
  ];
}

/** The locations of the error pages, in every server. */
export function errorLocations(): string[] {
  const json = '{"error":"$error_text","request_id":"$edge_request_id"}';
  return paragraphs(
    errorLocation('html', 'text/html', errorDocument, [`style-src '${errorStyleHash}'`]),
    errorLocation('json', 'application/json', json, []),
  );
}

function errorLocation(
  form: string,
  type: string,
  body: string,
  allowed: readonly string[],
): string[] {
  return block(`location = ${ownPathPrefix}/error.${form}`, [
    'internal;',
    `default_type ${type};`,
    ...errorHeaderLines(allowed),
    'add_header Retry-After $retry_after always;',
    `return 200 '${body}\\n';`,
  ]);
}
