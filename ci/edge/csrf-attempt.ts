/** What a browser that shows the form knows. */
export interface Visit {
  readonly cookie: string;
  readonly token: string;
}

/** One way to send the form, as a difference to how the page sends it. */
export interface Attempt {
  readonly name: string;
  readonly method?: string;
  /** Behind the path of the form. */
  readonly query?: (id: number, visit: Visit) => string;
  /** Header lines instead of the page's own; undefined takes one away. */
  readonly headers?: (visit: Visit) => Readonly<Record<string, string | undefined>>;
  readonly body?: (id: number, visit: Visit, other: Visit) => string;
  readonly statuses: readonly number[];
}

/** The origin under which a browser reaches the form. */
export const formOrigin = 'https://localhost:8443';

export const cookieName = '__Host-users-form-csrf';

/** What the page sends for a user. */
export function formOf(id: number, token: string | undefined): string {
  const fields = new URLSearchParams({ id: String(id), name: 'Ana' });
  if (token !== undefined) fields.set('csrf_token', token);
  return fields.toString();
}

const without = (id: number): string => formOf(id, undefined);
const named = (origin: string) => () => ({ origin });
const typed = (type: string | undefined) => () => ({ 'content-type': type });

/** Everything that another site, or whoever can set a header, may try: nothing of it creates a user. */
export const attempts: readonly Attempt[] = [
  { name: 'no token', body: without, statuses: [403] },
  { name: 'an empty token', body: (id) => formOf(id, ''), statuses: [403] },
  { name: 'a made-up token', body: (id) => formOf(id, 'a'.repeat(43)), statuses: [403] },
  {
    name: "the token of another visitor's page",
    body: (id, _, other) => formOf(id, other.token),
    statuses: [403],
  },
  {
    name: 'two tokens',
    body: (id, { token }) => `${formOf(id, token)}&csrf_token=x`,
    statuses: [400],
  },
  {
    name: 'the token in the query',
    query: (_, { token }) => `?csrf_token=${token}`,
    body: without,
    statuses: [403],
  },
  {
    name: 'the whole form in the query',
    query: (id, { token }) => `?${formOf(id, token)}`,
    body: () => '',
    statuses: [403],
  },
  {
    name: 'the token in a header',
    headers: ({ token }) => ({ 'x-csrf-token': token, 'x-csrftoken': token }),
    body: without,
    statuses: [403],
  },
  { name: 'no cookie', headers: () => ({ cookie: undefined }), statuses: [403] },
  { name: 'an empty cookie', headers: () => ({ cookie: `${cookieName}=` }), statuses: [403] },
  {
    name: 'no cookie and no token, which are equal',
    headers: () => ({ cookie: `${cookieName}=` }),
    body: (id) => formOf(id, ''),
    statuses: [403],
  },
  {
    name: 'a short cookie that a foreign host could have set, and its token',
    headers: () => ({ cookie: `${cookieName}=x` }),
    body: (id) => formOf(id, 'x'),
    statuses: [403],
  },
  {
    name: 'the cookie of plain HTTP, which any host of the domain may set',
    headers: ({ token }) => ({ cookie: `users-form-csrf=${token}` }),
    statuses: [403],
  },
  {
    name: 'the cookie of plain HTTP, and a claim that it is',
    headers: ({ token }) => ({ cookie: `users-form-csrf=${token}`, 'x-forwarded-proto': 'http' }),
    statuses: [403],
  },
  ...['cross-site', 'same-site', 'CROSS-SITE', '', 'same-origin, cross-site'].map((site) => ({
    name: `Sec-Fetch-Site of '${site}'`,
    headers: () => ({ 'sec-fetch-site': site }),
    statuses: [403],
  })),
  ...[
    'null',
    'https://evil.example',
    'http://localhost:8443',
    'https://localhost',
    'https://localhost:8444',
    'https://localhost:8443.evil.example',
    'https://localhost.evil:8443',
    'https://evil-localhost:8443',
    'https://user@localhost:8443',
    'https://localhost.:8443',
    'https://localhost:8443/',
    'http://users-form:8000',
    '',
  ].map((origin) => ({ name: `Origin of '${origin}'`, headers: named(origin), statuses: [403] })),
  {
    name: 'a foreign origin that names itself as the host',
    headers: () => ({
      origin: 'https://evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=https',
    }),
    statuses: [403],
  },
  ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
    name: `a method of ${method} in a header, without a token`,
    headers: () => ({ 'x-http-method-override': method, 'x-method-override': method }),
    body: without,
    statuses: [403],
  })),
  {
    name: 'GET that says it is POST',
    method: 'GET',
    query: (id, { token }) => `?_method=POST&${formOf(id, token)}`,
    headers: () => ({ 'x-http-method-override': 'POST', 'content-type': undefined }),
    body: () => '',
    statuses: [200],
  },
  {
    name: 'HEAD with the form in the query',
    method: 'HEAD',
    query: (id, { token }) => `?${formOf(id, token)}`,
    headers: typed(undefined),
    body: () => '',
    statuses: [200],
  },
  ...['PUT', 'PATCH', 'DELETE'].map((method) => ({ name: method, method, statuses: [405] })),
  ...[
    'text/plain',
    'text/plain;charset=UTF-8',
    'multipart/form-data; boundary=x',
    'application/json',
    'text/plain; application/x-www-form-urlencoded',
    'text/plain, application/x-www-form-urlencoded',
    'application/x-www-form-urlencodedx',
    '',
  ].map((type) => ({ name: `a form of type '${type}'`, headers: typed(type), statuses: [415] })),
  { name: 'a form of no type', headers: typed(undefined), statuses: [415] },
  {
    name: 'the right type in capitals, without a token',
    headers: typed('APPLICATION/X-WWW-FORM-URLENCODED'),
    body: without,
    statuses: [403],
  },
];
