import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformVariable, TerraformStack, Testing } from 'cdktf';
import { Access, Route } from '../core/route';
import { ValidationError } from '../core/validation';
import { configProblems, type NginxConfigProps, renderNginxConfig } from './config';
import { encodeConfig } from './payload';
import { dockerPlatform, ecsPlatform } from './platform';
import { examples } from './system.fixture';

const golden = join(__dirname, '__golden__');
const minimal = examples.minimal!;

function withRoutes(...routes: Route[]): NginxConfigProps {
  return { ...minimal, routes };
}

describe('renderNginxConfig', () => {
  describe('golden files', () => {
    it.each(Object.keys(examples))('renders %s byte for byte', (name) => {
      const file = join(golden, `${name}.conf`);
      const text = renderNginxConfig(examples[name]!);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);

      expect(text).toBe(readFileSync(file, 'utf8'));
    });

    it('has no golden file that nothing renders', () => {
      // the sidecar's has a test of its own
      const names = [...Object.keys(examples), 'identity-sidecar'];
      const expected = names.map((name) => `${name}.conf`);

      expect(readdirSync(golden).sort()).toEqual(expected.sort());
    });
  });

  describe('order', () => {
    it.each(Object.keys(examples))('does not depend on the order of declaration in %s', (name) => {
      const { routes, upstreams, platform } = examples[name]!;
      const reversed: NginxConfigProps = {
        routes: [...routes].reverse(),
        upstreams: Object.fromEntries(Object.entries(upstreams).reverse()),
        platform: { ...platform, trustedProxies: [...platform.trustedProxies].reverse() },
      };

      expect(renderNginxConfig(reversed)).toBe(renderNginxConfig(examples[name]!));
    });

    it('looks at longer paths first', () => {
      const text = renderNginxConfig(
        withRoutes(Route.path('/a', 'web'), Route.path('/a/b/c', 'web'), Route.path('/a/b', 'web')),
      );

      const found = [...text.matchAll(/location ~ \^(\S+)\(/g)].map(([, path]) => path);
      expect(found).toEqual(['/a/b/c', '/a/b', '/a']);
    });
  });

  describe('inheritance', () => {
    it.each(Object.keys(examples))(
      'writes headers on no level that would lose others in %s',
      (name) => {
        const text = renderNginxConfig(examples[name]!);
        const locations = text.split(/\n(?=\s+location )/).slice(1);
        const own = locations.filter((location) => !location.includes('location = /.slipway/'));

        expect(own.length).toBeGreaterThan(0);
        for (const location of own) {
          expect(location).not.toMatch(/add_header|proxy_set_header|error_page/);
        }
      },
    );

    it('adds every header to errors too', () => {
      const added = renderNginxConfig(minimal).match(/add_header .*/g) ?? [];

      expect(added.length).toBeGreaterThan(10);
      expect(added.filter((line) => !line.endsWith(' always;'))).toEqual([]);
    });
  });

  describe('entrypoint lines', () => {
    it('names each login once and asks for no certificate behind a balancer', () => {
      const access = Access.password('admin-login');
      const text = renderNginxConfig(
        withRoutes(Route.path('/a', 'web', { access }), Route.path('/b', 'web', { access })),
      );

      expect(text.match(/^# slipway:.*/gm)).toEqual([
        '# slipway:readiness 5',
        '# slipway:resolve web',
        '# slipway:login admin-login',
      ]);
    });

    it('asks for a certificate where the proxy ends TLS', () => {
      const text = renderNginxConfig({ ...minimal, platform: dockerPlatform() });

      expect(text.match(/^# slipway:.*/gm)).toEqual([
        '# slipway:certificate',
        '# slipway:readiness 1',
      ]);
    });
  });

  describe('size', () => {
    const rendered = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => `service-${at}`);
      const web = minimal.upstreams.web!;
      return encodeConfig(
        renderNginxConfig({
          ...minimal,
          routes: names.map((name) => Route.path(`/${name}`, name, { stripPrefix: true })),
          upstreams: Object.fromEntries(names.map((name) => [name, { ...web, host: name }])),
        }),
      ).length;
    };

    it('stays far below what a variable of Cloud Run takes, with nine services', () => {
      expect(rendered(9)).toBeLessThan((32 * 1024) / 4);
    });

    it('grows by less than 200 bytes with each route', () => {
      expect((rendered(40) - rendered(10)) / 30).toBeLessThan(200);
    });
  });

  describe('writable directory', () => {
    it.each(Object.keys(examples))('writes nowhere else in %s', (name) => {
      const text = renderNginxConfig(examples[name]!);
      const written = [...text.matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);/gm)].map(([, at]) => at!);

      expect(written).toHaveLength(6);
      expect(written.filter((at) => !at.startsWith('/var/lib/reverse-proxy/'))).toEqual([]);
    });
  });
});

describe('configProblems', () => {
  it('finds nothing wrong with the examples', () => {
    expect(Object.values(examples).flatMap(configProblems)).toEqual([]);
  });

  it('fails when there is no route', () => {
    expect(configProblems(withRoutes())).toEqual([
      "'routes' is empty, so the proxy would serve nothing; add at least one",
    ]);
  });

  it('fails when a route leads nowhere', () => {
    expect(configProblems(withRoutes(Route.path('/', 'shop')))).toEqual([
      "route '/': its target 'shop' is none of 'upstreams'; add it there or correct the route",
    ]);
  });

  it.each(['/healthz', '/readyz', '/.slipway', '/healthz/deep'])(
    'fails when a route claims %s of the proxy',
    (path) => {
      expect(configProblems(withRoutes(Route.path(path, 'web')))).toEqual([
        `route '${path}': 'path' belongs to the proxy itself (/healthz, /readyz, /.slipway); choose another`,
      ]);
    },
  );

  it('leaves a path alone that only starts like one of the proxy', () => {
    expect(configProblems(withRoutes(Route.path('/healthzone', 'web')))).toEqual([]);
  });

  it('fails when a login could not be a file name', () => {
    const access = Access.password('../login');

    expect(configProblems(withRoutes(Route.path('/', 'web', { access })))).toEqual([
      "route '/': 'access' needs a secret name of lower-case letters, digits and inner hyphens, got '../login'; use for example 'admin-login'",
    ]);
  });

  it('fails when a trusted range is known only to the deployment', () => {
    const variable = new TerraformVariable(new TerraformStack(Testing.app(), 'test'), 'Range', {});
    const platform = ecsPlatform({ trustedProxies: [variable.stringValue] });

    expect(configProblems({ ...minimal, platform })).toEqual([
      "'trustedProxies' holds a value that only the deployment knows, which cannot be compressed into the configuration; give the range as text",
    ]);
  });

  it('reports the problems of routes, upstreams and platform at once', () => {
    const render = () =>
      renderNginxConfig({
        routes: [Route.path('/a/', 'web', { timeoutSeconds: 0 })],
        upstreams: { web: { host: 'a;b', port: 0, keepAliveSeconds: 1, protocol: 'http' } },
        platform: ecsPlatform({ trustedProxies: ['everyone'] }),
      });

    expect(render).toThrow(ValidationError);
    expect(configProblemsOf(render)).toHaveLength(6);
  });
});

function configProblemsOf(render: () => unknown): readonly string[] {
  try {
    render();
  } catch (error) {
    if (error instanceof ValidationError) return error.problems;
  }
  return [];
}
