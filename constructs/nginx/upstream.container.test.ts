import { request } from 'node:http';
import { RoutedLab } from './routed-lab.fixture';

const lab = new RoutedLab();

beforeAll(() => lab.start());
afterAll(() => lab.remove());

describe('retries', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])(
    'repeats %s once after a 500 and gets through',
    async (method) => {
      const answer = await lab.proxy.fromBalancer('/uptime/flaky?key=once', { method });

      expect(answer.status).toBe(200);
      expect(await lab.count(method, 'once')).toBe(2);
    },
  );

  it('repeats a lasting 500 once and no more, again and again', async () => {
    for (let turn = 1; turn <= 5; turn += 1) {
      expect((await lab.proxy.fromBalancer('/uptime/broken?key=lasting')).status).toBe(500);
      expect(await lab.count('GET', 'lasting')).toBe(2 * turn);
    }
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])('never repeats %s', async (method) => {
    const answer = await lab.proxy.fromBalancer('/uptime/broken?key=never', { method });

    expect(answer.status).toBe(500);
    expect(await lab.count(method, 'never')).toBe(1);
  });

  it.each(['POST', 'PUT', 'DELETE'])(
    'never repeats %s on a connection that breaks',
    async (method) => {
      const answer = await lab.proxy.fromBalancer('/cut?key=cut', { method });

      expect(answer.status).toBe(502);
      expect(await lab.count(method, 'cut')).toBe(1);
    },
  );

  it('repeats a read on a connection that breaks', async () => {
    expect((await lab.proxy.fromBalancer('/cut?key=cut')).status).toBe(502);
    expect(await lab.count('GET', 'cut')).toBe(2);
  });

  it('leaves a 500 alone where the route does not ask for more', async () => {
    expect((await lab.proxy.fromBalancer('/flaky?key=plain')).status).toBe(500);
    expect(await lab.count('GET', 'plain')).toBe(1);
  });

  it('keeps serving after the only address failed', async () => {
    await lab.proxy.fromBalancer('/cut?key=again');
    await lab.proxy.fromBalancer('/cut?key=again');

    expect((await lab.proxy.fromBalancer('/echo')).status).toBe(200);
  });
});

describe('WebSockets', () => {
  it('passes an upgrade and what follows in both directions', async () => {
    expect(await upgrade('/socket/')).toEqual({ status: 101, heard: 'ping' });
  });

  it('passes no upgrade to a service that speaks plain HTTP', async () => {
    expect(await upgrade('/echo')).toEqual({ status: 200, heard: '' });
  });
});

function upgrade(path: string): Promise<{ readonly status: number; readonly heard: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'x-forwarded-proto': 'https',
      connection: 'Upgrade',
      upgrade: 'WebSocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const asked = request({ host: '127.0.0.1', port: lab.proxy.port, path, headers });
    asked.on('error', reject);
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, heard: '' }));
    });
    asked.on('upgrade', (response, socket) => {
      socket.on('error', reject);
      socket.once('data', (heard: Buffer) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, heard: heard.toString() });
      });
      socket.write('ping');
    });
    asked.end();
  });
}
