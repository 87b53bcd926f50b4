import { Backing } from './backing';
import type { Peer } from './connection';
import { Image } from './image';
import { defineSystem, type SystemDeclaration } from './system';
import type { Workload } from './workload';

const image = Image.fromRegistry(`registry.example.org/api@sha256:${'0'.repeat(64)}`);
const workload: Workload = { image, port: 8080, health: { path: '/' } };
const workloads = { web: workload, api: workload };

describe('a backing', () => {
  it('is for one writer at /data unless told otherwise', () => {
    expect(Backing.files()).toEqual({ kind: 'files', singleWriter: true, path: '/data' });
    expect(Backing.files({ singleWriter: false, path: '/var/lib/a' })).toMatchObject({
      singleWriter: false,
      path: '/var/lib/a',
    });
  });

  it('is a bucket with the files of a folder', () => {
    expect(Backing.bucket({ content: './services/goapp/' }).content).toBe('services/goapp');
    expect(Backing.bucket().content).toBeUndefined();
  });

  it.each(['data', '/', '/a/', '/a/../b', '/a b', '/a:b', ''])(
    'fails when its path is %p',
    (path) => {
      expect(() => Backing.files({ path })).toThrow(/'path' must be an absolute directory/);
    },
  );

  it.each(['services/nothing', '../other', '/etc', 'package.json', '', '.', './', 'services/..'])(
    'fails when its content is %p',
    (content) => {
      expect(() => Backing.bucket({ content })).toThrow(/'content' must be a folder of the repo/);
    },
  );
});

describe('a system with backings', () => {
  const backings = {
    store: Backing.files(),
    cache: Backing.cache(),
    pages: Backing.bucket(),
  };

  it('keeps connections to them apart, with peers of their kinds', () => {
    const system = defineSystem({
      workloads,
      backings,
      connections: [
        { from: 'web', to: 'api', environment: (api) => ({ API: api.url }) },
        { from: 'api', to: 'store', environment: ({ path }) => ({ FILE: `${path}/a.db` }) },
        { from: 'api', to: 'cache', environment: ({ url }) => ({ REDIS_URL: url }) },
        { from: 'web', to: 'pages', environment: ({ uri }) => ({ PAGES: uri }) },
      ],
    });

    expect(system.connections.map(({ to }) => to)).toEqual(['api']);
    expect(system.backingConnections.map(({ to }) => to)).toEqual(['store', 'cache', 'pages']);
  });

  it('does not compile where the peer is of another kind, or nothing has the name', () => {
    const wrong = () => {
      const url = (service: Peer) => ({ URL: service.url });
      const wants = { from: 'api', to: 'store', environment: url } as const;
      // @ts-expect-error files have no url: that line must not compile
      defineSystem({ workloads, backings, connections: [wants] });
      // @ts-expect-error 'shop' is neither: that line must not compile
      defineSystem({ workloads, backings, connections: [{ from: 'api', to: 'shop' }] });
    };

    expect(wrong).toThrow(
      /names 'shop', which is neither workload nor backing; use one of 'web', 'api', 'store', 'cache', 'pages'/,
    );
  });

  it.each<[string, object, RegExp]>([
    ['a bad name', { backings: { Store_1: Backing.cache() } }, /'name' must start.*'Store_1'/],
    ['a name twice', { backings: { api: Backing.cache() } }, /'workloads' both have 'api'/],
    [
      'two writers of one',
      {
        connections: [
          { from: 'web', to: 'store' },
          { from: 'api', to: 'store' },
        ],
      },
      /backing 'store' has a single writer, but 'web' and 'api' are connected/,
    ],
    [
      'the files inside a writable path',
      {
        workloads: { api: { ...workload, writablePaths: ['/data/cache'] } },
        connections: [{ from: 'api', to: 'store' }],
      },
      /workload 'api' has '\/data\/cache' and the files of 'store' at '\/data'/,
    ],
    [
      'two files in one directory',
      {
        backings: { a: Backing.files(), b: Backing.files() },
        connections: [
          { from: 'api', to: 'a' },
          { from: 'api', to: 'b' },
        ],
      },
      /workload 'api' has '\/data' and the files of 'b' at '\/data'/,
    ],
    [
      'a connection twice',
      {
        connections: [
          { from: 'api', to: 'cache' },
          { from: 'api', to: 'cache' },
        ],
      },
      /lists api -> cache twice/,
    ],
    [
      'a variable twice',
      {
        connections: [
          { from: 'api', to: 'cache', environment: () => ({ URL: 'x' }) },
          { from: 'api', to: 'pages', environment: () => ({ URL: 'y' }) },
        ],
      },
      /from 'api' to 'pages' sets URL, which is set already/,
    ],
  ])('fails when it has %s', (_, part, message) => {
    const declaration = { workloads, backings, ...part };

    expect(() => defineSystem(declaration as SystemDeclaration<typeof workloads>)).toThrow(message);
  });

  it('lets several use files that are for more than one writer', () => {
    const shared = Backing.files({ singleWriter: false });
    const connections = [
      { from: 'web', to: 'shared' },
      { from: 'api', to: 'shared' },
    ] as const;

    expect(
      defineSystem({ workloads, backings: { shared }, connections }).backingConnections,
    ).toHaveLength(2);
  });
});
