import { request } from 'node:http';
import { Route } from '../core/route';
import { renderNginxConfig } from './config';
import { ProxyLab } from './container.fixture';
import { ecsPlatform } from './platform';
import { privateRanges, RoutedLab } from './routed-lab.fixture';

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

describe('names of Service Connect', () => {
  const both = new ProxyLab();
  const configuration = renderNginxConfig({
    routes: [Route.path('/', 'web')],
    upstreams: { web: { host: 'web', port: 8080, keepAliveSeconds: 75, protocol: 'http' } },
    platform: ecsPlatform({ trustedProxies: privateRanges }),
  });

  afterAll(() => both.remove());

  it('stand in the hosts file with two families, of which one may lead nowhere', async () => {
    const address = both.addressOf(both.startServices('unused'));
    const hosts = ['--add-host', `web:${address}`, '--add-host', 'web:2600:f0f0::1'];
    const sysctl = ['--sysctl', 'net.ipv6.conf.all.disable_ipv6=0'];
    const proxy = await both.startProxy({ configuration, docker: [...hosts, ...sysctl] });

    expect(proxy.run('cat', '/etc/hosts')).toContain('2600:f0f0::1');
    for (const method of ['GET', 'POST']) {
      for (let turn = 0; turn < 20; turn += 1) {
        expect((await proxy.fromBalancer('/echo', { method })).status).toBe(200);
      }
    }
  });

  it('that are not there end the start with a sentence', () => {
    const { code, log } = both.runProxy({
      configuration: configuration.replaceAll('web', 'nobody'),
    });

    expect(code).toBe(1);
    expect(log).toContain('the upstream nobody has no IPv4 address in this container');
  });
});
