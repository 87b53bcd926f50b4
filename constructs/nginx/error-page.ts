import { block, map, paragraphs, quoted } from './block';
import { errorHeaderLines } from './header';
import type { ProxyPlatform } from './platform';

/** Path below which the proxy keeps its own pages; no route may lie there. */
export const ownPathPrefix = '/.slipway';

/** Each status that the proxy itself may answer with, and what a person reads then. */
const texts: readonly (readonly [status: number, text: string])[] = [
  [400, 'The request is not valid'],
  [401, 'Please sign in'],
  [403, 'You may not see this'],
  [404, 'There is nothing here'],
  [405, 'This cannot be done here'],
  [408, 'The request took too long to arrive'],
  [411, 'The request does not say how long it is'],
  [413, 'The request is too large'],
  [414, 'The address is too long'],
  [415, 'This kind of content is not accepted'],
  [416, 'There is no such part'],
  [421, 'This connection does not lead there'],
  [429, 'Too many requests, please wait a moment'],
  [431, 'The headers of the request are too large'],
  [500, 'Something went wrong'],
  [501, 'This is not supported'],
  [502, 'The service cannot be reached, please try again in a moment'],
  [503, 'The service is not available, please try again in a moment'],
  [504, 'The service took too long to answer, please try again in a moment'],
  [505, 'This version of HTTP is not supported'],
  [507, 'There is no room left'],
];

/** What the error pages are made from: text by status, form by what the client accepts. */
export function errorMaps(): string[] {
  return paragraphs(
    map('$status', '$error_text', [
      ...texts.map(([status, text]) => [String(status), quoted(text)] as const),
      ['default', quoted('Something went wrong')],
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
    // a location with an error_page of its own would lose these, so where a write goes on is a variable
    'error_page 418 = $route_once;',
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
  const html =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    '<meta name="color-scheme" content="light dark"><title>$status</title></head>' +
    '<body><h1>$status</h1><p>$error_text.</p><p><small>$edge_request_id</small></p></body></html>';
  const json = '{"error":"$error_text","request_id":"$edge_request_id"}';
  return paragraphs(
    errorLocation('html', 'text/html', html),
    errorLocation('json', 'application/json', json),
  );
}

function errorLocation(form: string, type: string, body: string): string[] {
  return block(`location = ${ownPathPrefix}/error.${form}`, [
    'internal;',
    `default_type ${type};`,
    ...errorHeaderLines(),
    `return 200 '${body}\\n';`,
  ]);
}
