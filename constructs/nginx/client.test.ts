import { clientLines, redirectLines, redirectMap } from './client';
import { dockerPlatform, ecsPlatform } from './platform';

describe('clientLines', () => {
  it('believe the sorted trusted ranges alone', () => {
    const ranges = ['192.0.2.0/24', '10.0.0.0/16', '10.0.0.0/16'];
    const lines = clientLines(ecsPlatform({ trustedProxies: ranges }));

    expect(lines.filter((line) => line.startsWith('set_real_ip_from'))).toEqual([
      'set_real_ip_from 10.0.0.0/16;',
      'set_real_ip_from 192.0.2.0/24;',
    ]);
    expect(lines).toContain('  "1 https" https;');
    expect(lines).toContain('real_ip_recursive off;');
  });

  it('skip trusted hops in a row', () => {
    const platform = ecsPlatform({ trustedProxies: ['10.0.0.0/16'], chainedProxies: true });

    expect(clientLines(platform)).toContain('real_ip_recursive on;');
  });

  it('read the scheme from the one header that the hop in front writes', () => {
    const trustedProxies = ['10.0.0.0/16'];
    const text = (schemeHeader?: string) =>
      clientLines(ecsPlatform({ trustedProxies, schemeHeader })).join('\n');

    expect(text()).toContain('map "$from_trusted_proxy $http_x_forwarded_proto" $client_scheme {');
    expect(text('X-Viewer-Scheme')).toContain(
      'map "$from_trusted_proxy $http_x_viewer_scheme" $client_scheme {',
    );
    expect(text('X-Viewer-Scheme')).not.toContain('x_forwarded_proto');
  });

  it('believe nobody where the proxy is the first hop', () => {
    expect(clientLines(dockerPlatform()).join('\n')).not.toMatch(/real_ip|forwarded/);
  });
});

describe('redirect', () => {
  it.each([
    [443, 'https://$host$request_uri'],
    [8443, 'https://$host:8443$request_uri'],
  ])('names the public port %i only where it must', (publicPort, target) => {
    expect(redirectLines(dockerPlatform({ publicPort }))).toContain(`  return 308 ${target};`);
  });

  it("spares the proxy's own paths", () => {
    expect(redirectMap()).toContain('  "~^(/healthz|/readyz|/\\.slipway/.*)$" 0;');
  });
});
