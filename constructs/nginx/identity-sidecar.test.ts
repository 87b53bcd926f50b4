import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { originVariable, renderSidecarConfig, sidecarVariables } from './identity-sidecar';
import { cloudRunSidecarPlatform, sidecarHealthPort } from './sidecar-platform';
import type { SidecarUpstream } from './sidecar-upstream';

const platform = cloudRunSidecarPlatform();
const goapp: SidecarUpstream = {
  name: 'goapp',
  localPort: 20001,
  protocol: 'http',
  keepAliveSeconds: 75,
  timeoutSeconds: 60,
};
const chat: SidecarUpstream = { ...goapp, name: 'chat', localPort: 20002, protocol: 'websocket' };
const render = (...upstreams: SidecarUpstream[]) => renderSidecarConfig({ upstreams, platform });

describe('the configuration of an identity sidecar', () => {
  it('is the text that was reviewed', () => {
    const path = join(__dirname, '__golden__', 'identity-sidecar.conf');
    const text = render(goapp, chat);
    if (process.env.UPDATE_GOLDEN === '1' || !existsSync(path)) writeFileSync(path, text);

    expect(text).toBe(readFileSync(path, 'utf8'));
  });

  it('does not depend on the order of the callees', () => {
    expect(render(chat, goapp)).toBe(render(goapp, chat));
  });

  it('listens on localhost alone, the health aside', () => {
    const listeners = [...render(goapp, chat).matchAll(/listen ([^;]*);/g)].map(([, at]) => at);

    expect(listeners.sort()).toEqual(['0.0.0.0:15020', '127.0.0.1:20001', '127.0.0.1:20002']);
  });

  it('lets only callees with sockets upgrade', () => {
    expect(render(chat)).toContain('proxy_set_header Upgrade $http_upgrade;');
    expect(render(goapp)).not.toContain('Upgrade');
  });

  it('closes idle connections before the callee does', () => {
    expect(render({ ...goapp, keepAliveSeconds: 15 })).toContain('keepalive_timeout 10s;');
    expect(render({ ...goapp, keepAliveSeconds: 600 })).toContain('keepalive_timeout 60s;');
  });

  it.each([
    ['no callee', [], /'upstreams' is empty; add at least one callee/],
    [
      'a malformed name',
      [{ ...goapp, name: 'a.b' }],
      /upstream 'a\.b': 'name' must start with a letter/,
    ],
    [
      'a port of the system',
      [{ ...goapp, localPort: 80 }],
      /'localPort' must be a whole number from 1024 to 65535 other than 15020, got 80/,
    ],
    [
      'the port of the health',
      [{ ...goapp, localPort: sidecarHealthPort }],
      /other than 15020, got 15020/,
    ],
    [
      'a port twice',
      [goapp, { ...chat, localPort: 20001 }],
      /upstream 'chat': 'localPort' is 20001, which 'goapp' has already/,
    ],
    [
      'no idle time',
      [{ ...goapp, keepAliveSeconds: 1 }],
      /'keepAliveSeconds' must be a whole number from 2 to 3600, got 1/,
    ],
    [
      'a time that Cloud Run never gives',
      [{ ...goapp, timeoutSeconds: 3601 }],
      /'timeoutSeconds' must be a whole number from 1 to 3600, got 3601/,
    ],
  ])('fails when there is %s', (_, upstreams, message) => {
    expect(() => render(...upstreams)).toThrow(message);
  });

  it('fails when two callees have one name', () => {
    expect(() => render(goapp, { ...goapp, localPort: 20003 })).toThrow(
      /upstream 'goapp': 'name' is 'goapp', which 'goapp' has already; choose another/,
    );
  });

  it('fails when the platform cannot be one', () => {
    const wrong = { ...platform, metadataHost: 'a/b' };

    expect(() => renderSidecarConfig({ upstreams: [goapp], platform: wrong })).toThrow(
      /'metadataHost' must be a host name .* got 'a\/b'/,
    );
  });

  it('goes on taking calls for a while after the stop signal', () => {
    const text = render(goapp);

    expect(text).toContain('# slipway:readiness 6\n');
    expect(text).toContain('worker_shutdown_timeout 3s;');
  });

  it('fails with every problem at once', () => {
    expect(() => render({ ...goapp, localPort: 1, timeoutSeconds: 0 })).toThrow(
      /'localPort'[^]*'timeoutSeconds'/,
    );
  });
});

describe('the variables of an identity sidecar', () => {
  it('hold the configuration and where each callee is', () => {
    const { NGINX_CONF, ...origins } = sidecarVariables(
      [{ name: 'users-api', origin: '${google_cloud_run_v2_service.u.uri}' }],
      'text',
    );

    expect(origins).toEqual({ ORIGIN_USERS_API: '${google_cloud_run_v2_service.u.uri}' });
    expect(gunzipSync(Buffer.from(NGINX_CONF!, 'base64')).toString()).toBe('text');
    expect(originVariable('a')).toBe('ORIGIN_A');
  });

  it.each([
    'http://goapp.a.run.app',
    'https://goapp',
    'https://goapp.a.run.app/',
    'https://goapp.a.run.app:443',
    'https://Goapp.a.run.app',
    'https://goapp..app',
    'https://-goapp.app',
    'https://169.254.169.254',
  ])('fail when a known address is %s', (origin) => {
    expect(() => sidecarVariables([{ name: 'goapp', origin }], '')).toThrow(
      `upstream 'goapp': 'origin' must be https:// and a lower-case host name, without a port and a path, got '${origin}'`,
    );
  });

  it('take what Cloud Run gives', () => {
    const origin = 'https://goapp-123456789012.europe-west1.run.app';

    expect(sidecarVariables([{ name: 'goapp', origin }], '')).toMatchObject({
      ORIGIN_GOAPP: origin,
    });
  });
});
