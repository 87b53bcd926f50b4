import { Image } from '../core/image';
import { Access, Route } from '../core/route';
import { Secret } from '../core/secret';
import { defineSystem } from '../core/system';
import { encodeConfig } from './payload';
import { cloudRunPlatform } from './cloud-run-platform';
import { ecsPlatform } from './platform';
import { proxyWorkload, type ProxyWorkloadProps } from './proxy-workload';

const image = Image.fromRegistry(`registry.example.org/reverse-proxy@sha256:${'0'.repeat(64)}`);
const props: ProxyWorkloadProps = {
  image,
  configuration: 'events {}\n',
  routes: [Route.path('/admin', 'web', { access: Access.password('admin-login') })],
  platform: ecsPlatform({ trustedProxies: ['10.0.0.0/16'] }),
};

describe('proxyWorkload', () => {
  it('is the container that the image expects to be', () => {
    expect(proxyWorkload(props)).toEqual({
      image,
      port: 8080,
      metricsPort: 9090,
      protocol: 'websocket',
      health: {
        path: '/healthz',
        command: expect.arrayContaining(['curl', 'http://127.0.0.1:8080/healthz']) as unknown,
      },
      environment: { NGINX_CONF: encodeConfig('events {}\n') },
      secrets: { SECRET_ADMIN_LOGIN: Secret.named('admin-login') },
      user: 101,
      writablePaths: ['/var/lib/reverse-proxy'],
      shutdownSeconds: 30,
      keepAliveSeconds: 75,
    });
  });

  it('is a valid workload', () => {
    expect(() => defineSystem({ workloads: { proxy: proxyWorkload(props) } })).not.toThrow();
  });

  it('has a metrics port only where it can be reached', () => {
    expect(proxyWorkload({ ...props, platform: cloudRunPlatform() })).not.toHaveProperty(
      'metricsPort',
    );
  });

  it('asks for no secret where logins are made up', () => {
    const { environment, secrets } = proxyWorkload({ ...props, generateLogins: true });

    expect(environment).toMatchObject({ GENERATE_LOGINS: '1' });
    expect(secrets).toEqual({});
  });

  it('tells the container of another writable directory', () => {
    const platform = { ...props.platform, writableDirectory: '/data' };
    const { environment, writablePaths } = proxyWorkload({ ...props, platform });

    expect(environment).toMatchObject({ WRITABLE_DIRECTORY: '/data' });
    expect(writablePaths).toEqual(['/data']);
  });
});
