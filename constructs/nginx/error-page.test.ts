import { createHash } from 'node:crypto';
import { errorLocations, errorMaps, errorPageLines } from './error-page';
import { errorDocument } from './error-document';
import { dockerPlatform, ecsPlatform } from './platform';

const ecs = ecsPlatform({ trustedProxies: ['10.0.0.0/16'] });

describe('error pages', () => {
  it.each([400, 401, 403, 404, 413, 414, 429, 431, 500, 502, 503, 504])('know %i', (status) => {
    const statuses = errorPageLines(ecs).find((line) => line.startsWith('error_page 400'));

    expect(statuses!.split(' ')).toContain(String(status));
    expect(errorMaps().some((line) => line.startsWith(`  ${status} "`))).toBe(true);
  });

  it.each([429, 502, 503, 504])('say after %i when to ask again', (status) => {
    const maps = errorMaps().join('\n');
    const [, rows] = /map \$status \$retry_after \{([^}]*)\}/.exec(maps)!;

    expect(rows).toMatch(new RegExp(`\\b${status} [1-9]\\d*;`));
    expect(rows).toContain('default "";');
    expect(errorLocations().filter((line) => line.includes('Retry-After'))).toHaveLength(2);
  });

  it('load nothing, run nothing and show their own style alone', () => {
    const [html] = errorLocations().filter((line) => line.includes('Content-Security-Policy'));
    const [, style] = /<style>(.*)<\/style>/.exec(errorDocument)!;
    const hash = createHash('sha256').update(style!).digest('base64');

    expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
    expect(errorDocument).not.toMatch(/<(script|img|link|iframe)|url\(|@import| style=/);
  });

  it('fit into one word of a configuration, and end it nowhere', () => {
    expect(errorDocument.length).toBeLessThan(4000);
    expect(errorDocument).not.toContain("'");
    expect(new Set(errorDocument.match(/\$\w*/g))).toEqual(
      new Set(['$error_text', '$error_advice', '$error_link', '$status', '$edge_request_id']),
    );
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
