// The service behind the proxy in container tests: it says what reached it and fails on demand. The last part of the
// path chooses what happens, so that every route can reach everything.
import { createServer } from 'node:http';
import { hostname } from 'node:os';

const counts = new Map();
let total = 0;

const answers = {
  echo: ({ response, request, body }) =>
    json(response, 200, {
      method: request.method,
      url: request.url,
      headers: request.headersDistinct,
      bytes: body,
      host: hostname(),
    }),
  // 500 once for each key, then 200
  flaky: ({ response, count }) => json(response, count === 1 ? 500 : 200, { count }),
  broken: ({ response, count }) => json(response, 500, { count }),
  slow: ({ response, url }) =>
    setTimeout(() => json(response, 200, { slow: true }), Number(url.searchParams.get('ms'))),
  cut: ({ request }) => request.socket.destroy(),
  status: ({ response, url }) =>
    json(response, Number(url.searchParams.get('code')), { own: true }),
  headers: ({ response }) => {
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Content-Type-Options', 'sniff');
    response.setHeader('Strict-Transport-Security', 'max-age=0');
    response.setHeader('X-Powered-By', 'tests');
    response.setHeader('X-Request-Id', 'from-the-service');
    json(response, 200, {});
  },
  redirect: ({ response }) => {
    response.setHeader('X-Accel-Redirect', '/healthz');
    json(response, 200, { own: true });
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://service');
  if (url.pathname === '/total') return json(response, 200, { total });
  total += 1;
  let body = 0;
  for await (const chunk of request) body += chunk.length;
  const key = `${request.method} ${url.searchParams.get('key')}`;
  if (url.pathname.endsWith('/count'))
    return json(response, 200, { count: counts.get(url.searchParams.get('of')) ?? 0 });
  counts.set(key, (counts.get(key) ?? 0) + 1);
  const answer = answers[url.pathname.split('/').at(-1)] ?? answers.echo;
  answer({ request, response, url, body, count: counts.get(key) });
});

server.on('upgrade', (request, socket) => {
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  );
  socket.pipe(socket);
});

server.keepAliveTimeout = 75_000;
server.listen(8080);
process.on('SIGTERM', () => process.exit(0));

function json(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}
