import { errorLocations, errorMaps, errorPageLines } from './error-page';
import { dockerPlatform, ecsPlatform } from './platform';

const ecs = ecsPlatform({ trustedProxies: ['10.0.0.0/16'] });

describe('error pages', () => {
  it.each([400, 401, 403, 404, 413, 414, 429, 431, 500, 502, 503, 504])('know %i', (status) => {
    const statuses = errorPageLines(ecs).find((line) => line.startsWith('error_page 400'));

    expect(statuses!.split(' ')).toContain(String(status));
    expect(errorMaps().some((line) => line.startsWith(`  ${status} "`))).toBe(true);
  });

  it('can be asked for by nobody', () => {
    const locations = errorLocations()
      .join('\n')
      .match(/location = \S+ \{\n {2}internal;/g);

    expect(locations).toHaveLength(2);
  });

  it('send plain HTTP on the TLS port to HTTPS', () => {
    const redirect = 'error_page 497 =308 https://$host:8443$request_uri;';

    expect(errorPageLines(dockerPlatform())).toContain(redirect);
    expect(errorPageLines(ecs)).not.toContain(redirect);
  });
});
