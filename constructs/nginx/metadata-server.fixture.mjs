// a metadata server that signs tokens as Google's does, and fails when it is told to
import { sign } from 'node:crypto';
import { createServer } from 'node:http';

const key = process.env.SIGNING_KEY;
const state = { mode: 'ok', lifeSeconds: 3600, asked: 0, started: 0 };
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(audience) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: audience,
    iss: 'https://accounts.google.com',
    exp: now + state.lifeSeconds,
    number: state.asked,
  };
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

createServer((request, response) => {
  const url = new URL(request.url, 'http://metadata');
  if (url.pathname === '/control') {
    Object.assign(state, JSON.parse(url.searchParams.get('state') ?? '{}'));
    response.end(JSON.stringify(state));
    return;
  }
  state.asked += 1;
  if (request.headers['metadata-flavor'] !== 'Google') response.writeHead(403).end();
  else if (state.mode === 'fail') response.writeHead(500).end('broken');
  else if (state.mode === 'nonsense') response.end('no token "at all"');
  else if (state.mode === 'ok')
    setTimeout(() => response.end(token(url.searchParams.get('audience'))), 50);
}).listen(80);
