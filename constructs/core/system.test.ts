import { Image } from './image';
import { Route } from './route';
import { defineSystem, type SystemDeclaration } from './system';
import type { ValidationError } from './validation';
import type { Workload } from './workload';

const image = Image.fromRegistry(`registry.example.org/api@sha256:${'0'.repeat(64)}`);
const workload: Workload = { image, port: 8080, health: { path: '/' } };
const two = { web: workload, api: workload };

describe('a system', () => {
  it('keeps what was declared', () => {
    const system = defineSystem({
      workloads: two,
      connections: [{ from: 'web', to: 'api', environment: (api) => ({ API: api.url }) }],
      routes: [Route.path('/', 'web')],
    });

    expect(Object.keys(system.workloads)).toEqual(['web', 'api']);
    expect(system.connections).toHaveLength(1);
    expect(system.routes[0]?.target).toBe('web');
  });

  it('is closed unless told otherwise', () => {
    expect(defineSystem({ workloads: two })).toMatchObject({ connections: [], routes: [] });
  });

  it('does not compile with a name that does not exist', () => {
    const wrong = () => {
      // @ts-expect-error 'database' is no workload: that line must not compile
      defineSystem({ workloads: two, connections: [{ from: 'web', to: 'database' }] });
      // @ts-expect-error 'shop' is no workload: that line must not compile
      defineSystem({ workloads: two, routes: [Route.path('/', 'shop')] });
    };

    expect(wrong).toThrow(/names 'database', which is no workload; use one of 'web', 'api'/);
  });

  it.each<[string, object, RegExp]>([
    ['no workload', { workloads: {} }, /'workloads' is empty/],
    ['a bad name', { workloads: { Web_1: workload } }, /'name' must start with a letter.*'Web_1'/],
    [
      'a bad workload',
      { workloads: { web: { ...workload, port: 0 } } },
      /workload 'web': 'port' must be/,
    ],
    [
      'a service that calls itself',
      { workloads: two, connections: [{ from: 'web', to: 'web' }] },
      /'connections' form a cycle, web -> web/,
    ],
    [
      'a cycle',
      {
        workloads: two,
        connections: [
          { from: 'web', to: 'api' },
          { from: 'api', to: 'web' },
        ],
      },
      /web -> api -> web; .* remove one/,
    ],
    [
      'a connection twice',
      {
        workloads: two,
        connections: [
          { from: 'web', to: 'api' },
          { from: 'web', to: 'api' },
        ],
      },
      /lists web -> api twice/,
    ],
    [
      'a variable twice',
      {
        workloads: { web: { ...workload, environment: { URL: 'x' } }, api: workload },
        connections: [{ from: 'web', to: 'api', environment: () => ({ URL: 'y' }) }],
      },
      /from 'web' to 'api' sets URL, which is set already/,
    ],
    [
      'overlapping routes',
      { workloads: two, routes: [Route.path('/a', 'web'), Route.path('/a', 'api')] },
      /'routes' has '\/a' twice/,
    ],
    [
      'an unknown route target',
      { workloads: two, routes: [Route.path('/', 'x')] },
      /route '\/' names 'x'/,
    ],
  ])('fails when it has %s', (_, declaration, message) => {
    expect(() => defineSystem(declaration as SystemDeclaration<typeof two>)).toThrow(message);
  });

  it('reports every problem of the declaration at once', () => {
    const declaration = {
      workloads: { web: { ...workload, port: 0, user: 0 }, B: workload },
      connections: [{ from: 'web', to: 'web' }],
      routes: [Route.path('bad', 'nobody')],
    };

    try {
      defineSystem(declaration as unknown as SystemDeclaration<typeof two>);
      throw new Error('it was accepted');
    } catch (error) {
      expect((error as ValidationError).problems).toHaveLength(6);
    }
  });
});
