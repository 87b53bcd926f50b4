// a service behind Cloud Run's front end: TLS, and no call without a token for this service
import { createHash, verify } from 'node:crypto';
import { createServer } from 'node:https';

const { TLS_KEY, TLS_CERTIFICATE, VERIFYING_KEY, AUDIENCE } = process.env;
let refuseAll = false;
let cuts = 0;

function claimsOf(headers) {
  const token = /^Bearer (.+)$/.exec(headers['x-serverless-authorization'] ?? '')?.[1];
  const [head, body, signature] = token?.split('.') ?? [];
  if (!signature || refuseAll) return undefined;
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    VERIFYING_KEY,
    Buffer.from(signature, 'base64url'),
  );
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  return signed && claims.aud === AUDIENCE && claims.exp > Date.now() / 1000 ? claims : undefined;
}

const answers = {
  '/cut': ({ socket }) => {
    cuts += 1;
    socket.destroy();
  },
  '/cuts': (_, response) => response.end(String(cuts)),
  '/forbidden': (_, response) => response.writeHead(403).end('the rules of the application'),
  '/redirect': ({ headers }, response) =>
    response.writeHead(302, { location: `https://${headers.host}/there` }).end(),
};

const server = createServer({ key: TLS_KEY, cert: TLS_CERTIFICATE }, (request, response) => {
  const { method, url, headers } = request;
  if (url.startsWith('/control/')) {
    refuseAll = url === '/control/refuse';
    response.end();
    return;
  }
  const claims = claimsOf(headers);
  if (!claims) {
    response.writeHead(401).end('who is there?');
    return;
  }
  if (url === '/hang') return;
  if (url in answers) {
    answers[url](request, response);
    return;
  }
  const wait = Number(new URL(url, 'http://callee').searchParams.get('wait') ?? 0);
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const all = Buffer.concat(parts);
    const body = all.length > 65536 ? '' : all.toString();
    setTimeout(
      () => response.end(JSON.stringify({ method, url, headers, body, bytes: all.length, claims })),
      wait,
    );
  });
});

server.on('upgrade', (request, socket) => {
  if (!claimsOf(request.headers)) {
    socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    return;
  }
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  // one short text frame at a time: unmasked, with a word in front
  socket.on('data', (frame) => {
    const length = frame[1] & 0x7f;
    const mask = frame.subarray(2, 6);
    const text = Buffer.from(frame.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at % 4]));
    const answer = Buffer.from(`heard ${text}`);
    socket.write(Buffer.concat([Buffer.from([0x81, answer.length]), answer]));
  });
});
server.listen(8443);
