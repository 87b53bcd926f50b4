import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { resolveWorkload } from '../../constructs/core/workload';
import { cacheWorkload } from '../../constructs/docker/cache';
import { proxyPort } from '../../constructs/nginx';
import {
  cacheImage,
  litestreamImage,
  prometheusImage,
  proxyImage,
  system,
} from '../../services/system';
import { lineCount, pageOf } from './markdown';
import { rowsBelow } from './table';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const rows = rowsBelow(read('services/README.md'), '| Name ');
const budget = JSON.parse(read('ci/images/budget.json')) as Record<string, number>;
const folders = readdirSync(join(root, 'services'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What the table may say of a workload: link, port, routes, callers, data. */
function factsOf(name: keyof typeof system.workloads): string[] {
  const { image, port } = resolveWorkload(system.workloads[name]);
  const routes = system.routes.filter(({ target }) => target === name);
  const callers = system.connections.filter(({ to }) => to === name).map(({ from }) => from);
  const backings = system.backingConnections.filter(({ from }) => from === name);
  const places = routes.map(({ access, path }) => `\`${path}\`${access.login ? ', a login' : ''}`);
  return [
    `[${name}](${image.name})`,
    String(port),
    places.join(' ') || 'nowhere',
    [...(routes.length > 0 ? ['reverse-proxy'] : []), ...callers].join(', '),
    backings.map(({ to }) => `\`${to}\``).join(' ') || 'nothing',
  ];
}

describe('the table of the services', () => {
  const names = Object.keys(system.workloads) as (keyof typeof system.workloads)[];
  const rowOf = (name: string) => rows.find((row) => row[0]?.startsWith(`[${name}](`)) ?? [];
  const picked = ([link = '', , port = '', place = '', callers = '', data = '']: string[]) => [
    ...[link, port, place, callers, data],
  ];

  it.each(names)('says of %s what system.ts says', (name) => {
    expect(picked(rowOf(name))).toEqual(factsOf(name));
  });

  it('says of the proxy and the cache what they are', () => {
    const cache = cacheWorkload(cacheImage);
    const users = system.backingConnections.filter(({ to }) => to === 'cache');

    expect(picked(rowOf('reverse-proxy')).slice(0, 2)).toEqual([
      `[reverse-proxy](${proxyImage.name})`,
      String(proxyPort),
    ]);
    expect(picked(rowOf('cache')).slice(0, 4)).toEqual([
      `[cache](${cacheImage.name})`,
      String(cache.port),
      'nowhere',
      users.map(({ from }) => from).join(', '),
    ]);
  });

  it('has a row for each of them and for nothing else', () => {
    const others = [proxyImage, cacheImage, litestreamImage, prometheusImage].map(
      ({ name }) => name,
    );
    const linked = rows.map(([link = '']) => /^\[(.+)\]/.exec(link)?.[1]);

    expect(linked.sort()).toEqual([...names, ...others].sort());
  });

  it('names sizes that the budgets allow', () => {
    for (const row of rows) {
      const folder = /\((.+)\)$/.exec(row[0] ?? '')?.[1] ?? '';
      expect(row[6]).toMatch(/^\d+\.\d$/);
      expect(Number(row[6])).toBeLessThanOrEqual(budget[folder] ?? -1);
    }
  });
});

it.each(folders)('services/%s has a README of at most 60 lines', (folder) => {
  const path = `services/${folder}/README.md`;

  expect(lineCount(pageOf(path, read(path)))).toBeLessThanOrEqual(60);
});
