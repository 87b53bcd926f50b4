import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as httpRequest,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Route } from '../../constructs/core/route';
import { renderNginxConfig } from '../../constructs/nginx/config';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { EdgeLab, upstreams } from './edge-lab.fixture';
import { originMatrix, type OriginRow } from './origin-matrix';

const lab = new EdgeLab();
const own = 'https://localhost:8443';
const partner = 'https://partner.example';
let proxyAddress: string;

beforeAll(async () => {
  await lab.start('pythonapp', 'webapp');
  const proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes: [Route.path('/', 'webapp')],
      upstreams,
      platform: dockerPlatform(),
    }),
  });
  proxyAddress = lab.addressOf(proxy.id);
}, 120_000);
afterAll(() => lab.remove(), 60_000);

const handshake = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
};

/** The status that a request is answered with, 101 included. */
function statusOf(request: ClientRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = (response: IncomingMessage): void => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    };
    request.on('upgrade', (response: IncomingMessage, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on('response', end);
    request.on('error', reject);
    request.setTimeout(10_000, () => request.destroy(new Error('nothing is answered')));
    request.end();
  });
}

/** Node.js writes several lines of `Origin` where it is given several, though its types know of one. */
function headersOf({ origin, headers }: OriginRow): OutgoingHttpHeaders {
  const lines = { ...(origin === undefined ? {} : { origin: [...origin] }), ...headers };
  return lines as OutgoingHttpHeaders;
}

function throughProxy(row: OriginRow): Promise<number> {
  return statusOf(
    httpsRequest({
      host: proxyAddress,
      port: 8443,
      path: '/api/socket/?EIO=4&transport=websocket',
      headers: { host: new URL(own).host, ...handshake, ...headersOf(row) },
      rejectUnauthorized: false,
      agent: false,
    }),
  );
}

function toPythonapp(row: OriginRow, transport: 'websocket' | 'polling'): Promise<number> {
  return statusOf(
    httpRequest({
      ...lab.service('pythonapp'),
      path: `/socket.io/?EIO=4&transport=${transport}`,
      headers: { ...(transport === 'websocket' ? handshake : {}), ...headersOf(row) },
      agent: false,
    }),
  );
}

describe('webapp behind the proxy, by origin', () => {
  const browser: OriginRow = {
    name: 'no line, from a browser',
    headers: { 'sec-fetch-mode': 'websocket', 'sec-fetch-site': 'cross-site' },
    welcome: false,
  };
  const inner: OriginRow = {
    name: 'the address that the proxy asks',
    origin: ['http://webapp:3000'],
    welcome: false,
  };

  it.each([...originMatrix(own), browser, inner])('$name: $welcome', async (row) => {
    expect(await throughProxy(row)).toBe(row.welcome ? 101 : 403);
  });
});

describe.each([
  { transport: 'websocket', welcome: 101 },
  { transport: 'polling', welcome: 200 },
] as const)('pythonapp over $transport, by origin', ({ transport, welcome }) => {
  const itself: OriginRow = {
    name: 'its own address, which is not on its list',
    origin: ['http://pythonapp:8090'],
    headers: { host: 'pythonapp:8090' },
    welcome: false,
  };

  it.each([...originMatrix(partner), itself])('$name: $welcome', async (row) => {
    const status = await toPythonapp(row, transport);

    // two lines are refused by whoever reads the handshake first
    expect(row.origin?.length === 2 ? [400, 403] : [row.welcome ? welcome : 403]).toContain(status);
  });
});
