import { Backing, defineSystem, Image, Route } from '../constructs/core';
import type { Workload } from '../constructs/core';
import { withoutBackings } from './portion';

const image = Image.fromRegistry(`registry.example.org/api@sha256:${'0'.repeat(64)}`);
const workload: Workload = { image, port: 8080, health: { path: '/' } };
const system = defineSystem({
  workloads: { gate: workload, form: workload, api: workload, chat: workload, site: workload },
  backings: { store: Backing.files(), cache: Backing.cache(), pages: Backing.bucket() },
  connections: [
    { from: 'gate', to: 'form' },
    { from: 'form', to: 'api' },
    { from: 'gate', to: 'chat' },
    { from: 'api', to: 'store' },
    { from: 'chat', to: 'cache' },
    { from: 'site', to: 'pages' },
  ],
  routes: [Route.path('/', 'gate'), Route.path('/chat', 'chat'), Route.path('/site', 'site')],
});

describe('a system without its backings', () => {
  const portion = withoutBackings(system);

  it('keeps who can do without a cache, and nobody who keeps files, reads a bucket or calls such', () => {
    expect(Object.keys(portion.workloads)).toEqual(['chat']);
  });

  it('has no connection and no route to what is left out', () => {
    expect(portion).toMatchObject({ backings: {}, connections: [], backingConnections: [] });
    expect(portion.routes.map(({ target }) => target)).toEqual(['chat']);
  });

  it('is the same system where there is none', () => {
    const plain = defineSystem({
      workloads: { gate: workload, api: workload },
      connections: [{ from: 'gate', to: 'api' }],
    });

    expect(withoutBackings(plain)).toEqual(plain);
  });
});
