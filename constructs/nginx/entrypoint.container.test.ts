import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { Access, Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Proxy, ProxyLab } from './container.fixture';
import { dockerPlatform, ecsPlatform } from './platform';
import { privateRanges, upstreams } from './routed-lab.fixture';

const access = Access.password('admin-login');
const routes = [Route.path('/', 'web'), Route.path('/admin', 'web', { access })];
const local = renderNginxConfig({ routes, upstreams, platform: dockerPlatform() });
const cloud = renderNginxConfig({
  routes,
  upstreams,
  platform: ecsPlatform({ trustedProxies: privateRanges }),
});
const loginPath = '/var/lib/reverse-proxy/logins/admin-login.txt';
const lab = new ProxyLab();

beforeAll(() => lab.startServices('web'));
afterAll(() => lab.remove());

function signIn(proxy: Proxy, userAndPassword: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(userAndPassword).toString('base64')}`;
  return proxy.fromBalancer('/admin', { headers: { authorization } }).then(({ status }) => status);
}

function startWithLogin(value: string): Promise<Proxy> {
  return lab.startProxy({ configuration: cloud, environment: { SECRET_ADMIN_LOGIN: value } });
}

function certificate(proxy: Proxy): X509Certificate {
  return new X509Certificate(proxy.run('cat', '/var/lib/reverse-proxy/tls/certificate.pem'));
}

describe('configuration', () => {
  it.each([
    ['is missing', {}, /NGINX_CONF is not set/],
    [
      'is a file that is missing',
      { NGINX_CONF_FILE: '/none' },
      /NGINX_CONF_FILE names \/none, which cannot be read/,
    ],
    ['is no base64', { NGINX_CONF: '!!!' }, /not gzip in base64/],
    ['is no gzip', { NGINX_CONF: 'aGVsbG8=' }, /not gzip in base64/],
    ['is cut off', { NGINX_CONF: gzipSync(cloud).toString('base64').slice(0, 400) }, /not gzip in/],
    [
      'is empty',
      { NGINX_CONF: gzipSync('').toString('base64') },
      /nginx refuses the configuration/,
    ],
  ])('fails when it %s', (_, environment, sentence) => {
    const { code, log } = lab.runProxy({ environment });

    expect(code).toBe(1);
    expect(log).toMatch(sentence);
  });

  it("shows nginx's own reason when nginx refuses it", () => {
    const { code, log } = lab.runProxy({ configuration: 'nonsense on;\n' });

    expect(code).toBe(1);
    expect(log).toContain('unknown directive "nonsense"');
    expect(log).toContain('nginx refuses the configuration, for the reason above');
  });

  it('may be a mounted file, as a compose file has it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-config-'));
    try {
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, 'nginx.conf'), local, { mode: 0o644 });
      const proxy = await lab.startProxy({
        environment: { NGINX_CONF_FILE: '/etc/reverse-proxy/nginx.conf', GENERATE_LOGINS: '1' },
        files: { '/etc/reverse-proxy/nginx.conf': join(folder, 'nginx.conf') },
      });

      expect((await proxy.secure('/echo')).status).toBe(200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('logins', () => {
  it('fails when one is missing, and names the variable', () => {
    const { code, log } = lab.runProxy({ configuration: cloud });

    expect(code).toBe(1);
    expect(log).toContain(
      'the login admin-login is missing; set SECRET_ADMIN_LOGIN to user:password',
    );
  });

  it.each(['hidden', ':hidden', 'hidden:', 'user:hidden\nother:b'])(
    'fails when it is %j',
    (value) => {
      const { code, log } = lab.runProxy({
        configuration: cloud,
        environment: { SECRET_ADMIN_LOGIN: value },
      });

      expect(code).toBe(1);
      expect(log).toMatch(/SECRET_ADMIN_LOGIN holds (no login|more than one line)/);
      expect(log).not.toContain('hidden');
    },
  );

  it.each([
    ['a password with special characters', 'admin:p$1 \'"\\:%s', 'admin:p$1 \'"\\:%s'],
    [
      'an htpasswd line',
      'ops:$6$0123456789abcdef$QdF8ly2IUSmERPGfMzxaGbfQI1akMvqoJQ3AI6Z3O0bj99DFy90kWJ/Sa.4DLi776sH9sRwYVUpLfxMIxkumQ0',
      'ops:known',
    ],
  ])('takes %s', async (_, value, accepted) => {
    const proxy = await startWithLogin(value);

    expect(await signIn(proxy, accepted)).toBe(200);
    expect(await signIn(proxy, 'admin:wrong')).toBe(401);
  });

  it('takes one from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-login-'));
    try {
      writeFileSync(join(folder, 'login'), 'admin:from a file\n', { mode: 0o644 });
      const files = { '/run/secrets/admin-login': join(folder, 'login') };
      const proxy = await lab.startProxy({ configuration: cloud, files });

      expect(await signIn(proxy, 'admin:from a file')).toBe(200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps the password from every process and from the disk', async () => {
    const proxy = await startWithLogin('admin:very secret');
    // not those that `docker exec` itself starts: they get the container's variables anew
    const [, master] = /^(\d+)\n$/.exec(proxy.run('cat', '/var/lib/reverse-proxy/run/nginx.pid'))!;
    const workers = proxy.run('sh', '-c', `cat /proc/${master}/task/*/children`).trim().split(' ');
    const own = ['1', master!, ...workers];
    const shown = own.flatMap((id) => [`/proc/${id}/environ`, `/proc/${id}/cmdline`]);
    const processes = proxy.run('cat', ...shown);
    const files = proxy.run('grep', '-r', '', '/var/lib/reverse-proxy/logins');

    expect(workers).toHaveLength(2);
    expect(processes).toContain('WRITABLE_DIRECTORY=');
    expect(processes).not.toMatch(/very secret|SECRET_|NGINX_CONF/);
    expect(files).toContain('admin:$6$');
    expect(files + proxy.log()).not.toContain('very secret');
  });

  it('makes one up when it is told to, shows where, and keeps it', async () => {
    const volume = lab.createVolume();
    const environment = { GENERATE_LOGINS: '1' };
    const first = await lab.startProxy({ configuration: cloud, environment, volume });
    const text = first.run('cat', loginPath);
    const [, password] = /^user: admin\npassword: ([0-9a-f]{32})\n$/.exec(text) ?? [];

    expect(await signIn(first, `admin:${password}`)).toBe(200);
    expect(first.run('stat', '--format', '%a %u', loginPath)).toBe('600 101\n');
    expect(first.log()).toContain(`read it in ${loginPath}`);
    expect(first.log()).not.toContain(password);

    await first.restart();
    expect(first.run('cat', loginPath)).toBe(text);
    first.signal('TERM');
    first.exitCode();
    const second = await lab.startProxy({ configuration: cloud, environment, volume });
    expect(second.run('cat', loginPath)).toBe(text);
    expect(await signIn(second, `admin:${password}`)).toBe(200);
  });
});

describe('certificate', () => {
  const environment = { GENERATE_LOGINS: '1' };

  it('is made at the first start, for a year at most and for this machine', async () => {
    const proxy = await lab.startProxy({ configuration: local, environment });
    const made = certificate(proxy);
    const days = (Date.parse(made.validTo) - Date.parse(made.validFrom)) / 86_400_000;

    expect(made.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(made.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(days).toBeLessThanOrEqual(366);
    expect(made.ca).toBe(false);
    expect(proxy.run('stat', '--format', '%a', '/var/lib/reverse-proxy/tls/key.pem')).toBe('600\n');
  });

  it('outlives a restart', async () => {
    const proxy = await lab.startProxy({ configuration: local, environment });
    const { fingerprint256 } = certificate(proxy);
    await proxy.restart();

    expect(certificate(proxy).fingerprint256).toBe(fingerprint256);
  });

  it('is renewed when it ends within 30 days', async () => {
    const proxy = await lab.startProxy({ configuration: local, environment });
    const folder = '/var/lib/reverse-proxy/tls';
    proxy.run(
      ...['openssl', 'req', '-x509', '-key', `${folder}/key.pem`, '-days', '29'],
      ...['-subj', '/CN=old', '-out', `${folder}/certificate.pem`],
    );
    await proxy.restart();

    expect(certificate(proxy).subject).toBe('CN=localhost');
  });

  it('is not made behind a balancer', async () => {
    const proxy = await startWithLogin('admin:password');

    expect(proxy.run('ls', '/var/lib/reverse-proxy')).toBe('logins\nrun\ntemp\n');
  });
});

describe('stopping', () => {
  it.each(['TERM', 'QUIT'])('finishes a request in flight at SIG%s and exits 0', async (signal) => {
    const proxy = await startWithLogin('admin:password');
    const inFlight = proxy.fromBalancer('/slow?ms=3000');
    await sleep(500);
    proxy.signal(signal);
    await sleep(300);

    expect((await proxy.plain('/readyz')).status).toBe(503);
    expect((await proxy.plain('/healthz')).status).toBe(200);
    expect((await inFlight).body).toBe('{"slow":true}');
    expect(proxy.exitCode()).toBe(0);
  });

  it('stays gentle when it is told twice', async () => {
    const proxy = await startWithLogin('admin:password');
    const inFlight = proxy.fromBalancer('/slow?ms=3000');
    await sleep(500);
    for (const signal of ['TERM', 'QUIT', 'TERM']) {
      proxy.signal(signal);
      await sleep(300);
    }

    expect((await inFlight).status).toBe(200);
    expect(proxy.exitCode()).toBe(0);
  });

  it('ends within 10 s although a request takes longer', async () => {
    const environment = { GENERATE_LOGINS: '1' };
    const proxy = await lab.startProxy({ configuration: local, environment });
    const cut = expect(proxy.secure('/slow?ms=30000')).rejects.toThrow();
    await sleep(500);
    const started = Date.now();
    proxy.signal('TERM');

    expect(proxy.exitCode()).toBe(0);
    expect(proxy.endedAt() - started).toBeLessThan(10_000);
    await cut;
  });

  it("passes nginx's own end on", async () => {
    const proxy = await startWithLogin('admin:password');
    proxy.run('sh', '-c', 'kill -KILL "$(cat /var/lib/reverse-proxy/run/nginx.pid)"');

    expect(proxy.exitCode()).toBe(137);
  });
});

describe('image', () => {
  it('runs as a numeric user, drains by its own stop signal and can write in its volume alone', async () => {
    const proxy = await startWithLogin('admin:password');

    expect(proxy.run('id', '-u')).toBe('101\n');
    expect(lab.inspectImage('{{.Config.StopSignal}} {{.Config.User}}')).toBe('SIGQUIT 101:101');
    expect(lab.inspectImage('{{json .Config.Volumes}}')).toBe('{"/var/lib/reverse-proxy":{}}');
  });

  it('adds less than a MiB to its base', () => {
    const added = lab.imageBytes(lab.image) - lab.imageBytes('nginx:1.30-trixie');

    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThan(1024 * 1024);
  });

  it('has every program that the health check and the entrypoint call', async () => {
    const proxy = await startWithLogin('admin:password');

    proxy.run('curl', '--fail', '--silent', '--max-time', '3', 'http://127.0.0.1:8080/healthz');
  });
});
